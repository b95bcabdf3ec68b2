using KymaIstioTransform.Istio.Templates;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Reading;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>Adds whole lines to a template where its actions neither swallow nor misplace them, and notes each for the report.</summary>
/// <param name="template">The template.</param>
/// <param name="text">Takes the edits.</param>
/// <param name="note">Takes a place in the template, what stood there (null for additions) and what is new.</param>
internal sealed class TemplateEditor(GoTemplate template, ScalarEdits text, Action<int, string?, string> note)
{
    /// <summary>
    /// Adds lines behind the last line of a region that is not blank. An action that trims what follows it would swallow their line break
    /// and indentation: an action that prints nothing stops it.
    /// </summary>
    public void Append(TemplateRegion region, string newLines, string what)
    {
        var last = template.Source.AsSpan(0, region.Span.End).LastIndexOfAnyExcept(" \t\n"u8) + 1;
        var at = Lines.Next(template.Source, Math.Max(last, region.Span.Start));
        var trims = GoTemplate.Actions(region.Arm.Nodes).Append(region.Arm.Header).Any(a => a is { TrimsRight: true } && a.Span.End == last);
        var separator = trims ? template.Action("\"\"") + "\n" : "";
        var afterBreak = at > 0 && template.Source[at - 1] == '\n';

        // A template that ends without a line break keeps doing so: the block scalar around it may not hold one.
        Insert(at, afterBreak ? separator + newLines : "\n" + (separator + newLines).TrimEnd('\n'), what);
    }

    /// <summary>Adds an arm for all other cases, written as the branch's first action is.</summary>
    public void AddElse(TemplateNode.ControlBlock branch, string body, string what)
    {
        var (left, right) = (branch.Header.TrimsLeft ? "- " : " ", branch.Header.TrimsRight ? " -" : " ");
        var action = $"{template.Open}{left}else{right}{template.Close}";
        var lineStart = Lines.Start(template.Source, branch.End.Span.Start);
        var indent = BlockScalar.LeadingSpaces(template.Source, lineStart);
        if (lineStart + indent == branch.End.Span.Start)
        {
            Insert(lineStart, $"{new string(' ', indent)}{action}\n{body}", what);
        }
        else
        {
            Insert(branch.End.Span.Start, $"{template.Open} else {template.Close}\n{body}", what);
        }
    }

    /// <summary>Puts text in the place of other text.</summary>
    public void Replace(ByteSpan span, string newText)
    {
        text.Replace(span, newText);
        note(span.Start, template.Text(span), newText);
    }

    /// <summary>Wraps an action so that it is printed only under a condition, and something else in all other cases.</summary>
    public void Guard(TemplateNode.Action action, string condition, string otherwise)
    {
        text.Insert(action.Span.Start, template.Action($"if {condition}"));
        text.Insert(action.Span.End, template.Action("else") + otherwise + template.Action("end"));
        note(action.Span.Start, template.Text(action.Span), $"{otherwise} without the annotation");
    }

    /// <summary>Edits a part without actions as the YAML it is.</summary>
    public void EditYaml(ByteSpan span, string what, Action<FieldEditor> edit)
    {
        var edits = new TreeEdits(YamlReader.Read(template.Source, span));
        if (!edits.Tree.Root.IsMapping)
        {
            throw new YamlException($"the resources of {what} must be a mapping", edits.Tree.Root.Span.Start);
        }

        edit(new FieldEditor(edits, edits.Tree.Root, "", _ => default, change => note(span.Start, change.Old, $"{what}: {change.Path} {change.New}")));
        text.AddRange(edits.ToSource());
    }

    private void Insert(int offset, string newText, string what)
    {
        text.Insert(offset, newText);
        note(offset, null, what);
    }
}
