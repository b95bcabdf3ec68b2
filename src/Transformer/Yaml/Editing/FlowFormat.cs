using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>
/// How a flow collection writes its children: in JSON's quotes or not, with a blank after colon and comma or not, on one line or on lines
/// of their own.
/// </summary>
/// <param name="Json">Keys and text are in double quotes.</param>
/// <param name="Compact">No blank after a comma, nor after the colon of a key in JSON's quotes: other keys need it.</param>
/// <param name="LineBreak">The line break before each child, or null when they share a line.</param>
/// <param name="Indent">The children's column when each has its own line.</param>
internal sealed record FlowFormat(bool Json, bool Compact, string? LineBreak, int Indent)
{
    /// <summary>YAML on one line: <c>{a: b, c: [d]}</c>.</summary>
    public static FlowFormat Yaml { get; } = new(false, false, null, 0);

    /// <summary>The style of a collection nested in one of this style.</summary>
    public FlowFormat Nested => LineBreak is null ? this : this with { Indent = Indent + 2 };

    /// <summary>The style of the collection that contains a collection whose children have this style.</summary>
    public FlowFormat Outer => LineBreak is null ? this : this with { Indent = Indent - 2 };

    /// <summary>The text between two children.</summary>
    public string Separator =>
        LineBreak is not null ? "," + LineStart
        : Compact ? ","
        : ", ";

    /// <summary>The text before a child: nothing, or a line break and its indentation.</summary>
    public string LineStart => LineBreak is null ? "" : LineBreak + new string(' ', Indent);

    /// <summary>
    /// Detects the style from the children of <paramref name="collection"/>, or of the closest ancestor that has children.
    /// </summary>
    public static FlowFormat Of(YamlNode collection)
    {
        var source = collection.Tree.Source;
        var depth = 0;
        for (YamlNode? node = collection; node is { Style: YamlStyle.Flow }; node = node.Value.Tree.ParentOf(node.Value.Index), depth++)
        {
            var first = node.Value.Children.Cast<YamlNode?>().FirstOrDefault();
            if (first is null)
            {
                continue;
            }

            var start = first.Value.Span.Start;
            var ownLine = Lines.Start(source, start) + BlockScalar.LeadingSpaces(source, Lines.Start(source, start)) == start;
            var lineBreak = ownLine ? System.Text.Encoding.UTF8.GetString(Lines.Break(source)) : null;
            var indent = Math.Max(Lines.Column(source, start) + (2 * depth), FirstColumn(collection));
            return new FlowFormat(IsJson(node.Value), IsCompact(node.Value), lineBreak, indent);
        }

        return Yaml;
    }

    /// <summary>The first column for plain text in a flow collection: behind the indentation of the block collection around it.</summary>
    public static int FirstColumn(YamlNode collection)
    {
        YamlNode? node = collection;
        while (node is { Style: YamlStyle.Flow } flow)
        {
            node = flow.Tree.ParentOf(flow.Index);
        }

        return node is { } block ? Lines.Column(block.Tree.Source, block.Span.Start) + 1 : 0;
    }

    /// <summary>Detects JSON by the first scalar of the outermost flow collection: JSON quotes all text.</summary>
    private static bool IsJson(YamlNode collection)
    {
        var node = collection;
        while (node.Tree.ParentOf(node.Index) is { Style: YamlStyle.Flow } parent)
        {
            node = parent;
        }

        while (!node.IsScalar && node.Next > node.Index + 1)
        {
            node = node.Children.First();
        }

        return node.Style == YamlStyle.DoubleQuoted;
    }

    private static bool IsCompact(YamlNode collection)
    {
        if (collection.IsMapping)
        {
            var (key, value) = collection.Pairs.First();
            return !HasBlank(key, value) && value.Span.Length > 0;
        }

        var items = collection.Items.Take(2).ToList();
        return items.Count == 2 && !HasBlank(items[0], items[1]);
    }

    private static bool HasBlank(YamlNode before, YamlNode after) =>
        before.Tree.Source.AsSpan(before.Span.End..after.Span.Start).ContainsAny(" \t\r\n"u8);
}
