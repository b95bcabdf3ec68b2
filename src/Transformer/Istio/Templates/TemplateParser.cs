using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>Builds the tree of a template's control structures from its parts.</summary>
internal sealed class TemplateParser
{
    /// <summary>The supported nesting of control structures. Charts nest a few.</summary>
    private const int MaxDepth = 1000;

    /// <summary>The arms of each control structure that has no end yet, innermost on top.</summary>
    private readonly Stack<List<TemplateBranchArm>> unclosed = new();

    /// <summary>The arm that gets the next part.</summary>
    private TemplateBranchArm arm;

    private TemplateParser(TemplateBranchArm root) => arm = root;

    /// <summary>The arm that stands for the whole template.</summary>
    /// <param name="source">The template.</param>
    /// <param name="open">The left delimiter.</param>
    /// <param name="close">The right delimiter.</param>
    /// <exception cref="YamlException">
    /// An action or a control structure has no end, or the nesting is too deep; the offset is into the template.
    /// </exception>
    public static TemplateBranchArm Parse(byte[] source, byte[] open, byte[] close)
    {
        var root = new TemplateBranchArm(null, null, 0) { Span = new ByteSpan(0, source.Length) };
        var parser = new TemplateParser(root);
        foreach (var node in TemplateScanner.Scan(source, open, close))
        {
            parser.Add(node);
        }

        return parser.unclosed.TryPeek(out var unfinished)
            ? throw new YamlException("the template has an unclosed control structure", unfinished[0].Header!.Span.Start)
            : root;
    }

    private void Add(TemplateNode node)
    {
        switch (node)
        {
            case TemplateNode.Action { Keyword: "if" or "range" or "with" or "define" or "block" } header:
                OpenBlock(header);
                break;
            case TemplateNode.Action { Keyword: "else" } header:
                CloseArm(header);
                arm = new TemplateBranchArm(header, arm.Parent, header.Span.End);
                unclosed.Peek().Add(arm);
                break;
            case TemplateNode.Action { Keyword: "end" } end:
                CloseArm(end);
                CloseBlock(end);
                break;
            default:
                arm.Nodes.Add(node);
                break;
        }
    }

    private void OpenBlock(TemplateNode.Action header)
    {
        arm = new TemplateBranchArm(header, arm, header.Span.End);
        unclosed.Push([arm]);
        if (unclosed.Count > MaxDepth)
        {
            throw new YamlException($"the template nests control structures deeper than {MaxDepth} levels", header.Span.Start);
        }
    }

    /// <summary>Ends the current arm before an action.</summary>
    private void CloseArm(TemplateNode.Action next)
    {
        if (unclosed.Count == 0)
        {
            throw new YamlException($"the template has an unexpected {next.Keyword}", next.Span.Start);
        }

        arm.Span = arm.Span with { End = next.Span.Start };
    }

    private void CloseBlock(TemplateNode.Action end)
    {
        var arms = unclosed.Pop();
        var block = new TemplateNode.ControlBlock(new ByteSpan(arms[0].Header!.Span.Start, end.Span.End), arms, end);
        arms.ForEach(a => a.Branch = block);
        arm = arms[0].Parent!;
        arm.Nodes.Add(block);
    }
}
