using KymaIstioTransform.Istio.Templates;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Reading;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>A place in a template that cannot be completed, and why.</summary>
internal readonly record struct TemplateProblem(int Offset, string Reason);

/// <summary>Adds text to a template where its actions neither remove nor misplace it, and records each addition for the report.</summary>
/// <param name="template">The template.</param>
/// <param name="text">Receives the edits.</param>
/// <param name="note">Receives a place in the template, the old text (null for additions) and the new text.</param>
internal sealed class TemplateEditor(GoTemplate template, ScalarEdits text, Action<int, string?, string> note)
{
    private readonly List<TemplateProblem> problems = [];

    public string LineBreak { get; } = System.Text.Encoding.ASCII.GetString(Lines.Break(template.Source));

    /// <summary>The places that could not be completed, in the order they were found.</summary>
    public IReadOnlyList<TemplateProblem> Problems => problems;

    /// <summary>Records that a place is left unchanged.</summary>
    public void Skip(int offset, string reason) => problems.Add(new TemplateProblem(offset, reason));

    /// <summary>
    /// Adds lines after the last line of a region that is not blank. An action that trims the text after it would remove their line break
    /// and indentation. An action that prints nothing prevents that.
    /// </summary>
    public void Append(TemplateRegion region, string newLines, string what)
    {
        var last = template.Source.AsSpan(0, region.Span.End).LastIndexOfAnyExcept(" \t\r\n"u8) + 1;
        var at = Lines.Next(template.Source, Math.Max(last, region.Span.Start));
        var trims = GoTemplate
            .Actions(region.Arm.NodesIn(new ByteSpan(last - 1, last)))
            .Append(region.Arm.Header)
            .Any(a => a is { TrimsRight: true } && a.Span.End == last);
        var separator = trims ? template.Action("\"\"") + LineBreak : "";
        var afterBreak = at > 0 && template.Source[at - 1] == '\n';
        if (at > region.Arm.Span.End)
        {
            Skip(region.Span.Start, $"{what} would share a line with another part of the template");
            return;
        }

        // A template that ends without a line break must stay that way: the block scalar around it may not allow one.
        Insert(at, afterBreak ? separator + newLines : LineBreak + (separator + newLines).TrimEnd('\r', '\n'), what);
    }

    /// <summary>Adds an else arm in the style of the branch's first action.</summary>
    public void AddElse(TemplateNode.ControlBlock branch, string body, string what)
    {
        var (left, right) = (branch.Header.TrimsLeft ? "- " : " ", branch.Header.TrimsRight ? " -" : " ");
        var action = $"{template.Open}{left}else{right}{template.Close}";
        var lineStart = Lines.Start(template.Source, branch.End.Span.Start);
        var indent = BlockScalar.LeadingSpaces(template.Source, lineStart);
        if (lineStart + indent == branch.End.Span.Start)
        {
            Insert(lineStart, $"{new string(' ', indent)}{action}{LineBreak}{body}", what);
        }
        else
        {
            Insert(branch.End.Span.Start, $"{template.Open} else {template.Close}{LineBreak}{body}", what);
        }
    }

    /// <summary>Replaces text.</summary>
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

    /// <summary>Edits a key and everything below it as YAML; there must be no actions in it.</summary>
    public void EditYaml(TemplateEntry key, ByteSpan span, string what, Action<FieldEditor> edit)
    {
        var source = template.Masked;
        if (key.StartsLine && key.Start - key.Line != key.Column)
        {
            Skip(key.Start, $"actions before the resources of {what} decide their indentation");
            return;
        }

        if (source.AsSpan(key.Line..key.Start).IndexOfAnyExcept((byte)' ') >= 0 || !key.StartsLine)
        {
            // The item's dash and the actions are not part of the edited text.
            source = (byte[])source.Clone();
            source.AsSpan(key.Line..key.Start).Fill((byte)' ');
        }

        EditYaml(source, span with { Start = key.Line }, what, edit);
    }

    /// <summary>Edits a part without actions as YAML.</summary>
    public void EditYaml(ByteSpan span, string what, Action<FieldEditor> edit) => EditYaml(template.Masked, span, what, edit);

    /// <summary>Edits nodes that were read from the template with its actions masked.</summary>
    public void EditYaml(YamlTree tree, string what, Action<FieldEditor> edit)
    {
        var edits = new TreeEdits(tree);

        edit(
            new FieldEditor(
                edits,
                tree.Root,
                "",
                locate: _ => default,
                change => note(change.Offset, change.Old, $"{what}: {change.Path} {change.New}")
            )
        );
        text.AddRange(edits.ToSource());
    }

    public void Insert(int offset, string newText, string what)
    {
        text.Insert(offset, newText);
        note(offset, null, what);
    }

    private void EditYaml(byte[] source, ByteSpan span, string what, Action<FieldEditor> edit)
    {
        var tree = YamlReader.Read(source, span);
        if (tree.IsEmpty || !tree.Root.IsMapping)
        {
            throw new YamlException($"the resources of {what} must be a mapping", tree.IsEmpty ? span.Start : tree.Root.Span.Start);
        }

        EditYaml(tree, what, edit);
    }
}
