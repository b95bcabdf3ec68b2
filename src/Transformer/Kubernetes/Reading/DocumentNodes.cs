using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>
/// The nodes of a document. The nodes that identify its object are read first, if all of the document can be checked without the others.
/// All nodes are read where a patch looks into the document. A stream has many documents, so this is a part of <see cref="Document"/> and
/// no object of its own.
/// </summary>
internal struct DocumentNodes
{
    private readonly NodeReader reader;
    private readonly int count;

    /// <summary>
    /// All nodes, as a <see cref="YamlTree"/>, or a weak reference to one that the garbage collector may release; null when they were not
    /// read, or were released.
    /// </summary>
    private object? nodes;

    /// <param name="reader">Reads the nodes.</param>
    /// <param name="content">The document.</param>
    /// <param name="identifying">The nodes that identify its objects: an outline, or all nodes. They may be replaced by those of the next
    /// document when <see cref="Release"/> was called.</param>
    /// <exception cref="YamlException">The content is not YAML.</exception>
    public DocumentNodes(NodeReader reader, ByteSpan content, out YamlTree identifying)
    {
        this.reader = reader;
        var outline = reader.TryReadOutline(content, out count);
        if (outline is not null && HasItems(outline))
        {
            reader.Release(outline);
            outline = null;
        }

        IsOutlined = outline is not null;
        if (outline is null)
        {
            nodes = outline = reader.Read(content);
            count = outline.Entries.Length;
        }

        identifying = outline;
    }

    /// <summary>The bytes of the input.</summary>
    public readonly byte[] Source => reader.Source;

    /// <summary>True for a document without items, aliases, merge keys and duplicate keys.</summary>
    public readonly bool IsOutlined { get; }

    /// <summary>The root, its entries and its metadata; all nodes unless <see cref="IsOutlined"/>.</summary>
    public YamlTree Outline(ByteSpan content) => IsOutlined ? reader.ReadOutlineAgain(content) : Tree(content);

    /// <summary>All nodes, without aliases.</summary>
    public YamlTree Tree(ByteSpan content) => nodes as YamlTree ?? ReadAgain(content);

    /// <summary>A mapping of the outline.</summary>
    /// <param name="content">The document.</param>
    /// <param name="span">The mapping.</param>
    /// <param name="index">Its index in the outline.</param>
    public YamlNode Mapping(ByteSpan content, ByteSpan span, int index) =>
        IsOutlined ? reader.TryReadMapping(span)?.Root ?? new(Outline(content), index) : new(Tree(content), index);

    /// <summary>Releases the nodes that identify the objects, and all nodes when too many are in memory.</summary>
    public void Release(YamlTree identifying)
    {
        if (IsOutlined || !reader.CanKeepMore)
        {
            reader.Release(identifying);
            nodes = null;
        }
    }

    /// <summary>True for a list, whose objects are below another key than metadata.</summary>
    private static bool HasItems(YamlTree outline)
    {
        for (var key = 1; key < outline.Entries.Length && outline.Root.IsMapping;)
        {
            var value = outline[key].Next;
            if (outline[value].Kind == YamlKind.Sequence && new YamlNode(outline, key).Is("items"u8))
            {
                return true;
            }

            key = outline[value].Next;
        }

        return false;
    }

    private YamlTree ReadAgain(ByteSpan content)
    {
        if (nodes is not WeakReference<YamlTree> again || !again.TryGetTarget(out var read))
        {
            read = reader.ReadAgain(content, count, out var isKept);
            if (IsOutlined)
            {
                read.HasDuplicateKeys = false;
            }

            nodes = isKept ? read : new WeakReference<YamlTree>(read);
        }

        return read;
    }
}
