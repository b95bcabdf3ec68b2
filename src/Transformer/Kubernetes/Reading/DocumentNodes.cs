using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>
/// The nodes of a document. At first only the nodes that identify its object are read, if all of it can be checked without the others.
/// All nodes are read where a patch looks into the document.
/// </summary>
internal sealed class DocumentNodes
{
    private readonly NodeReader reader;
    private readonly ByteSpan content;
    private readonly int count;
    private YamlTree? outline;
    private YamlTree? tree;

    /// <summary>All nodes, after they were read again. The garbage collector may release them.</summary>
    private WeakReference<YamlTree>? again;

    /// <exception cref="YamlException">The content is not YAML.</exception>
    public DocumentNodes(NodeReader reader, ByteSpan content)
    {
        (this.reader, this.content) = (reader, content);
        outline = reader.TryReadOutline(content, out count);
        if (outline is not null && HasItems(outline))
        {
            reader.Release(outline);
            outline = null;
        }

        IsOutlined = outline is not null;
        if (!IsOutlined)
        {
            outline = tree = reader.Read(content);
            count = tree.Entries.Length;
        }
    }

    /// <summary>True for a document without items, aliases, merge keys and duplicate keys.</summary>
    public bool IsOutlined { get; }

    /// <summary>The root, its entries and its metadata; all nodes unless <see cref="IsOutlined"/>.</summary>
    public YamlTree Outline => outline ?? (IsOutlined ? reader.ReadOutlineAgain(content) : Tree);

    /// <summary>All nodes, without aliases.</summary>
    public YamlTree Tree => tree ?? ReadAgain();

    /// <summary>Releases the nodes right after they were read.</summary>
    public void Release()
    {
        reader.Release(outline!);
        (outline, tree) = (null, null);
    }

    /// <summary>True for a list, whose objects are below another key than metadata.</summary>
    private static bool HasItems(YamlTree outline)
    {
        foreach (var (key, value) in outline.IsEmpty ? default : outline.Root.Pairs)
        {
            if (value.IsSequence && key.Is("items"u8))
            {
                return true;
            }
        }

        return false;
    }

    private YamlTree ReadAgain()
    {
        if (again is null || !again.TryGetTarget(out var read))
        {
            read = reader.ReadAgain(content, count, out var isKept);
            if (IsOutlined)
            {
                read.HasDuplicateKeys = false;
            }

            if (isKept)
            {
                return tree = read;
            }

            again = new WeakReference<YamlTree>(read);
        }

        return read;
    }
}
