using System.Runtime.InteropServices;
using System.Text;
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
    /// <summary>The line breaks of YAML 1.1 that are text in YAML 1.2.</summary>
    private static readonly WordFilter LineBreaks1_1 = new("\u0085", "\u2028", "\u2029");

    private readonly YamlEntry[] storage = entries.Array!;
    private readonly int first = entries.Offset;
    private readonly int count = entries.Count;
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

    /// <summary>Tags by node index, as written.</summary>
    public IReadOnlyDictionary<int, string> Tags { get; } = tags;

    /// <summary>True when the document has no nodes (only comments or nothing).</summary>
    public bool IsEmpty => count == 0;

    /// <summary>True when a node is an alias.</summary>
    public bool HasAliases { get; init; }

    /// <summary>
    /// True when a scalar in double quotes has an escape or several lines: its value may have words that its bytes do not have.
    /// </summary>
    public bool HasEscapes { get; init; }

    /// <summary>
    /// True when only the root, its entries and everything below one of its keys have nodes. The document has no merge keys and no
    /// duplicate keys then.
    /// </summary>
    public bool IsOutline { get; init; }

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
            lastText = (index, ScalarText.Decode(new YamlNode(this, index)));
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

    /// <summary>Throws if no edit of the tree is safe.</summary>
    /// <exception cref="YamlException">Names the key or line break that prevents it, with its place.</exception>
    public void RequireEditable()
    {
        RequireKeys();
        RequireKnownAnchors();
        RequireKnownFlowText();
        RequireKnownLineBreaks();
        RequireKnownIndentation();
    }

    /// <summary>
    /// Throws if an anchor has a character that ends its name for kubectl: that reads <c>&amp;a:</c> as an anchor and an empty key.
    /// </summary>
    private void RequireKnownAnchors()
    {
        foreach (var (index, name) in Anchors)
        {
            if (name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            {
                throw new YamlException(
                    $"readers disagree on the anchor &{name}, which prevents changes in this document (use only letters, digits, - and _ "
                    + "in its name)",
                    ToSource(Entries[index].Start)
                );
            }

            if (
                Entries[index] is { Kind: YamlKind.Scalar, Parent: >= 0 and var parent }
                && Entries[parent] is { Kind: YamlKind.Mapping, Style: YamlStyle.Flow }
                && PositionOf(index) % 2 != 0
            )
            {
                // YamlDotNet rejects the document when another entry follows.
                throw new YamlException(
                    $"the anchor &{name} of a value in a flow mapping prevents changes in this document (write the mapping in block style)",
                    ToSource(Entries[index].Start)
                );
            }
        }
    }

    /// <summary>
    /// Throws if a line between block nodes is indented with a tab: readers accept that after some nodes only, and an edit may put another
    /// node before the line.
    /// </summary>
    private void RequireKnownIndentation()
    {
        var text = Source.AsSpan(0, Lines.NextContent(Source, Root.Span.End));
        var (node, end) = (0, Root.Span.Start);
        for (var tab = IndexOf(text, (byte)'\t', end); tab >= 0; tab = IndexOf(text, (byte)'\t', Math.Max(tab + 1, end)))
        {
            for (; node < count && this[node].Start <= tab; node++)
            {
                end = this[node] is { Kind: YamlKind.Scalar } or { Style: YamlStyle.Flow } ? Math.Max(end, this[node].End) : end;
            }

            var line = Lines.Start(text, tab);
            if (tab >= end && line + BlockScalar.LeadingSpaces(text, line) == tab)
            {
                throw new YamlException(
                    "this line is indented with a tab, which prevents changes in this document (use spaces)",
                    ToSource(tab)
                );
            }
        }
    }

    private static int IndexOf(ReadOnlySpan<byte> text, byte value, int from)
    {
        var at = from < text.Length ? text[from..].IndexOf(value) : -1;
        return at < 0 ? -1 : from + at;
    }

    /// <summary>
    /// Throws if plain text in a flow collection has a question mark, or a colon at one end: kubectl ends the text there or rejects it. It
    /// reads a key with a colon that no blank follows (<c>{a:, b}</c>) as text that ends with the colon.
    /// </summary>
    /// <exception cref="YamlException">Names the place of the text.</exception>
    public void RequireKnownFlowText()
    {
        var entries = Entries;
        for (var i = 1; i < entries.Length; i++)
        {
            ref readonly var entry = ref entries[i];
            if (entry is { Kind: YamlKind.Scalar, Style: YamlStyle.Plain } && entries[entry.Parent].Style == YamlStyle.Flow)
            {
                var text = Source.AsSpan(entry.Start..entry.End);
                if (text is [(byte)':', ..] or [.., (byte)':'] || text.Contains((byte)'?') || IsBeforeTightColon(entry.End))
                {
                    throw new YamlException(
                        "text with a question mark, or with a colon at one end, needs quotes in a flow collection: kubectl reads it in "
                        + "another way, which prevents changes in this document",
                        ToSource(entry.Start)
                    );
                }
            }
        }
    }

    private bool IsBeforeTightColon(int end) =>
        end < Source.Length - 1 && Source[end] == ':' && Source[end + 1] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n');

    /// <summary>
    /// Throws if the source has a line break of YAML 1.1 (U+0085, U+2028, U+2029), which is text in YAML 1.2. kubectl reads such a document
    /// in another way than this program, so an edit may be in another place for it.
    /// </summary>
    private void RequireKnownLineBreaks()
    {
        var at = Ascii.IsValid(Root.Raw) ? -1 : LineBreaks1_1.IndexOf(Source.AsSpan(0, Root.Span.End), Root.Span.Start);
        if (at >= 0)
        {
            Rune.DecodeFromUtf8(Source.AsSpan(at), out var lineBreak, out _);
            throw new YamlException(
                $"the character U+{lineBreak.Value:X4} is a line break for some readers, which prevents changes in this document "
                    + $"(write it as an escape in double quotes: \\u{lineBreak.Value:X4})",
                ToSource(at)
            );
        }
    }

    /// <summary>
    /// Throws if the tree has keys that are not text before a colon: the reader does not record what surrounds such keys, so edits next to
    /// them are not possible.
    /// </summary>
    private void RequireKeys()
    {
        var entries = Entries;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Kind != YamlKind.Mapping)
            {
                continue;
            }

            for (var (key, end) = (i + 1, entries[i].Next); key < end; key = entries[entries[key].Next].Next)
            {
                if (!IsTextBeforeColon(entries[key], entries[i].Style))
                {
                    throw new YamlException(
                        "this mapping has an empty key or one that starts with a question mark, which prevents changes in it (write "
                        + "KEY: VALUE)",
                        ToSource(entries[i].Start)
                    );
                }
            }
        }
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
    public YamlTree Compact() =>
        2 * count < storage.Length
            ? new YamlTree(Source, Entries.ToArray(), Anchors, Tags)
            {
                HasAliases = HasAliases,
                HasEscapes = HasEscapes,
                Expansion = Expansion,
            }
            : this;

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

    private bool IsTextBeforeColon(in YamlEntry key, YamlStyle mapping)
    {
        if (
            key.Kind != YamlKind.Scalar
            || key.End == key.Start
            || Source[key.Start] == ':'
            || key.Style is YamlStyle.Literal or YamlStyle.Folded
        )
        {
            return false;
        }

        if (key.End < Source.Length && Source[key.End] == ':' && mapping != YamlStyle.Flow)
        {
            return true;
        }

        // In flow style a key may have no colon. The library accepts colons and text that do not belong there.
        return mapping == YamlStyle.Flow
            ? Source.AsSpan(0, key.Start).TrimEnd(" \t\r\n"u8) is not [.., (byte)'?' or (byte)':']
                && Source.AsSpan(key.End).TrimStart(" \t\r\n"u8) is [(byte)':' or (byte)',' or (byte)'}' or (byte)']' or (byte)'#', ..]
            : Source.AsSpan(key.End).TrimStart(" \t"u8) is [(byte)':', ..];
    }
}
