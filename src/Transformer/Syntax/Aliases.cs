using System.Text;

namespace KymaIstioTransform.Syntax;

/// <summary>
/// Writes the aliases of a document out, so that an edit of one place cannot reach another through a shared node. Only the alias tokens
/// change, each into its anchor's value on one line; line numbers stay.
/// </summary>
internal static class Aliases
{
    /// <summary>More text than this from aliases is refused: a few lines of nested aliases stand for gigabytes.</summary>
    private const int MaxLength = 1 << 20;

    public static bool Any(YamlTree tree)
    {
        foreach (var entry in tree.Entries)
        {
            if (entry.Kind == YamlKind.Alias)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The edits that write the aliases out.</summary>
    /// <exception cref="YamlException">An alias has no anchor before it, or they stand for too much.</exception>
    public static IReadOnlyList<ByteEdit> WriteOut(YamlTree tree)
    {
        var edits = new List<ByteEdit>();
        var length = 0;
        for (var i = 0; i < tree.Entries.Length; i++)
        {
            if (tree.Entries[i].Kind == YamlKind.Alias)
            {
                var text = new StringBuilder();
                Write(new YamlNode(tree, i), text, MaxLength - length);
                length += text.Length;
                edits.Add(new ByteEdit(new YamlNode(tree, i).Span, Encoding.UTF8.GetBytes(text.ToString())));
            }
        }

        return edits;
    }

    private static void Write(YamlNode node, StringBuilder text, int limit)
    {
        if (text.Length > limit)
        {
            throw new YamlException("the aliases of this document stand for too much text (write them out)", node.Span.Start);
        }

        switch (node.Kind)
        {
            case YamlKind.Alias:
                Write(Anchor(node), text, limit);
                break;
            case YamlKind.Scalar:
                text.Append(Scalar(node));
                break;
            case YamlKind.Mapping:
                text.Append('{');
                foreach (var (i, (key, value)) in node.Pairs.Index())
                {
                    text.Append(i > 0 ? ", " : "");
                    Write(key, text, limit);
                    text.Append(": ");
                    Write(value, text, limit);
                }

                text.Append('}');
                break;
            default:
                text.Append('[');
                foreach (var (i, item) in node.Items.Index())
                {
                    text.Append(i > 0 ? ", " : "");
                    Write(item, text, limit);
                }

                text.Append(']');
                break;
        }
    }

    /// <summary>The last node of that name before the alias.</summary>
    private static YamlNode Anchor(YamlNode alias)
    {
        var name = alias.Value;
        var index = alias.Tree.Anchors.Where(a => a.Value == name && a.Key < alias.Index).Select(a => a.Key).DefaultIfEmpty(-1).Max();
        return index < 0 || alias.Index < alias.Tree.Entries[index].Next
            ? throw new YamlException($"the alias *{name} has no anchor before it", alias.Span.Start)
            : new YamlNode(alias.Tree, index);
    }

    /// <summary>Numbers, booleans and null stay as they are; text is quoted where it has to be.</summary>
    private static string Scalar(YamlNode node)
    {
        if (node.Tree.Tags.ContainsKey(node.Index))
        {
            throw new YamlException("an alias of a node with a tag is not supported (write it out)", node.Span.Start);
        }

        return node.IsNull ? "null"
            : node.Style == YamlStyle.Plain && !node.Raw.ContainsAny(",[]{}\n"u8) ? Encoding.UTF8.GetString(node.Raw)
            : ScalarWriter.Write(node.Value, YamlStyle.DoubleQuoted);
    }
}
