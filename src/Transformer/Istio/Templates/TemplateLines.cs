using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>
/// One line of a template that starts with text, not with an action: such lines carry the YAML structure of what the template yields.
/// </summary>
/// <param name="Start">Where the line starts.</param>
/// <param name="Indent">How many blanks stand before its text.</param>
/// <param name="Text">The line without indentation, trailing blanks and line break; actions in it as they stand.</param>
/// <param name="Arm">The innermost arm that its text stands in.</param>
internal sealed record TemplateLine(int Start, int Indent, string Text, TemplateBranchArm Arm)
{
    /// <summary>Where the text starts.</summary>
    public int ContentStart => Start + Indent;

    /// <summary>Behind the last character that is no blank.</summary>
    public int ContentEnd => ContentStart + Encoding.UTF8.GetByteCount(Text);
}

/// <summary>The lines of a template that start with text.</summary>
internal static class TemplateLines
{
    public static IReadOnlyList<TemplateLine> Of(GoTemplate template)
    {
        var lines = new List<TemplateLine>();
        Collect(template, template.Root, lines);
        return lines;
    }

    private static void Collect(GoTemplate template, TemplateBranchArm arm, List<TemplateLine> lines)
    {
        foreach (var node in arm.Nodes)
        {
            switch (node)
            {
                case TemplateNode.Literal literal:
                    Collect(template.Source, literal.Span, arm, lines);
                    break;
                case TemplateNode.ControlBlock branch:
                    foreach (var inner in branch.Arms)
                    {
                        Collect(template, inner, lines);
                    }

                    break;
            }
        }
    }

    private static void Collect(byte[] source, ByteSpan literal, TemplateBranchArm arm, List<TemplateLine> lines)
    {
        // Text right behind an action continues that action's line, unless the template starts with it.
        var line = literal.Start == 0 ? 0 : Lines.Next(source.AsSpan(0, literal.End), literal.Start);
        for (; line < literal.End; line = Lines.Next(source, line))
        {
            var start = line + BlockScalar.LeadingSpaces(source, line);
            var end = Lines.End(source, line);
            if (start < Math.Min(end, literal.End))
            {
                lines.Add(new TemplateLine(line, start - line, Encoding.UTF8.GetString(source, start, end - start).TrimEnd(' ', '\t'), arm));
            }
        }
    }
}
