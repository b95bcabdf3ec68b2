using System.Runtime.CompilerServices;
using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml;

/// <summary>A node of a <see cref="YamlTree"/>: a handle that costs nothing to copy.</summary>
internal readonly record struct YamlNode(YamlTree Tree, int Index)
{
    private ref readonly YamlEntry Entry => ref Tree[Index];

    public YamlKind Kind => Entry.Kind;

    public YamlStyle Style => Entry.Style;

    /// <summary>The bytes of the node in <see cref="YamlTree.Source"/>; see the remarks of <see cref="YamlTree"/>.</summary>
    public ByteSpan Span => new(Entry.Start, Entry.End);

    /// <summary>The index right after this node's last descendant.</summary>
    public int Next => Entry.Next;

    public bool IsMapping => Kind == YamlKind.Mapping;

    public bool IsSequence => Kind == YamlKind.Sequence;

    public bool IsScalar => Kind == YamlKind.Scalar;

    /// <summary>An empty or <c>null</c> plain scalar: what an absent value reads as.</summary>
    public bool IsNull => IsPlain && Raw is [] or [(byte)'~'] or [(byte)'n', (byte)'u', (byte)'l', (byte)'l'];

    /// <summary>True for a scalar without quotes, which YAML may read as something other than text (a number, a boolean, null …).</summary>
    public bool IsPlain => IsScalar && Style == YamlStyle.Plain;

    /// <summary>The bytes as written.</summary>
    public ReadOnlySpan<byte> Raw => Tree.Source.AsSpan(Entry.Start, Entry.End - Entry.Start);

    /// <summary>A scalar's value; for an alias its anchor's name.</summary>
    public string Value => Encoding.UTF8.GetString(TryGetRaw(out var text) ? text : ScalarText.Decode(this).Bytes);

    /// <summary>The value of a scalar, or null for anything else, an empty value included.</summary>
    public string? Text => IsScalar && !IsNull ? Value : null;

    /// <summary>The direct children in order: a mapping's keys and values alternate.</summary>
    public YamlNodes Children => new(this);

    /// <summary>A sequence's items; nothing for other kinds.</summary>
    public YamlNodes Items => IsSequence ? Children : default;

    /// <summary>A mapping's entries in order, duplicates included; nothing for other kinds.</summary>
    public YamlPairs Pairs => IsMapping ? new(this) : default;

    /// <summary>A mapping's entries, including merged ones (see <see cref="MergeKeys.Resolve"/>); nothing for other kinds.</summary>
    public IEnumerable<(YamlNode Key, YamlNode Value)> ResolvedPairs => IsMapping && Tree.MayHaveMerges ? MergeKeys.Resolve(this) : Pairs;

    /// <summary>
    /// The value of <paramref name="key"/> in a mapping, its own or a merged one, or null when it is absent or this is not a mapping.
    /// </summary>
    /// <exception cref="YamlException">Readers disagree on which value counts: the key is duplicated, or above a merge that has it
    /// too.</exception>
    public YamlNode? Find(string key)
    {
        var entries = Tree.Entries;
        var found = 0;
        for (var (i, end) = (Index + 1, IsMapping ? Next : 0); i < end; i = entries[entries[i].Next].Next)
        {
            var node = new YamlNode(Tree, i);
            if (node.Is(key))
            {
                found = found == 0 ? i : throw YamlException.DuplicateKey(key, node);
            }
        }

        YamlNode? value = found == 0 ? null : new YamlNode(Tree, entries[found].Next);
        return Tree.MayHaveMerges && IsMapping ? MergeKeys.Find(this, key, value) : value;
    }

    /// <summary>Follows <paramref name="keys"/> from mapping to mapping; null as soon as one is absent.</summary>
    /// <inheritdoc cref="Find(string)" path="/exception"/>
    public YamlNode? Find(params ReadOnlySpan<string> keys)
    {
        YamlNode? node = this;
        foreach (var key in keys)
        {
            node = node?.Find(key);
        }

        return node;
    }

    /// <summary>True when this is a scalar with exactly this value.</summary>
    public bool Is(string value)
    {
        if (!TryGetRaw(out var text))
        {
            return MayStartWith(value) && Value == value;
        }

        // Length and first byte distinguish nearly all texts.
        return text.Length >= value.Length && (value.Length == 0 || text[0] == value[0] || value[0] >= 0x80) && IsText(text, value);
    }

    /// <summary>The same for a value in UTF-8, which is faster.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Is(ReadOnlySpan<byte> value) =>
        TryGetRaw(out var text) ? text.SequenceEqual(value) : IsScalar && IsDecoded(value);

    private bool IsDecoded(ReadOnlySpan<byte> value) => Encoding.UTF8.GetBytes(Value).AsSpan().SequenceEqual(value);

    /// <summary>True when this is a scalar whose value starts with this text, which must be ASCII.</summary>
    public bool StartsWith(string start) =>
        MayStartWith(start)
        && (
            TryGetRaw(out var text)
                ? text.Length >= start.Length && Ascii.Equals(text[..start.Length], start)
                : Value.StartsWith(start, StringComparison.Ordinal)
        );

    public override string ToString() => Tree.IsEmpty ? "(empty)" : Encoding.UTF8.GetString(Raw);

    /// <summary>The value's bytes when they equal the source bytes; false where the value must be decoded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetRaw(out ReadOnlySpan<byte> text)
    {
        ref readonly var entry = ref Entry;
        var quotes = entry.IsRaw && entry.Style != YamlStyle.Plain ? 1 : 0;
        text = Tree.Source.AsSpan(entry.Start + quotes, entry.End - entry.Start - (2 * quotes));
        return entry.IsRaw;
    }

    /// <summary>Kind, length and first byte distinguish nearly all nodes: every style needs at least one byte for a character.</summary>
    private bool MayStartWith(string value)
    {
        ref readonly var entry = ref Entry;
        return entry.Kind == YamlKind.Scalar
            && entry.End - entry.Start >= value.Length
            && (entry.Style != YamlStyle.Plain || value.Length == 0 || Tree.Source[entry.Start] == value[0] || value[0] >= 0x80);
    }

    /// <summary>Compares without decoding: nearly all names are ASCII, with one byte per character.</summary>
    private static bool IsText(ReadOnlySpan<byte> bytes, string value) =>
        bytes.Length == value.Length
            ? Ascii.Equals(bytes, value)
            : bytes.Length > value.Length && !Ascii.IsValid(value) && Encoding.UTF8.GetString(bytes) == value;
}
