using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>Writes new entries and items: at the end of a collection, or before an item.</summary>
internal sealed class AdditionRenderer(SourceLayout layout, RenderedEdits output)
{
    /// <summary>Writes items before the child at an index.</summary>
    public void InsertBefore(CollectionLayout collection, int index, List<(string? Key, YamlValue Value)> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        if (collection.IsFlow)
        {
            var style = FlowFormat.Of(collection.Node);
            output.AddInFlow(
                collection.Node,
                ByteSpan.At(collection.Begin(index)),
                string.Concat(items.Select(i => ValueWriter.Flow(i.Value, style) + style.Separator))
            );
            return;
        }

        // After the previous item, so that comments above an item stay with it; in place of removed items; otherwise right before the dash.
        var at = index == 0 ? collection.Begin(0) : EndOf(collection, index - 1);
        var indent = layout.Column(collection.Node.Span.Start);
        var lead = layout.Column(at);
        output.Insert(at, string.Concat(items.Select(i => Written(i, indent, at)[lead..] + layout.LineBreak + new string(' ', lead))));
    }

    /// <summary>Writes entries or items at the end of a collection.</summary>
    /// <exception cref="YamlException">
    /// The source ends inside a block scalar, which would take in what is added.
    /// </exception>
    public void Append(CollectionLayout collection, List<(string? Key, YamlValue Value)> added)
    {
        if (added.Count == 0)
        {
            return;
        }

        if (collection.IsFlow)
        {
            AppendFlow(collection, added);
            return;
        }

        var at = EndOf(collection, collection.Children.Count - 1);
        var indent = layout.Column(collection.Node.Span.Start);
        var text = string.Join(layout.LineBreak, added.Select(a => Written(a, indent, at)));
        var isLineStart = at > 0 && layout.Source[at - 1] == '\n';
        if (!isLineStart)
        {
            SourceLayout.RequireLineBreakAtEnd(collection.Node.Tree);
        }

        output.Insert(at, isLineStart ? text + layout.LineBreak : layout.LineBreak + text);
    }

    /// <summary>Where the lines after a child start, or where removed children were.</summary>
    private int EndOf(CollectionLayout collection, int index) =>
        collection.Children[index].IsRemoved
            ? collection.RemovedRun(index).Span.Start
            : output.PastRemoval(layout.AfterLine(collection.Children[index].Value));

    /// <summary>An entry or item as block lines, or on one line where the text that follows would become part of it.</summary>
    private string Written((string? Key, YamlValue Value) added, int indent, int at)
    {
        var isFlow = ValueWriter.IsMultiLine(added.Value) && layout.IsFollowedByDeepLine(at, indent);
        return (added.Key, isFlow) switch
        {
            (null, true) => $"{new string(' ', indent)}- {ValueWriter.Flow(added.Value, FlowFormat.Yaml)}",
            (null, false) => ValueWriter.BlockItem(added.Value, indent, layout.LineBreak),
            ({ } key, true) => new string(' ', indent) + ValueWriter.Entry(key, added.Value, FlowFormat.Yaml),
            ({ } key, false) => ValueWriter.BlockEntry(key, added.Value, indent, layout.LineBreak),
        };
    }

    private void AppendFlow(CollectionLayout collection, List<(string? Key, YamlValue Value)> added)
    {
        var node = collection.Node;
        var style = FlowFormat.Of(node);
        if (collection.Children.Count == 0)
        {
            output.AddInFlow(node, node.Span, ValueWriter.Flow(TreeRenderer.Collected(node, added), style.Outer));
            return;
        }

        // A pair that is an item of a sequence has no braces, and one with two keys would be two items.
        var isPair = node.IsMapping && layout.Source[node.Span.Start] != '{';
        var text = added.Select(a =>
            style.Separator + (a.Key is null ? ValueWriter.Flow(a.Value, style) : ValueWriter.Entry(a.Key, a.Value, style))
        );
        output.Insert(node.Span.Start, isPair ? "{" : "");
        output.AddInFlow(node, ByteSpan.At(collection.Children[^1].End), string.Concat(text) + (isPair ? "}" : ""));
    }
}
