using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>
/// The nodes of a document. They are read at once, which shows that the document is valid. After a release they are read again where they
/// are needed, so that memory depends on the size of the input and not on the number of nodes.
/// </summary>
internal sealed class DocumentNodes
{
    private readonly byte[] source;
    private readonly ByteSpan content;
    private readonly int count;
    private YamlTree? kept;

    /// <summary>Nodes that were read again, as long as memory allows.</summary>
    private WeakReference<YamlTree>? again;

    /// <exception cref="YamlException">The content is not YAML.</exception>
    public DocumentNodes(byte[] source, ByteSpan content, YamlNodeArena arena)
    {
        (this.source, this.content) = (source, content);
        kept = AliasExpansion.Read(source, content, arena);
        count = kept.Entries.Length;
    }

    /// <summary>The nodes, without aliases.</summary>
    public YamlTree Tree => kept ?? ReadAgain();

    /// <summary>Releases the nodes to their arena right after they were read.</summary>
    public void Release(YamlNodeArena arena)
    {
        arena.Release(kept!);
        kept = null;
    }

    private YamlTree ReadAgain()
    {
        if (again is null || !again.TryGetTarget(out var tree))
        {
            tree = AliasExpansion.Read(source, content, YamlNodeArena.Of(count));
            again = new WeakReference<YamlTree>(tree);
        }

        return tree;
    }
}
