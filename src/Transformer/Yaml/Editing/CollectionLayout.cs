using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>A child of a collection: an item, or a key, with its anchor and tag, and its value.</summary>
internal readonly record struct CollectionChild(int Start, YamlNode Value, bool IsRemoved)
{
    /// <summary>Where the value ends.</summary>
    public int End => Value.Span.End;
}

/// <summary>The bytes that belong to the children of a collection, with dashes, commas and comments.</summary>
internal sealed class CollectionLayout
{
    private readonly SourceLayout layout;

    /// <summary>The layout of a mapping or sequence, with the removals that <paramref name="edits"/> plan.</summary>
    public CollectionLayout(YamlNode node, TreeEdits edits, SourceLayout layout)
    {
        this.layout = layout;
        Node = node;
        var children = new List<CollectionChild>();
        foreach (var (key, value) in node.Pairs)
        {
            children.Add(new CollectionChild(StartOf(key), value, edits.IsRemoved(value)));
        }

        foreach (var item in node.Items)
        {
            children.Add(new CollectionChild(item.Span.Start, item, edits.IsRemoved(item)));
        }

        Children = children;
    }

    /// <summary>The collection.</summary>
    public YamlNode Node { get; }

    /// <summary>Its items or entries, in order, removed ones included.</summary>
    public IReadOnlyList<CollectionChild> Children { get; }

    public bool IsFlow => Node.Style == YamlStyle.Flow;

    /// <summary>True when every child is removed; false for an empty collection.</summary>
    public bool LosesAll
    {
        get
        {
            foreach (var child in Children)
            {
                if (!child.IsRemoved)
                {
                    return false;
                }
            }

            return Children.Count > 0;
        }
    }

    /// <summary>The bytes to delete for a removed child and the removed children next to it, and the index of the last of them.</summary>
    public (ByteSpan Span, int Last) RemovedRun(int index)
    {
        var (first, last) = (index, index);
        for (; first > 0 && Children[first - 1].IsRemoved; first--) { }

        for (; last + 1 < Children.Count && Children[last + 1].IsRemoved; last++) { }

        return (IsFlow ? FlowRun(first, last) : BlockRun(first, last), last);
    }

    /// <summary>
    /// Where a child begins: a key as it is, an item with its dash or its tag, the first one after the item before, comments aside.
    /// </summary>
    public int Begin(int index)
    {
        if (Node.IsMapping && !IsFlow)
        {
            return Children[index].Start;
        }

        var source = layout.Source;
        var position = index > 0 ? Children[index - 1].End : Node.Span.Start + (IsFlow ? 1 : 0);
        while (
            IsFlow
                ? source[position] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)'#'
                : source[position] != '-'
        )
        {
            position = source[position] == '#' ? Lines.Next(source, position) : position + 1;
        }

        return position;
    }

    /// <summary>Where a key starts, with its anchor and tag, which are on the same line.</summary>
    private int StartOf(YamlNode key)
    {
        var (tree, start) = (key.Tree, key.Span.Start);
        var properties = (tree.Anchors.ContainsKey(key.Index) ? 1 : 0) + (tree.Tags.ContainsKey(key.Index) ? 1 : 0);
        for (; properties > 0; properties--)
        {
            start = layout.Source.AsSpan(0, start).TrimEnd(" \t"u8).LastIndexOfAny(" \t\n,[{"u8) + 1;
        }

        return start;
    }

    private ByteSpan FlowRun(int first, int last) =>
        last + 1 < Children.Count
            ? new ByteSpan(Begin(first), Begin(last + 1))
            : new ByteSpan(Children[first - 1].End, Children[last].End);

    /// <summary>Whole lines, unless the run starts after a dash: then up to the next sibling, which takes its place.</summary>
    private ByteSpan BlockRun(int first, int last)
    {
        var start = Begin(first);
        var lineStart = Lines.Start(layout.Source, start);
        return lineStart + BlockScalar.LeadingSpaces(layout.Source, lineStart) < start
            ? new ByteSpan(start, Begin(last + 1))
            : new ByteSpan(
                lineStart,
                first > 0 && SourceLayout.EndsInBlockScalar(Children[first - 1].Value)
                    ? layout.AfterComments(Children[last].Value)
                    : layout.AfterLine(Children[last].Value)
            );
    }
}
