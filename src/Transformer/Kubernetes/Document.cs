using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Kubernetes;

/// <summary>One document of the input stream.</summary>
internal sealed class Document(byte[] source, DocumentSpan spans, string? templatePath, bool namesTemplate)
{
    /// <summary>The value of a <c># Source:</c> line for a document without a template, when an earlier document has one.</summary>
    public const string NoTemplate = "(none)";

    private YamlTree? tree;

    /// <summary>True without aliases, escapes, merge keys and duplicate keys.</summary>
    private bool isPlain;

    /// <summary>The number of nodes in a document that was released from memory.</summary>
    private int nodes;

    /// <summary>Caches the nodes of a released document after they were read again, as long as memory allows.</summary>
    private WeakReference<YamlTree>? again;

    /// <summary>From the marker line to the next document.</summary>
    public ByteSpan Span => spans.Span;

    /// <summary>Between the markers.</summary>
    public ByteSpan Content => spans.Content;

    /// <summary>
    /// The template of the closest <c># Source:</c> line, this document's or an earlier one's: Helm 2 prints it once per template file.
    /// </summary>
    public string? TemplatePath { get; } = templatePath;

    /// <summary>True when that line is in this document.</summary>
    public bool NamesTemplate { get; } = namesTemplate;

    /// <summary>The objects it holds: none, one, or the items of a <c>List</c>.</summary>
    public IReadOnlyList<Resource> Resources { get; private set; } = [];

    /// <summary>
    /// True for the <c>ResourceList</c> of a KRM function: it stays when its items are removed, and new objects become its items.
    /// </summary>
    public bool IsResourceList { get; private set; }

    /// <summary>The document's nodes, without aliases.</summary>
    public YamlTree Tree => tree ?? Reload();

    /// <summary>True when the document has aliases; an edit replaces all of them with their values.</summary>
    public bool HasAliases => Tree.Expansion is not null;

    /// <summary>
    /// False when none of the words is in the document as it is written; its nodes need not be loaded. True for any word where values may
    /// differ from the bytes (aliases, escapes), or where reading a field may fail (merge keys, duplicate keys).
    /// </summary>
    public bool MayMention(WordFilter words) => !isPlain || words.IsIn(source.AsSpan(Content.Start, Content.Length));

    /// <summary>Reads the nodes into <paramref name="arena"/>, once, before their first use.</summary>
    /// <exception cref="YamlException">The content is not YAML.</exception>
    public void Load(YamlNodeArena arena) => tree = AliasExpansion.Read(source, Content, arena);

    /// <summary>Sets what the document holds.</summary>
    public void Identify(IReadOnlyList<Resource> resources, bool isResourceList, bool hasDuplicateKeys)
    {
        Resources = resources;
        IsResourceList = isResourceList;
        isPlain = !hasDuplicateKeys && !HasAliases && !Tree.HasEscapes && !Tree.MayHaveMerges;
    }

    /// <summary>Releases the nodes from their arena right after they were loaded. A later use reads them again.</summary>
    public void Unload(YamlNodeArena arena)
    {
        foreach (var resource in Resources)
        {
            // Keep what many objects are asked for.
            _ = resource.LabelledChart;
        }

        nodes = Tree.Entries.Length;
        arena.Release(Tree);
        tree = null;
    }

    /// <summary>The offset in the input for an offset of the tree.</summary>
    public int ToInput(int offset) => Tree.ToSource(offset);

    /// <summary>Edits of the tree as edits of the input.</summary>
    public IReadOnlyList<ByteEdit> ToInput(IReadOnlyList<ByteEdit> edits) => Tree.ToSource(edits);

    private YamlTree Reload()
    {
        if (again?.TryGetTarget(out var known) != true)
        {
            known = AliasExpansion.Read(source, Content, YamlNodeArena.Of(nodes));
            again = new WeakReference<YamlTree>(known);
        }

        return known!;
    }
}
