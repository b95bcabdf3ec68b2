using System.Text;
using KymaIstioTransform.Syntax;

namespace KymaIstioTransform.Istio;

/// <summary>A piece of a Go template.</summary>
internal abstract record TemplateNode(ByteSpan Span)
{
    /// <summary>Text outside of actions.</summary>
    internal sealed record Literal(ByteSpan Span) : TemplateNode(Span);

    /// <summary>One action such as <c>{{ .Name }}</c>, delimiters included; <paramref name="Body"/> is what stands between them, trimmed.</summary>
    internal sealed record Action(ByteSpan Span, string Body, bool TrimsLeft, bool TrimsRight) : TemplateNode(Span)
    {
        public string Keyword { get; } = Body.Split(' ', '\t', '\n', '(')[0];
    }

    /// <summary>A control structure with its arms, from its first action to its <c>end</c>.</summary>
    internal sealed record Branch(ByteSpan Span, IReadOnlyList<TemplateArm> Arms, Action End) : TemplateNode(Span)
    {
        public Action Header => Arms[0].Header!;

        /// <summary>True when one of the arms always runs.</summary>
        public bool IsExhaustive => Arms[^1].Header!.Body == "else";
    }
}

/// <summary>A sequence of nodes that runs as a whole: an arm of a <see cref="TemplateNode.Branch"/>, or the template itself (no header).</summary>
internal sealed class TemplateArm(TemplateNode.Action? header, TemplateArm? parent, int start)
{
    /// <summary>The <c>if</c>, <c>else if</c>, <c>else</c>, <c>range</c>, <c>with</c>, <c>define</c> … that starts it.</summary>
    public TemplateNode.Action? Header { get; } = header;

    /// <summary>The arm that the branch of this one stands in.</summary>
    public TemplateArm? Parent { get; } = parent;

    /// <summary>The branch this is an arm of; null for the template itself.</summary>
    public TemplateNode.Branch? Branch { get; set; }

    public List<TemplateNode> Nodes { get; } = [];

    /// <summary>From behind the header to before the next arm's header or the end.</summary>
    public ByteSpan Span { get; set; } = new(start, start);
}

/// <summary>A Go <c>text/template</c>, parsed as far as control flow goes; expressions stay text.</summary>
internal sealed class GoTemplate
{
    private GoTemplate(byte[] source, string open, string close, TemplateArm root)
    {
        Source = source;
        Open = open;
        Close = close;
        Root = root;
    }

    public byte[] Source { get; }

    /// <summary>The left delimiter: <c>[[</c> in Istio 1.0 and 1.1, <c>{{</c> from 1.2 on.</summary>
    public string Open { get; }

    public string Close { get; }

    public TemplateArm Root { get; }

    public string Text(ByteSpan span) => Encoding.UTF8.GetString(Source, span.Start, span.Length);

    /// <summary>Wraps an expression in the template's delimiters.</summary>
    public string Action(string expression) => $"{Open} {expression} {Close}";

    /// <summary>All arms of all branches, the template itself first.</summary>
    public IEnumerable<TemplateArm> Arms() => Arms(Root);

    /// <summary>All actions in an arm and below, headers and ends included, in order.</summary>
    public static IEnumerable<TemplateNode.Action> Actions(IEnumerable<TemplateNode> nodes)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case TemplateNode.Action action:
                    yield return action;
                    break;
                case TemplateNode.Branch branch:
                    foreach (var arm in branch.Arms)
                    {
                        yield return arm.Header!;
                        foreach (var action in Actions(arm.Nodes))
                        {
                            yield return action;
                        }
                    }

                    yield return branch.End;
                    break;
            }
        }
    }

    /// <exception cref="YamlException">An action or a control structure has no end; the offset is into the template.</exception>
    public static GoTemplate Parse(byte[] source)
    {
        var (open, close) = source.AsSpan().Count("{{"u8) >= source.AsSpan().Count("[["u8) ? ("{{", "}}") : ("[[", "]]");
        var root = new TemplateArm(null, null, 0);
        var arm = root;
        var unclosed = new Stack<List<TemplateArm>>();
        foreach (var node in Scan(source, Encoding.UTF8.GetBytes(open), Encoding.UTF8.GetBytes(close)))
        {
            var keyword = (node as TemplateNode.Action)?.Keyword;
            switch (keyword)
            {
                case "if" or "range" or "with" or "define" or "block":
                    arm = new TemplateArm((TemplateNode.Action)node, arm, node.Span.End);
                    unclosed.Push([arm]);
                    break;
                case "else" or "end":
                    if (unclosed.Count == 0)
                    {
                        throw new YamlException($"the template has an {keyword} without a start", node.Span.Start);
                    }

                    arm.Span = arm.Span with { End = node.Span.Start };
                    if (keyword == "else")
                    {
                        arm = new TemplateArm((TemplateNode.Action)node, arm.Parent, node.Span.End);
                        unclosed.Peek().Add(arm);
                        break;
                    }

                    var arms = unclosed.Pop();
                    var branch = new TemplateNode.Branch(new ByteSpan(arms[0].Header!.Span.Start, node.Span.End), arms, (TemplateNode.Action)node);
                    arms.ForEach(a => a.Branch = branch);
                    arm = arms[0].Parent!;
                    arm.Nodes.Add(branch);
                    break;
                default:
                    arm.Nodes.Add(node);
                    break;
            }
        }

        if (unclosed.TryPeek(out var unfinished))
        {
            throw new YamlException("the template has a control structure without an end", unfinished[0].Header!.Span.Start);
        }

        root.Span = new ByteSpan(0, source.Length);
        return new GoTemplate(source, open, close, root);
    }

    private static IEnumerable<TemplateArm> Arms(TemplateArm arm) =>
        arm.Nodes.OfType<TemplateNode.Branch>().SelectMany(b => b.Arms).SelectMany(Arms).Prepend(arm);

    private static List<TemplateNode> Scan(byte[] source, byte[] open, byte[] close)
    {
        var nodes = new List<TemplateNode>();
        var position = 0;
        while (position < source.Length)
        {
            var found = source.AsSpan(position).IndexOf(open);
            var start = found < 0 ? source.Length : position + found;
            if (start > position)
            {
                nodes.Add(new TemplateNode.Literal(new ByteSpan(position, start)));
            }

            if (found < 0)
            {
                break;
            }

            position = EndOfAction(source, start + open.Length, close) ?? throw new YamlException("the template has an action without an end", start);
            var inner = Encoding.UTF8.GetString(source, start + open.Length, position - start - open.Length - close.Length);
            var trimsLeft = inner.StartsWith("- ", StringComparison.Ordinal) || inner.StartsWith("-\n", StringComparison.Ordinal);
            var trimsRight = inner.EndsWith(" -", StringComparison.Ordinal) || inner.EndsWith("\n-", StringComparison.Ordinal);
            nodes.Add(new TemplateNode.Action(new ByteSpan(start, position), inner[(trimsLeft ? 1 : 0)..(inner.Length - (trimsRight ? 1 : 0))].Trim(), trimsLeft, trimsRight));
        }

        return nodes;
    }

    /// <summary>Behind the closing delimiter; those inside of strings and comments do not count.</summary>
    private static int? EndOfAction(byte[] source, int position, byte[] close)
    {
        while (position < source.Length)
        {
            var rest = source.AsSpan(position);
            if (rest.StartsWith(close))
            {
                return position + close.Length;
            }

            var skip = rest[0] switch
            {
                (byte)'"' => QuotedLength(rest),
                (byte)'`' => rest[1..].IndexOf((byte)'`') is >= 0 and var end ? end + 2 : 0,
                (byte)'/' when rest.StartsWith("/*"u8) => rest.IndexOf("*/"u8) is >= 0 and var comment ? comment + 2 : 0,
                _ => 1,
            };
            if (skip == 0)
            {
                return null;
            }

            position += skip;
        }

        return null;
    }

    private static int QuotedLength(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                return i + 1;
            }

            i += text[i] == '\\' ? 1 : 0;
        }

        return 0;
    }
}
