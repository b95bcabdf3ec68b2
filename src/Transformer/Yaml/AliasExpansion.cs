using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Yaml;

/// <summary>
/// Maps a tree without aliases back to a source with aliases. Each alias was replaced by a copy of its anchor's value, so that an edit of
/// one place cannot change another. The tree's nodes belong to the expanded text.
/// </summary>
/// <param name="span">The part of the source that the tree's text was made from.</param>
/// <param name="edits">The edits of the source that replaced its aliases.</param>
internal sealed class AliasExpansion(ByteSpan span, IReadOnlyList<ByteEdit> edits)
{
    /// <summary>Reads a part of a source whose bytes have passed <see cref="SourceChecks"/>, and replaces its aliases.</summary>
    /// <exception cref="YamlException">The part is not valid YAML, or its aliases cannot be replaced.</exception>
    public static YamlTree Read(byte[] source, ByteSpan span, YamlNodeArena arena)
    {
        var tree = YamlReader.ReadChecked(source, span, arena);
        return tree.HasAliases ? Expand(tree, span) : tree;
    }

    private static YamlTree Expand(YamlTree tree, ByteSpan span)
    {
        var edits = AliasExpander.Expand(tree);
        var text = ByteEdits.Apply(tree.Source.AsMemory(span.Start, span.Length), edits.Select(e => e.MovedBy(-span.Start)));
        var expanded = YamlReader.Read(text, new ByteSpan(0, text.Length));
        return new YamlTree(text, expanded.Entries.ToArray(), expanded.Anchors, expanded.Tags)
        {
            Expansion = new AliasExpansion(span, edits),
        };
    }

    /// <summary>The source's offset for an offset of the tree's text; inside an expanded alias, the offset of the alias.</summary>
    public int ToSource(int offset)
    {
        var place = offset + span.Start;
        foreach (var edit in edits)
        {
            if (place <= edit.Span.Start)
            {
                break;
            }

            place = Math.Max(edit.Span.Start, place - (edit.NewText.Length - edit.Span.Length));
        }

        return place;
    }

    /// <summary>The edited text of the tree, as one edit of the source.</summary>
    public ByteEdit ToSource(byte[] text) => new(span, text);
}
