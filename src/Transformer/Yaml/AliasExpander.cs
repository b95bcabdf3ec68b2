using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Reading;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml;

/// <summary>
/// Replaces the aliases of a document with their values, so that an edit of one place cannot change another through a shared node. Only the
/// alias tokens change, each into its anchor's value on one line; line numbers stay.
/// </summary>
internal sealed class AliasExpander
{
    /// <summary>The maximum size of the expanded text: a few lines of nested aliases can expand to gigabytes.</summary>
    private const int MaxLength = 1 << 20;

    private readonly YamlTree tree;

    /// <summary>The node that each alias refers to, by the alias's index.</summary>
    private readonly Dictionary<int, YamlNode> targets = [];

    private readonly StringBuilder text = new();

    private AliasExpander(YamlTree tree) => this.tree = tree;

    /// <summary>The edits that replace the aliases.</summary>
    /// <exception cref="YamlException">An alias has no anchor before it, or the expanded text is too large.</exception>
    public static IReadOnlyList<ByteEdit> Expand(YamlTree tree) => new AliasExpander(tree).Expand();

    private List<ByteEdit> Expand()
    {
        var edits = new List<ByteEdit>();
        var anchors = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < tree.Entries.Length; i++)
        {
            if (tree.Anchors.TryGetValue(i, out var name))
            {
                anchors[name] = i;
            }
            else if (tree.Entries[i].Kind == YamlKind.Alias)
            {
                edits.Add(Expand(new YamlNode(tree, i), anchors));
            }
        }

        return edits;
    }

    /// <summary>The edit of one alias, which refers to the last earlier node with that anchor.</summary>
    private ByteEdit Expand(YamlNode alias, Dictionary<string, int> anchors)
    {
        if (!anchors.TryGetValue(alias.Value, out var anchor) || alias.Index < tree.Entries[anchor].Next)
        {
            throw new YamlException($"the alias *{alias.Value} has no anchor before it", alias.Span.Start);
        }

        targets[alias.Index] = new YamlNode(tree, anchor);
        var start = text.Length;
        Write(alias, 0);
        return new ByteEdit(alias.Span, Encoding.UTF8.GetBytes(text.ToString(start, text.Length - start)));
    }

    private void Write(YamlNode node, int depth)
    {
        if (text.Length > MaxLength || depth > YamlDotNetReader.MaxDepth)
        {
            throw new YamlException("the aliases of this document expand to too much text (replace them by content)", node.Span.Start);
        }

        switch (node.Kind)
        {
            case YamlKind.Alias:
                Write(targets[node.Index], depth);
                break;
            case YamlKind.Scalar:
                text.Append(Scalar(node));
                break;
            case YamlKind.Mapping:
                text.Append('{');
                foreach (var (i, (key, value)) in node.Pairs.Index())
                {
                    text.Append(i > 0 ? ", " : "");
                    Write(key, depth + 1);
                    text.Append(": ");
                    Write(value, depth + 1);
                }

                text.Append('}');
                break;
            default:
                text.Append('[');
                foreach (var (i, item) in node.Items.Index())
                {
                    text.Append(i > 0 ? ", " : "");
                    Write(item, depth + 1);
                }

                text.Append(']');
                break;
        }
    }

    /// <summary>Numbers, booleans and null stay as they are; text is quoted where it has to be.</summary>
    private static string Scalar(YamlNode node)
    {
        if (node.Tree.Tags.ContainsKey(node.Index))
        {
            throw new YamlException("an alias of a node with a tag is not supported (replace it by its content)", node.Span.Start);
        }

        return node.IsNull ? "null"
            : node.Style == YamlStyle.Plain && !node.Raw.ContainsAny(",[]{}?\n"u8) && node.Raw[0] != ':' ? Encoding.UTF8.GetString(node.Raw)
            : ScalarWriter.Write(node.Value, YamlStyle.DoubleQuoted);
    }
}
