using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Editing;

/// <content>New entries and items: at the end of a collection, or before an item.</content>
internal sealed partial class TreeRenderer
{
    private IEnumerable<(string? Key, YamlValue Value)> Inserted(Child before) =>
        edits.Insertions.GetValueOrDefault(before.Value.Index)?.Select(value => ((string?)null, value)) ?? [];

    private void InsertBefore(YamlNode node, List<Child> children, int index, List<(string? Key, YamlValue Value)> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        if (node.Style == YamlStyle.Flow)
        {
            var style = FlowFormat.Of(node);
            Edit(ByteSpan.At(children[index].Start), string.Concat(items.Select(i => ValueWriter.Flow(i.Value, style) + Separator(style))));
            return;
        }

        // After the previous item, so that comments above an item stay with it; in place of removed items; otherwise right before the dash.
        var at =
            index == 0 ? Begin(node, children, 0)
            : children[index - 1].Removed ? RemovedRun(node, children, index - 1).Span.Start
            : BehindRemoved(AfterLine(children[index - 1].Value));
        var indent = Lines.Column(source, node.Span.Start);
        var lead = Lines.Column(source, at);
        Edit(ByteSpan.At(at), string.Concat(items.Select(i => Written(i, indent, at)[lead..] + lineBreak + new string(' ', lead))));
    }

    private void Append(YamlNode node, List<Child> children, List<(string? Key, YamlValue Value)> added)
    {
        if (node.Style == YamlStyle.Flow)
        {
            AppendFlow(node, children, added);
            return;
        }

        var at = children[^1].Removed
            ? RemovedRun(node, children, children.Count - 1).Span.Start
            : BehindRemoved(AfterLine(children[^1].Value));
        var indent = Lines.Column(source, node.Span.Start);
        var text = string.Join(lineBreak, added.Select(a => Written(a, indent, at)));
        if (at == 0 || source[at - 1] != '\n')
        {
            if (EndsInBlockScalar(node))
            {
                throw new YamlException(
                    "the source ends here inside a block scalar without a line break, so nothing can be added after it (end it with "
                    + "a line break)",
                    at
                );
            }

            Edit(ByteSpan.At(at), lineBreak + text);
            return;
        }

        Edit(ByteSpan.At(at), text + lineBreak);
    }

    /// <summary>
    /// Moves an offset past the removal that contains it: a removal can include the blank lines and comments below a node.
    /// </summary>
    private int BehindRemoved(int at) => removals.Where(r => r.Start < at && at < r.End).Select(r => r.End).DefaultIfEmpty(at).Max();

    /// <summary>An entry or item as block lines, or on one line where the text that follows would become part of it.</summary>
    private string Written((string? Key, YamlValue Value) added, int indent, int at)
    {
        var isFlow = ValueWriter.IsMultiLine(added.Value) && IsFollowedByDeepLine(at, indent);
        return (added.Key, isFlow) switch
        {
            (null, true) => $"{new string(' ', indent)}- {ValueWriter.Flow(added.Value, FlowFormat.Yaml)}",
            (null, false) => ValueWriter.BlockItem(added.Value, indent, lineBreak),
            ({ } key, true) => new string(' ', indent) + ValueWriter.Entry(key, added.Value, FlowFormat.Yaml),
            ({ } key, false) => ValueWriter.BlockEntry(key, added.Value, indent, lineBreak),
        };
    }

    private static bool EndsInBlockScalar(YamlNode node)
    {
        for (; !node.IsScalar && node.Next > node.Index + 1; node = node.Children.Last())
        {
            if (node.Style == YamlStyle.Flow)
            {
                return false;
            }
        }

        return node.Style is YamlStyle.Literal or YamlStyle.Folded;
    }

    private void AppendFlow(YamlNode node, List<Child> children, List<(string? Key, YamlValue Value)> added)
    {
        var style = FlowFormat.Of(node);
        if (children.Count == 0)
        {
            Edit(node.Span, ValueWriter.Flow(Collected(node, added), style.Outer));
            return;
        }

        // A pair that is an item of a sequence has no braces, and one with two keys would be two items.
        var isPair = node.IsMapping && source[node.Span.Start] != '{';
        var text = added.Select(a =>
            Separator(style) + (a.Key is null ? ValueWriter.Flow(a.Value, style) : ValueWriter.Entry(a.Key, a.Value, style))
        );
        Edit(ByteSpan.At(node.Span.Start), isPair ? "{" : "");
        Edit(ByteSpan.At(children[^1].End), string.Concat(text) + (isPair ? "}" : ""));
    }

    private static string Separator(FlowFormat style) =>
        style.LineBreak is not null ? "," + style.LineStart
        : style.Compact ? ","
        : ", ";
}
