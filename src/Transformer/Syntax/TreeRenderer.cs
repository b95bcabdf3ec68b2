using System.Text;

namespace KymaIstioTransform.Syntax;

/// <summary>Turns the changes of a document into edits of its bytes; what is not named stays as it is.</summary>
internal sealed class TreeRenderer
{
    private readonly TreeEdits edits;
    private readonly byte[] source;
    private readonly string lineBreak;
    private readonly List<ByteEdit> result = [];

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
            Set(node, Collected(node, added));
            return;
        }

        RemoveChildren(node, children);
        foreach (var child in children)
        {
            if (!child.Removed)
            {
                Visit(child.Value);
            }
        }

        if (added.Count > 0)
        {
            Append(node, children, added);
        }
    }

    /// <summary>What a collection holds: an item, or a key with its value.</summary>
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

    private void Set(YamlNode node, YamlValue value)
    {
        if (node.IsScalar && !node.IsNull && value is YamlString { Text: var text })
        {
            Edit(node.Span, ScalarWriter.Write(text, node.Style) + (node.Raw is [.., (byte)'\n'] ? lineBreak : ""));
        }
        else if (node.Style == YamlStyle.Flow && node.Tree.ParentOf(node.Index) is { Style: YamlStyle.Flow })
        {
            Edit(node.Span, ValueWriter.Flow(value, FlowStyle.Of(node.Tree.ParentOf(node.Index)!.Value)));
        }
        else if (node.Tree.ParentOf(node.Index) is { IsMapping: true, Style: YamlStyle.Block } parent)
        {
            SetInBlock(parent, node, value);
        }
        else
        {
            Edit(node.Span, (node.Span.Length == 0 ? " " : "") + ValueWriter.Flow(value, FlowStyle.Of(node)) + (node.Style == YamlStyle.Block && node.Raw is [.., (byte)'\n'] ? lineBreak : ""));
        }
    }

    /// <summary>The value after a key in block style; a comment at the end of the key's line stays there.</summary>
    private void SetInBlock(YamlNode parent, YamlNode node, YamlValue value)
    {
        var key = parent.Pairs.First(p => p.Value.Index == node.Index).Key;
        var colon = key.Span.End + source.AsSpan(key.Span.End).IndexOf((byte)':') + 1;
        var indent = Lines.Column(source, key.Span.Start);
        var text = IsFollowedByDeepComment(AfterLine(node), indent) && value is YamlString ? " " + ValueWriter.Flow(value, FlowStyle.Yaml) : ValueWriter.AfterColon(value, indent, lineBreak);
        var isBlock = node.Style == YamlStyle.Block;
        if (isBlock)
        {
            // The block's lines go; comments between the key and them stay, unless they would become lines of a literal.
            var isLiteral = text[0] == ' ' && text.Contains(lineBreak, StringComparison.Ordinal);
            Edit(new ByteSpan(isLiteral ? Lines.Next(source, colon) : Lines.Start(source, node.Span.Start), AfterLine(node)), "");
        }

        // The first line takes the value's place, further ones go below what stands behind the value: a comment.
        var end = isBlock ? colon : Math.Max(colon, node.Span.End);
        var firstLine = text.IndexOf(lineBreak, StringComparison.Ordinal) is >= 0 and var at ? at : text.Length;
        Edit(new ByteSpan(colon, end), text[..firstLine]);
        Edit(ByteSpan.At(Lines.End(source, end)), text[firstLine..]);
    }

    /// <summary>A comment that is indented further than the key above it would become a line of a literal that is written there.</summary>
    private bool IsFollowedByDeepComment(int position, int indent)
    {
        while (position < source.Length && Lines.End(source, position) == position + BlockScalar.LeadingSpaces(source, position))
        {
            position = Lines.Next(source, position);
        }

        var spaces = BlockScalar.LeadingSpaces(source, position);
        return spaces > indent && position + spaces < source.Length && source[position + spaces] == '#';
    }

    private void RemoveChildren(YamlNode parent, List<Child> children)
    {
        for (var i = 0; i < children.Count; i++)
        {
            if (!children[i].Removed)
            {
                continue;
            }

            var first = i;
            while (i + 1 < children.Count && children[i + 1].Removed)
            {
                i++;
            }

            Edit(parent.Style == YamlStyle.Flow ? FlowRun(children, first, i) : BlockRun(parent, children, first, i), "");
        }
    }

    private static YamlValue Collected(YamlNode parent, List<(string? Key, YamlValue Value)> added) =>
        parent.IsMapping ? new YamlMap([.. added.Select(a => (a.Key!, a.Value))]) : new YamlList([.. added.Select(a => a.Value)]);

    private static ByteSpan FlowRun(List<Child> children, int first, int last) =>
        last + 1 < children.Count
            ? new ByteSpan(children[first].Start, children[last + 1].Start)
            : new ByteSpan(children[first - 1].End, children[last].End);

    /// <summary>Whole lines, unless the run starts behind a dash: then up to the next sibling, which takes its place.</summary>
    private ByteSpan BlockRun(YamlNode parent, List<Child> children, int first, int last)
    {
        var start = Begin(parent, children, first);
        var lineStart = Lines.Start(source, start);
        return lineStart + BlockScalar.LeadingSpaces(source, lineStart) < start
            ? new ByteSpan(start, Begin(parent, children, last + 1))
            : new ByteSpan(lineStart, first > 0 && EndsInBlockScalar(children[first - 1].Value) ? AfterRemarks(children[last].Value) : AfterLine(children[last].Value));
    }

    /// <summary>Behind the blank lines and comments after a node: left behind a block scalar, they would become part of its text.</summary>
    private int AfterRemarks(YamlNode node)
    {
        var position = AfterLine(node);
        while (position < source.Length && source.AsSpan(position..Lines.End(source, position)).TrimStart((byte)' ') is [] or [(byte)'#', ..])
        {
            position = Lines.Next(source, position);
        }

        return position;
    }

    /// <summary>Where a child begins: a key as it is, an item with its dash, the first one after the item before, comments aside.</summary>
    private int Begin(YamlNode parent, List<Child> children, int index)
    {
        if (parent.IsMapping)
        {
            return children[index].Start;
        }

        var position = index == 0 ? parent.Span.Start : children[index - 1].End;
        while (source[position] != '-')
        {
            position = source[position] == '#' ? Lines.Next(source, position) : position + 1;
        }

        return position;
    }

    /// <summary>Where the line after a node starts.</summary>
    private int AfterLine(YamlNode node) =>
        node.Span.Length > 0 && source[node.Span.End - 1] == '\n' ? node.Span.End : Lines.Next(source, node.Span.End);

    private void Append(YamlNode node, List<Child> children, List<(string? Key, YamlValue Value)> added)
    {
        if (node.Style == YamlStyle.Flow)
        {
            AppendFlow(node, children, added);
            return;
        }

        var at = AfterLine(children[^1].Value);
        var indent = Lines.Column(source, node.Span.Start);
        var text = string.Join(lineBreak, added.Select(a => a.Key is null ? ValueWriter.BlockItem(a.Value, indent, lineBreak) : ValueWriter.BlockEntry(a.Key, a.Value, indent, lineBreak)));
        if (at == 0 || source[at - 1] != '\n')
        {
            if (EndsInBlockScalar(node))
            {
                throw new YamlException("the source ends here inside a block scalar without a line break, so nothing can be added after it (end it with a line break)", at);
            }

            Edit(ByteSpan.At(at), lineBreak + text);
            return;
        }

        Edit(ByteSpan.At(at), text + lineBreak);
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
        var style = FlowStyle.Of(node);
        if (children.Count == 0)
        {
            Edit(node.Span, ValueWriter.Flow(Collected(node, added), style.LineBreak is null ? style : style with { Indent = style.Indent - 2 }));
            return;
        }

        var separator = style.LineBreak is not null ? "," + style.LineStart : style.Compact ? "," : ", ";
        var text = added.Select(a => separator + (a.Key is null ? ValueWriter.Flow(a.Value, style) : ValueWriter.Entry(a.Key, a.Value, style)));
        Edit(ByteSpan.At(children[^1].End), string.Concat(text));
    }

    private void Edit(ByteSpan span, string text)
    {
        if (span.Length > 0 || text.Length > 0)
        {
            result.Add(new ByteEdit(span, Encoding.UTF8.GetBytes(text)));
        }
    }
}
