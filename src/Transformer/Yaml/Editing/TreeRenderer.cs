using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>Turns the changes of a document into edits of its bytes; everything else is unchanged.</summary>
internal sealed class TreeRenderer
{
    private readonly TreeEdits edits;
    private readonly SourceLayout layout;
    private readonly RenderedEdits output;
    private readonly ValueRenderer values;
    private readonly AdditionRenderer additions;

    private TreeRenderer(TreeEdits edits)
    {
        this.edits = edits;
        layout = new SourceLayout(edits.Tree.Source);
        output = new RenderedEdits(edits.Tree.Source);
        values = new ValueRenderer(layout, output);
        additions = new AdditionRenderer(layout, output);
    }

    /// <summary>The edits of the document's source, in no order.</summary>
    public static IReadOnlyList<ByteEdit> Render(TreeEdits edits)
    {
        if (edits.IsEmpty)
        {
            return [];
        }

        var renderer = new TreeRenderer(edits);
        renderer.Visit(edits.Tree.Root);
        return renderer.output.All;
    }

    /// <summary>Renders the changes at or below a node, which has some.</summary>
    private void Visit(YamlNode node)
    {
        switch (edits.Changes.GetValueOrDefault(node.Index))
        {
            case NodeChange.Set { Value: var value }:
                values.Set(node, value);
                return;
            case NodeChange.InnerText { Edits: var text }:
                output.AddRange(text.ToSource());
                return;
            case NodeChange.InnerTree { Text: var text, Edits: var inner }:
                output.AddRange(text.ToSource(Render(inner)));
                return;
        }

        if (ChangesChildren(node))
        {
            VisitChildren(new CollectionLayout(node, edits, layout));
            return;
        }

        for (var child = NextTouched(node, node.Index + 1); child < node.Next; child = NextTouched(node, node.Tree[child].Next))
        {
            Visit(new YamlNode(node.Tree, child));
        }
    }

    /// <summary>
    /// The first child from an index on with a change at or below it; the index after the collection when there is none.
    /// </summary>
    private int NextTouched(YamlNode collection, int child)
    {
        var touched = edits.NextTouched(child);
        if (touched >= collection.Next)
        {
            return collection.Next;
        }

        while (collection.Tree[child].Next <= touched)
        {
            child = collection.Tree[child].Next;
        }

        return child;
    }

    /// <summary>True when children are added to a collection or removed from it.</summary>
    private bool ChangesChildren(YamlNode collection)
    {
        if (edits.Additions.ContainsKey(collection.Index))
        {
            return true;
        }

        for (
            var child = NextTouched(collection, collection.Index + 1);
            child < collection.Next;
            child = NextTouched(collection, collection.Tree[child].Next)
        )
        {
            if (edits.IsRemoved(new YamlNode(collection.Tree, child)) || edits.Insertions.ContainsKey(child))
            {
                return true;
            }
        }

        return false;
    }

    private void VisitChildren(CollectionLayout collection)
    {
        var added = edits.Additions.GetValueOrDefault(collection.Node.Index) ?? [];
        if (collection.LosesAll)
        {
            values.Set(collection.Node, Collected(collection.Node, [.. collection.Children.SelectMany(InsertedBefore), .. added]));
            return;
        }

        RemoveChildren(collection);
        var pending = new List<(string? Key, YamlValue Value)>();
        foreach (var (index, child) in collection.Children.Index())
        {
            pending.AddRange(InsertedBefore(child));
            if (!child.IsRemoved)
            {
                additions.InsertBefore(collection, index, pending);
                pending.Clear();
                if (edits.Touches(child.Value))
                {
                    Visit(child.Value);
                }
            }
        }

        pending.AddRange(added);
        additions.Append(collection, pending);
    }

    private void RemoveChildren(CollectionLayout collection)
    {
        for (var i = 0; i < collection.Children.Count; i++)
        {
            if (collection.Children[i].IsRemoved)
            {
                var (span, last) = collection.RemovedRun(i);
                if (collection.IsFlow)
                {
                    output.AddInFlow(collection.Node, span, "");
                }
                else
                {
                    output.Add(span, "");
                }

                i = last;
            }
        }
    }

    private IEnumerable<(string? Key, YamlValue Value)> InsertedBefore(CollectionChild child) =>
        edits.Insertions.GetValueOrDefault(child.Value.Index)?.Select(value => ((string?)null, value)) ?? [];

    /// <summary>A new collection of the same kind.</summary>
    public static YamlValue Collected(YamlNode collection, List<(string? Key, YamlValue Value)> entries) =>
        collection.IsMapping ? new YamlMap([.. entries.Select(a => (a.Key!, a.Value))]) : new YamlList([.. entries.Select(a => a.Value)]);
}
