using System.Buffers;
using System.Text;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Kubernetes;

/// <summary>One document of the input stream; immutable, except that its nodes may be released and read again.</summary>
internal sealed class Document
{
    /// <summary>The value of a <c># Source:</c> line for a document without a template, when an earlier document has one.</summary>
    public const string NoTemplate = "(none)";

    /// <summary>The longest text that <see cref="MayContain"/> searches for.</summary>
    private const int MaxSearched = 64;

    private readonly DocumentSpan spans;

    private DocumentNodes nodes;

    /// <param name="position">See <see cref="Position"/>.</param>
    /// <param name="spans">The place of the document in the input.</param>
    /// <param name="template">See <see cref="Template"/>.</param>
    /// <param name="namesTemplate">See <see cref="NamesTemplate"/>.</param>
    /// <param name="nodes">Its nodes.</param>
    /// <param name="identifying">The nodes that identify its objects.</param>
    /// <param name="hasDuplicateKeys">True when a mapping has a duplicate key.</param>
    /// <param name="reader">Identifies the objects.</param>
    /// <exception cref="YamlException">The document contains something other than objects.</exception>
    public Document(
        int position,
        DocumentSpan spans,
        ChartTemplate? template,
        bool namesTemplate,
        DocumentNodes nodes,
        YamlTree identifying,
        bool hasDuplicateKeys,
        ResourceReader reader
    )
    {
        (Position, this.spans, this.nodes) = (position, spans, nodes);
        (Template, NamesTemplate) = (template, namesTemplate);
        IsPlain = !hasDuplicateKeys && identifying is { Expansion: null, HasEscapes: false, MayHaveMerges: false };
        if (!identifying.IsEmpty && !identifying.Root.IsNull)
        {
            var isResourceList = false;
            try
            {
                Resources = reader.Read(this, identifying.Root, ref isResourceList);
            }
            catch (YamlException e) when (isResourceList)
            {
                Resources = new DocumentResources(e);
            }

            IsResourceList = isResourceList;
        }

        this.nodes.Release(identifying);
    }

    /// <summary>The bytes that offsets refer to: those of the stream that it was read from.</summary>
    public byte[] Source => nodes.Source;

    /// <summary>The number of documents before it in the stream that it was read from.</summary>
    public int Position { get; }

    /// <summary>From the marker line to the next document.</summary>
    public ByteSpan Span => spans.Span;

    /// <summary>Between the markers.</summary>
    public ByteSpan Content => spans.Content;

    /// <summary>True when it starts with a marker line.</summary>
    public bool HasMarker => Content.Start > Span.Start;

    /// <summary>
    /// The template of the closest <c># Source:</c> line, this document's or an earlier one's: Helm 2 prints it once per template file.
    /// </summary>
    public ChartTemplate? Template { get; }

    /// <summary>The path of <see cref="Template"/>.</summary>
    public string? TemplatePath => Template?.Path;

    /// <summary>True when that line is in this document.</summary>
    public bool NamesTemplate { get; }

    /// <summary>The objects it holds: none, one, or the items of a <c>List</c>.</summary>
    public DocumentResources Resources { get; }

    /// <summary>True for a document with a definition of other objects.</summary>
    public bool IsDefinition => Resources is [{ Kind: "CustomResourceDefinition" }];

    /// <summary>
    /// True for the <c>ResourceList</c> of a KRM function: it stays when its items are removed, and new objects become its items.
    /// </summary>
    public bool IsResourceList { get; }

    /// <summary>Why the items of a <c>ResourceList</c> cannot be read; null when they can. The document then has no objects.</summary>
    public YamlException? Problem => Resources.Problem;

    /// <summary>The document's nodes, without aliases.</summary>
    public YamlTree Tree => nodes.Tree(Content);

    /// <summary>
    /// The nodes that identify the objects: all nodes of a list, else the root, its entries and all of the metadata. Indexes of its nodes
    /// are not those of <see cref="Tree"/>, except for the root.
    /// </summary>
    public YamlTree Outline => nodes.Outline(Content);

    /// <summary>True when <see cref="Outline"/> has fewer nodes than <see cref="Tree"/>. There are no merge keys then.</summary>
    public bool IsOutlined => nodes.IsOutlined;

    /// <summary>False when no collection is written in flow style.</summary>
    public bool MayHaveFlowStyle => nodes.Source.AsSpan(Content.Start, Content.Length).ContainsAny((byte)'{', (byte)'[');

    /// <summary>A mapping of <see cref="Outline"/>, by its bytes and its index there. The result may be in a tree of its own.</summary>
    public YamlNode Mapping(ByteSpan span, int index) => nodes.Mapping(Content, span, index);

    /// <summary>True without aliases, escapes, merge keys and duplicate keys: all values are in the bytes as they are read.</summary>
    public bool IsPlain { get; }

    /// <summary>True when the document has aliases; an edit replaces all of them with their values.</summary>
    public bool HasAliases => !nodes.IsOutlined && Tree.Expansion is not null;

    /// <summary>
    /// False when none of the words is in the document as it is written; its nodes need not be loaded. True for any word where values may
    /// differ from the bytes (aliases, escapes), or where reading a field may fail (merge keys, duplicate keys).
    /// </summary>
    public bool MayMention(WordFilter words) => !IsPlain || words.IsIn(nodes.Source.AsSpan(Content.Start, Content.Length));

    /// <summary>
    /// False when a part of the document is known not to have a text. Texts with other characters than ASCII are not searched for.
    /// </summary>
    public bool MayContain(ByteSpan part, string text)
    {
        Span<byte> bytes = stackalloc byte[MaxSearched];
        return !IsPlain
            || Ascii.FromUtf16(text, bytes, out var length) != OperationStatus.Done
            || nodes.Source.AsSpan(part.Start, part.Length).IndexOf(bytes[..length]) >= 0;
    }

    /// <summary>A bit for each word of the set that the document may mention, as <see cref="MayMention"/>.</summary>
    public uint Mentioned(WordSet words) => IsPlain ? words.FindIn(nodes.Source.AsSpan(Content.Start, Content.Length)) : uint.MaxValue;

    /// <summary>The offset in the input for an offset of the tree.</summary>
    public int ToInput(int offset) => nodes.IsOutlined ? offset : Tree.ToSource(offset);

    /// <summary>Edits of the tree as edits of the input.</summary>
    public IReadOnlyList<ByteEdit> ToInput(IReadOnlyList<ByteEdit> edits) => Tree.ToSource(edits);
}
