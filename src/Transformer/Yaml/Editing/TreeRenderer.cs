using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>Turns the changes of a document into edits of its bytes; everything else is unchanged.</summary>
internal sealed partial class TreeRenderer
{
    private readonly TreeEdits edits;
    private readonly byte[] source;
    private readonly string lineBreak;
    private readonly List<ByteEdit> result = [];

    /// <summary>The spans of the edits that only remove bytes. They are few even when there are many edits.</summary>
    private readonly List<ByteSpan> removals = [];

    private TreeRenderer(TreeEdits edits)
    {
        this.edits = edits;
        source = edits.Tree.Source;
        lineBreak = Encoding.UTF8.GetString(Lines.Break(source));
    }

    public static IReadOnlyList<ByteEdit> Render(TreeEdits edits)
    {
        var renderer = new TreeRenderer(edits);
        if (!edits.IsEmpty)
        {
            renderer.Visit(edits.Tree.Root);
        }

        return renderer.result;
    }

    private void Visit(YamlNode node)
    {
        switch (edits.Changes.GetValueOrDefault(node.Index))
        {
            case NodeChange.Set { Value: var value }:
                Set(node, value);
                return;
            case NodeChange.InnerText { Edits: var text }:
                result.AddRange(text.ToSource());
                return;
            case NodeChange.InnerTree { Text: var text, Edits: var inner }:
                result.AddRange(text.ToSource(Render(inner)));
                return;
        }

        if (!edits.Touches(node))
        {
            return;
        }

        var children = Child.Of(node, edits);
        var added = edits.Additions.GetValueOrDefault(node.Index) ?? [];
        if (children.Count > 0 && children.TrueForAll(c => c.Removed))
        {
            Set(node, Collected(node, [.. children.SelectMany(Inserted), .. added]));
            return;
        }

        RemoveChildren(node, children);
        var pending = new List<(string? Key, YamlValue Value)>();
        foreach (var (index, child) in children.Index())
        {
            pending.AddRange(Inserted(child));
            if (!child.Removed)
            {
                InsertBefore(node, children, index, pending);
                pending.Clear();
                Visit(child.Value);
            }
        }

        pending.AddRange(added);
        if (pending.Count > 0)
        {
            Append(node, children, pending);
        }
    }

    /// <summary>A child of a collection: an item, or a key with its value.</summary>
    private readonly record struct Child(int Start, YamlNode Value, bool Removed)
    {
        public int End => Value.Span.End;

        public static List<Child> Of(YamlNode node, TreeEdits edits)
        {
            var children = new List<Child>();
            foreach (var (key, value) in node.Pairs)
            {
                children.Add(new Child(key.Span.Start, value, edits.IsRemoved(value)));
            }

            foreach (var item in node.Items)
            {
                children.Add(new Child(item.Span.Start, item, edits.IsRemoved(item)));
            }

            return children;
        }
    }

    private void RemoveChildren(YamlNode parent, List<Child> children)
    {
        for (var i = 0; i < children.Count; i++)
        {
            if (!children[i].Removed)
            {
                continue;
            }

            var run = RemovedRun(parent, children, i);
            Edit(run.Span, "");
            i = run.Last;
        }
    }

    /// <summary>The bytes to delete for a removed child and the removed children next to it.</summary>
    private (ByteSpan Span, int Last) RemovedRun(YamlNode parent, List<Child> children, int index)
    {
        var (first, last) = (index, index);
        for (; first > 0 && children[first - 1].Removed; first--) { }

        for (; last + 1 < children.Count && children[last + 1].Removed; last++) { }

        return (parent.Style == YamlStyle.Flow ? FlowRun(parent, children, first, last) : BlockRun(parent, children, first, last), last);
    }

    private static YamlValue Collected(YamlNode parent, List<(string? Key, YamlValue Value)> added) =>
        parent.IsMapping ? new YamlMap([.. added.Select(a => (a.Key!, a.Value))]) : new YamlList([.. added.Select(a => a.Value)]);

    private ByteSpan FlowRun(YamlNode parent, List<Child> children, int first, int last) =>
        last + 1 < children.Count
            ? new ByteSpan(Begin(parent, children, first), Begin(parent, children, last + 1))
            : new ByteSpan(children[first - 1].End, children[last].End);

    /// <summary>Whole lines, unless the run starts after a dash: then up to the next sibling, which takes its place.</summary>
    private ByteSpan BlockRun(YamlNode parent, List<Child> children, int first, int last)
    {
        var start = Begin(parent, children, first);
        var lineStart = Lines.Start(source, start);
        return lineStart + BlockScalar.LeadingSpaces(source, lineStart) < start
            ? new ByteSpan(start, Begin(parent, children, last + 1))
            : new ByteSpan(
                lineStart,
                first > 0 && EndsInBlockScalar(children[first - 1].Value)
                    ? AfterRemarks(children[last].Value)
                    : AfterLine(children[last].Value)
            );
    }

    /// <summary>
    /// After the blank lines and comments that follow a node: left after a block scalar, they would become part of its text.
    /// </summary>
    private int AfterRemarks(YamlNode node)
    {
        var position = AfterLine(node);
        while (
            position < source.Length && source.AsSpan(position..Lines.End(source, position)).TrimStart((byte)' ') is [] or [(byte)'#', ..]
        )
        {
            position = Lines.Next(source, position);
        }

        return position;
    }

    /// <summary>
    /// Where a child begins: a key as it is, an item with its dash or its tag, the first one after the item before, comments aside.
    /// </summary>
    private int Begin(YamlNode parent, List<Child> children, int index)
    {
        var isFlow = parent.Style == YamlStyle.Flow;
        if (parent.IsMapping && !isFlow)
        {
            return children[index].Start;
        }

        var position = index > 0 ? children[index - 1].End : parent.Span.Start + (isFlow ? 1 : 0);
        while (
            isFlow
                ? source[position] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)'#'
                : source[position] != '-'
        )
        {
            position = source[position] == '#' ? Lines.Next(source, position) : position + 1;
        }

        return position;
    }

    /// <summary>Where the line after a node starts.</summary>
    private int AfterLine(YamlNode node) =>
        node.Span.Length > 0 && source[node.Span.End - 1] == '\n' ? node.Span.End : Lines.Next(source, node.Span.End);

    private void Edit(ByteSpan span, string text)
    {
        if (span.Length > 0 || text.Length > 0)
        {
            result.Add(new ByteEdit(span, Encoding.UTF8.GetBytes(text)));
            if (text.Length == 0)
            {
                removals.Add(span);
            }
        }
    }
}
