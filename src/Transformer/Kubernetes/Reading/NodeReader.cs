using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;
using KymaIstioTransform.Yaml.Reading.Outlines;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>
/// Reads the nodes of a stream's documents, and limits how many of them stay in memory. The memory of a run then depends on the size of
/// the input, and not on the number of nodes.
/// </summary>
/// <param name="source">The bytes of the stream, which <see cref="SourceChecks"/> has passed.</param>
/// <param name="maxDepth">The deepest nesting of collections.</param>
/// <param name="withOutlines">False reads all nodes of all documents at once.</param>
internal sealed class NodeReader(byte[] source, int maxDepth, bool withOutlines)
{
    /// <summary>The number of nodes kept in memory for documents with all nodes: enough for a stream of a megabyte.</summary>
    private const int MaxKept = 1 << 16;

    /// <summary>The nodes of an ordinary outline; larger ones are rare.</summary>
    private const int OutlineNodes = 256;

    private readonly OutlineReader outlines = new(source, "metadata"u8);
    private readonly YamlNodeArena outlineArena = YamlNodeArena.Of(OutlineNodes);
    private readonly YamlNodeArena arena = YamlNodeArena.For(source.Length);

    private readonly RecentTexts texts = new(isReused: false);

    /// <summary>The outline of the document that is being identified.</summary>
    private YamlTree? current;

    /// <summary>The most recent outline that was read again, and its document.</summary>
    private (ByteSpan Content, YamlTree Outline)? again;

    /// <summary>The most recent mapping that was read by itself, and its place.</summary>
    private (ByteSpan Span, YamlTree? Tree) mapping;

    /// <summary>The bytes of the stream.</summary>
    public byte[] Source => source;

    /// <summary>False when the limit of nodes in memory is reached.</summary>
    public bool CanKeepMore => arena.Kept < MaxKept;

    /// <summary>The nodes that identify the object in a document; null when the document must be read with all nodes.</summary>
    /// <remarks>The next call replaces the nodes of the tree.</remarks>
    public YamlTree? TryReadOutline(ByteSpan content, out int count)
    {
        count = 0;
        var outline = withOutlines ? outlines.TryRead(content, maxDepth, outlineArena, current, out count) : null;
        current ??= outline;
        return outline;
    }

    /// <summary>Reads the outline of a document again, without keeping it.</summary>
    public YamlTree ReadOutlineAgain(ByteSpan content)
    {
        if (again?.Content != content)
        {
            again = (content, outlines.TryRead(content, maxDepth, YamlNodeArena.Of(0), null, out _)!);
        }

        return again.Value.Outline;
    }

    /// <summary>
    /// A mapping of a document without aliases, tags and anchors, read without the rest of the document; null when it must be read with
    /// all of the outline.
    /// </summary>
    public YamlTree? TryReadMapping(ByteSpan span)
    {
        if (mapping.Span != span)
        {
            var start = span.Start;
            while (start > 0 && source[start - 1] == ' ')
            {
                // The indentation of its first key is that of all keys.
                start--;
            }

            mapping = (span, FastYamlReader.TryReadChecked(source, new ByteSpan(start, span.End), YamlNodeArena.For(span.Length)));
        }

        return mapping.Tree;
    }

    /// <summary>All nodes of a document.</summary>
    /// <exception cref="YamlException">The content is not YAML, or is nested too deeply.</exception>
    public YamlTree Read(ByteSpan content)
    {
        var tree = Read(content, arena);
        if (maxDepth < YamlDotNetReader.MaxDepth && tree.FirstDeeperThan(maxDepth) is { } deep)
        {
            throw new YamlException($"nesting is deeper than {maxDepth} levels (--max-depth)", tree.ToSource(deep.Span.Start));
        }

        return tree;
    }

    /// <summary>All nodes of a document that was read before; <paramref name="isKept"/> is false when there are too many to keep.</summary>
    public YamlTree ReadAgain(ByteSpan content, int count, out bool isKept)
    {
        isKept = arena.Kept + count <= MaxKept;
        return Read(content, isKept ? arena : YamlNodeArena.Of(count));
    }

    private YamlTree Read(ByteSpan content, YamlNodeArena nodes)
    {
        var tree = AliasExpansion.Read(source, content, nodes);
        tree.Texts = texts;
        return tree;
    }

    /// <summary>Releases a tree right after it was read.</summary>
    public void Release(YamlTree tree)
    {
        outlineArena.Release(tree);
        arena.Release(tree);
    }
}
