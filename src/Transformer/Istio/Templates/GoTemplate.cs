using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>A Go <c>text/template</c>. Only control flow is parsed; expressions stay text.</summary>
internal sealed class GoTemplate
{
    private byte[]? masked;
    private IReadOnlyList<TemplateEntry>? entries;

    private GoTemplate(byte[] source, string open, string close, TemplateBranchArm root)
    {
        Source = source;
        Open = open;
        Close = close;
        Root = root;
    }

    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    public byte[] Source { get; }

    /// <summary>The left delimiter: <c>[[</c> in Istio 1.0 and 1.1, <c>{{</c> from 1.2 on.</summary>
    public string Open { get; }

    public string Close { get; }

    public TemplateBranchArm Root { get; }

    /// <summary>The template with masked actions; see <see cref="TemplateMask"/>.</summary>
    public byte[] Masked => masked ??= TemplateMask.Of(this);

    /// <summary>The block structure of the YAML around the actions, in order.</summary>
    public IReadOnlyList<TemplateEntry> Entries => entries ??= TemplateEntryReader.Of(this);

    /// <summary>The index of the first entry that starts at an offset or behind it.</summary>
    public int FirstEntry(int offset)
    {
        var (low, high) = (0, Entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Entries[middle].Start >= offset ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>The last entry that starts at an offset or before it: the only one that can contain it.</summary>
    public TemplateEntry? EntryBefore(int offset) => FirstEntry(offset + 1) is > 0 and var next ? Entries[next - 1] : null;

    public string Text(ByteSpan span) => Encoding.UTF8.GetString(Source, span.Start, span.Length);

    /// <summary>The value of a scalar without escapes: its text without quotes.</summary>
    public string TextOf(ByteSpan scalar)
    {
        var text = Source.AsSpan(scalar.Start, scalar.Length);
        return Encoding.UTF8.GetString(text is [(byte)'"', .., (byte)'"'] or [(byte)'\'', .., (byte)'\''] ? text[1..^1] : text);
    }

    /// <summary>True when an entry is the key of this name.</summary>
    public bool IsKey(TemplateEntry entry, string name)
    {
        var key = Source.AsSpan(entry.Key.Start, entry.Key.Length);
        key = key is [(byte)'"', .., (byte)'"'] or [(byte)'\'', .., (byte)'\''] ? key[1..^1] : key;
        return entry.IsKey && key.Length == name.Length && Ascii.Equals(key, name);
    }

    /// <summary>True when a span contains or overlaps an action.</summary>
    public bool HasAction(ByteSpan span) => Root.HasAction(span);

    /// <summary>
    /// The span itself, or its part in each arm when arms of one control structure choose the text. Null when the span contains only a part
    /// of a control structure: without the span, the text would not be a template.
    /// </summary>
    public IReadOnlyList<ByteSpan>? Alternatives(ByteSpan span)
    {
        var blocks = new List<TemplateNode.ControlBlock>();
        Root.AddSplitBlocks(span, blocks);
        if (blocks.Count == 0)
        {
            return [span];
        }

        foreach (var block in blocks)
        {
            var parts = block.Arms.Select(a => PartIn(a.Span, span)).Where(p => p.Length > 0).ToList();
            if (parts.Sum(CountText) == CountText(span) && !parts.Exists(p => blocks.Exists(b => b.Splits(p))))
            {
                return parts;
            }
        }

        return null;
    }

    /// <summary>The innermost arm that a place belongs to.</summary>
    public TemplateBranchArm ArmAt(int offset)
    {
        var arm = Root;
        for (var found = arm; found is not null;)
        {
            arm = found;
            found =
                arm.NodeAt(offset) is TemplateNode.ControlBlock block
                    ? block.Arms.FirstOrDefault(a => a.Span.Start <= offset && offset < a.Span.End)
                    : null;
        }

        return arm;
    }

    /// <summary>The single action that a span consists of, without quotes; null for anything else.</summary>
    public TemplateNode.Action? ActionAt(ByteSpan span) =>
        ArmAt(span.Start)
            .NodesIn(span)
            .OfType<TemplateNode.Action>()
            .FirstOrDefault(a => a.Span.Start >= span.Start && a.Span.End <= span.End && span.Length - a.Span.Length <= 2);

    /// <summary>Wraps an expression in the template's delimiters.</summary>
    public string Action(string expression) => $"{Open} {expression} {Close}";

    /// <summary>All arms of all branches, the template itself first.</summary>
    public IEnumerable<TemplateBranchArm> Arms() => Arms(Root);

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
                case TemplateNode.ControlBlock branch:
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

    /// <exception cref="YamlException">
    /// An action or a control structure has no end, or the nesting is too deep; the offset is into the template.
    /// </exception>
    public static GoTemplate Parse(byte[] source)
    {
        var (open, close) = source.AsSpan().Count("{{"u8) >= source.AsSpan().Count("[["u8) ? ("{{", "}}") : ("[[", "]]");
        var root = TemplateParser.Parse(source, Encoding.UTF8.GetBytes(open), Encoding.UTF8.GetBytes(close));
        return new GoTemplate(source, open, close, root);
    }

    /// <summary>The part of a span in an arm, without blanks around it.</summary>
    private ByteSpan PartIn(ByteSpan arm, ByteSpan span)
    {
        var (start, end) = (Math.Max(arm.Start, span.Start), Math.Min(arm.End, span.End));
        if (end <= start)
        {
            return ByteSpan.At(start);
        }

        var text = Masked.AsSpan(start..end);
        var first = end - text.TrimStart(Blanks).Length;
        return new ByteSpan(first, Math.Max(first, start + text.TrimEnd(Blanks).Length));
    }

    private int CountText(ByteSpan span)
    {
        var count = 0;
        foreach (var character in Masked.AsSpan(span.Start, span.Length))
        {
            count += Blanks.Contains(character) ? 0 : 1;
        }

        return count;
    }

    private static IEnumerable<TemplateBranchArm> Arms(TemplateBranchArm arm) =>
        arm.Nodes.OfType<TemplateNode.ControlBlock>().SelectMany(b => b.Arms).SelectMany(Arms).Prepend(arm);
}
