using System.Runtime.InteropServices;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml;

/// <summary>The kind of a node.</summary>
internal enum YamlKind : byte
{
    Scalar,
    Mapping,
    Sequence,
    Alias,
}

/// <summary>The style in which a node is written.</summary>
internal enum YamlStyle : byte
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
    Block,
    Flow,
}

/// <summary>
/// One node of a <see cref="YamlTree"/>; its descendants follow it directly, up to <see cref="Next"/>. The root's parent is -1.
/// <see cref="IsRaw"/> is true for a scalar whose value is its bytes, without the quotes around them.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct YamlEntry(YamlKind Kind, YamlStyle Style, bool IsRaw, int Start, int End, int Next, int Parent);

/// <summary>
/// One YAML document as a flat, pre-ordered list of nodes with byte spans into <see cref="Source"/>. It holds no values: they are read from
/// the bytes on demand. The tree does not depend on which reader built it.
/// </summary>
/// <remarks>
/// Spans: a scalar's covers its text with quotes or block header but without anchor and tag; an empty scalar's is empty and right
/// after <c>:</c> or <c>-</c>. A block mapping starts at its first key and a block sequence at its first dash; both end with their last
/// child. A flow collection's span includes its brackets. A block scalar ends after the line break of its last line.
/// </remarks>
internal sealed class YamlTree(
    byte[] source,
    ArraySegment<YamlEntry> entries,
    IReadOnlyDictionary<int, string> anchors,
    IReadOnlyDictionary<int, string> tags
)
{
    private YamlEntry[] storage = entries.Array!;
    private int first = entries.Offset;
    private int count = entries.Count;
    private bool hasEscapes;
    private Dictionary<int, (int Child, int Position)>? positions;
    private bool? mayHaveMerges;
    private bool? hasDuplicateKeys;
    private Dictionary<int, EmbeddedYaml>? embedded;
    private (int Index, ScalarText Text)? lastText;

    /// <summary>The bytes that spans refer to: the whole stream, or the text of a scalar.</summary>
    public byte[] Source { get; } = source;

    /// <summary>All nodes, each before its descendants.</summary>
    public ReadOnlySpan<YamlEntry> Entries => new(storage, first, count);

    /// <summary>One of <see cref="Entries"/>.</summary>
    public ref readonly YamlEntry this[int index] => ref storage[first + index];

    /// <summary>Anchor names by node index, without the <c>&amp;</c>.</summary>
    public IReadOnlyDictionary<int, string> Anchors { get; } = anchors;

    /// <summary>Tags by node index: local ones as written, others in full.</summary>
    public IReadOnlyDictionary<int, string> Tags { get; } = tags;

    /// <summary>True when the document has no nodes (only comments or nothing).</summary>
    public bool IsEmpty => count == 0;

    /// <summary>True when a node is an alias.</summary>
    public bool HasAliases { get; init; }

    /// <summary>
    /// True when a scalar in double quotes has an escape or several lines: its value may have words that its bytes do not have.
    /// </summary>
    public bool HasEscapes
    {
        get => hasEscapes;
        init => hasEscapes = value;
    }

    /// <summary>
    /// True when only the root, its entries and everything below one of its keys have nodes. The document has no merge keys and no
    /// duplicate keys then.
    /// </summary>
    public bool IsOutline { get; init; }

    /// <summary>Decodes long texts of the stream; null for a tree that is not of a stream.</summary>
    public RecentTexts? Texts { get; set; }

    /// <summary>Maps a tree with expanded aliases back to its source; null when the nodes are those of the source itself.</summary>
    public AliasExpansion? Expansion { get; init; }

    public YamlNode Root => new(this, 0);

    /// <summary>False when no mapping has a merge key, as in nearly all documents.</summary>
    public bool MayHaveMerges =>
        mayHaveMerges ??= !IsEmpty && !IsOutline && Root.Raw.IndexOf((byte)'<') is >= 0 and var at && Root.Raw[at..].IndexOf("<<"u8) >= 0;

    /// <summary>True when a mapping has the same key twice.</summary>
    public bool HasDuplicateKeys
    {
        get => hasDuplicateKeys ??= !IsEmpty && !IsOutline && DuplicateKeys.Find(Root).Any();
        set => hasDuplicateKeys = value;
    }

    /// <summary>The text of the scalar at an index; only the text decoded last is kept.</summary>
    public ScalarText TextAt(int index)
    {
        if (lastText?.Index != index)
        {
            var scalar = new YamlNode(this, index);
            lastText = (index, Texts?.Decode(scalar) ?? ScalarText.Decode(scalar));
        }

        return lastText.Value.Text;
    }

    /// <summary>The document that the scalar at an index holds as text, parsed at the first call.</summary>
    /// <exception cref="YamlException">The text is not valid YAML; the offset is into <see cref="Source"/>.</exception>
    public EmbeddedYaml EmbeddedAt(int index)
    {
        embedded ??= [];
        return embedded.TryGetValue(index, out var known) ? known : embedded[index] = new EmbeddedYaml(new YamlNode(this, index));
    }

    /// <summary>
    /// Makes this outline the outline of another document of its source. Nodes that callers have from it are no longer valid.
    /// </summary>
    public void Refill(ArraySegment<YamlEntry> nodes, bool hasEscapes)
    {
        (storage, first, count) = (nodes.Array!, nodes.Offset, nodes.Count);
        this.hasEscapes = hasEscapes;
    }

    /// <summary>The first collection with more than <paramref name="depth"/> levels of nesting down to itself, or null.</summary>
    public YamlNode? FirstDeeperThan(int depth)
    {
        var open = new Stack<int>();
        var entries = Entries;
        for (var i = 0; i < entries.Length; i++)
        {
            while (open.TryPeek(out var end) && end <= i)
            {
                open.Pop();
            }

            if (entries[i].Kind is YamlKind.Mapping or YamlKind.Sequence)
            {
                open.Push(entries[i].Next);
                if (open.Count > depth)
                {
                    return new YamlNode(this, i);
                }
            }
        }

        return null;
    }

    /// <summary>
    /// The position of a node in its collection. It is counted from the node that was asked for before in the same collection, so calls in
    /// the order of the nodes cost no more than one.
    /// </summary>
    public int PositionOf(int index)
    {
        positions ??= [];
        var parent = this[index].Parent;
        var (child, position) = positions.TryGetValue(parent, out var known) && known.Child <= index ? known : (parent + 1, 0);
        for (; child < index; child = this[child].Next)
        {
            position++;
        }

        positions[parent] = (child, position);
        return position;
    }

    /// <summary>The collection that directly holds a node, or null for the root.</summary>
    public YamlNode? ParentOf(int index) => Entries[index].Parent is >= 0 and var parent ? new YamlNode(this, parent) : null;

    /// <summary>True when the tree's nodes are those of <paramref name="array"/> right before <paramref name="end"/>.</summary>
    public bool IsLastIn(YamlEntry[] array, int end) => storage == array && first + count == end;

    /// <summary>The same tree in an array of its exact size: texts in scalars are long and have few nodes.</summary>
    public YamlTree Compact() => 2 * count < storage.Length ? Detached() : this;

    /// <summary>The same tree in an array of its own.</summary>
    public YamlTree Detached() => Copy(Entries.ToArray());

    /// <summary>Another tree with the same nodes, for a scalar with the same text.</summary>
    public YamlTree Copy() => Copy(new ArraySegment<YamlEntry>(storage, first, count));

    private YamlTree Copy(ArraySegment<YamlEntry> nodes) =>
        new(Source, nodes, Anchors, Tags)
        {
            HasAliases = HasAliases,
            HasEscapes = HasEscapes,
            Expansion = Expansion,
        };

    /// <summary>The scalar that holds this document as text; null for a document of the input.</summary>
    public EmbeddedYaml? Embedding { get; set; }

    /// <summary>
    /// The offset in the outermost source for an offset of the nodes: through replaced aliases, and out of scalars that hold documents.
    /// </summary>
    public int ToOutermost(int offset) => Embedding is { } text ? text.Scalar.Tree.ToOutermost(text.ToSource(offset)) : ToSource(offset);

    /// <summary>The offset in the source for an offset of the nodes; they differ where aliases were replaced.</summary>
    public int ToSource(int offset) => Expansion?.ToSource(offset) ?? offset;

    /// <summary>Edits of the nodes as edits of the source.</summary>
    public IReadOnlyList<ByteEdit> ToSource(IReadOnlyList<ByteEdit> edits) =>
        Expansion is not null && edits.Count > 0 ? [Expansion.ToSource(ByteEdits.Apply(Source, edits))] : edits;
}
