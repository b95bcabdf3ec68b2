using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Kubernetes;

/// <summary>One document of the input stream; immutable, except that <see cref="DocumentNodes"/> may read its nodes again.</summary>
internal sealed class Document
{
    /// <summary>The value of a <c># Source:</c> line for a document without a template, when an earlier document has one.</summary>
    public const string NoTemplate = "(none)";

    private readonly byte[] source;
    private readonly DocumentSpan spans;
    private readonly DocumentNodes nodes;

    /// <summary>True without aliases, escapes, merge keys and duplicate keys.</summary>
    private readonly bool isPlain;

    /// <param name="source">The bytes of the input.</param>
    /// <param name="spans">The place of the document in them.</param>
    /// <param name="templatePath">See <see cref="TemplatePath"/>.</param>
    /// <param name="namesTemplate">See <see cref="NamesTemplate"/>.</param>
    /// <param name="nodes">Its nodes.</param>
    /// <param name="hasDuplicateKeys">True when a mapping has a duplicate key.</param>
    /// <param name="reader">Identifies the objects.</param>
    /// <exception cref="YamlException">The document contains something other than objects.</exception>
    public Document(
        byte[] source,
        DocumentSpan spans,
        string? templatePath,
        bool namesTemplate,
        DocumentNodes nodes,
        bool hasDuplicateKeys,
        ResourceReader reader
    )
    {
        (this.source, this.spans, this.nodes) = (source, spans, nodes);
        (TemplatePath, NamesTemplate) = (templatePath, namesTemplate);
        var outline = nodes.Outline;
        isPlain = !hasDuplicateKeys && outline.Expansion is null && !outline.HasEscapes && !outline.MayHaveMerges;
        if (!outline.IsEmpty && !outline.Root.IsNull)
        {
            var isResourceList = false;
            try
            {
                Resources = reader.Read(this, outline.Root, ref isResourceList);
            }
            catch (YamlException e) when (isResourceList)
            {
                Problem = e;
            }

            IsResourceList = isResourceList;
        }
    }

    /// <summary>From the marker line to the next document.</summary>
    public ByteSpan Span => spans.Span;

    /// <summary>Between the markers.</summary>
    public ByteSpan Content => spans.Content;

    /// <summary>
    /// The template of the closest <c># Source:</c> line, this document's or an earlier one's: Helm 2 prints it once per template file.
    /// </summary>
    public string? TemplatePath { get; }

    /// <summary>True when that line is in this document.</summary>
    public bool NamesTemplate { get; }

    /// <summary>The objects it holds: none, one, or the items of a <c>List</c>.</summary>
    public IReadOnlyList<Resource> Resources { get; } = [];

    /// <summary>True for a document with a definition of other objects.</summary>
    public bool IsDefinition => Resources is [{ Kind: "CustomResourceDefinition" }];

    /// <summary>
    /// True for the <c>ResourceList</c> of a KRM function: it stays when its items are removed, and new objects become its items.
    /// </summary>
    public bool IsResourceList { get; }

    /// <summary>Why the items of a <c>ResourceList</c> cannot be read; null when they can. The document then has no objects.</summary>
    public YamlException? Problem { get; }

    /// <summary>The document's nodes, without aliases.</summary>
    public YamlTree Tree => nodes.Tree;

    /// <summary>
    /// The nodes that identify the objects: all nodes of a list, else the root, its entries and all of the metadata. Indexes of its nodes
    /// are not those of <see cref="Tree"/>, except for the root.
    /// </summary>
    public YamlTree Outline => nodes.Outline;

    /// <summary>True when the document has aliases; an edit replaces all of them with their values.</summary>
    public bool HasAliases => !nodes.IsOutlined && Tree.Expansion is not null;

    /// <summary>
    /// False when none of the words is in the document as it is written; its nodes need not be loaded. True for any word where values may
    /// differ from the bytes (aliases, escapes), or where reading a field may fail (merge keys, duplicate keys).
    /// </summary>
    public bool MayMention(WordFilter words) => !isPlain || words.IsIn(source.AsSpan(Content.Start, Content.Length));

    /// <summary>A bit for each word of the set that the document may mention, as <see cref="MayMention"/>.</summary>
    public uint Mentioned(WordSet words) => isPlain ? words.FindIn(source.AsSpan(Content.Start, Content.Length)) : uint.MaxValue;

    /// <summary>The offset in the input for an offset of the tree.</summary>
    public int ToInput(int offset) => nodes.IsOutlined ? offset : Tree.ToSource(offset);

    /// <summary>Edits of the tree as edits of the input.</summary>
    public IReadOnlyList<ByteEdit> ToInput(IReadOnlyList<ByteEdit> edits) => Tree.ToSource(edits);
}
