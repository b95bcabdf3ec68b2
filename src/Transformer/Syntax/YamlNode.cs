using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace KymaIstioTransform.Syntax;

/// <summary>A node of a <see cref="YamlTree"/>: a handle that costs nothing to copy.</summary>
internal readonly record struct YamlNode(YamlTree Tree, int Index)
{
    private YamlEntry Entry => Tree.Entries[Index];

    public YamlKind Kind => Entry.Kind;

    public YamlStyle Style => Entry.Style;

    public ByteSpan Span => new(Entry.Start, Entry.End);

    /// <summary>The index right after this node's last descendant.</summary>
    public int Next => Entry.Next;

    public bool IsMapping => Kind == YamlKind.Mapping;

    public bool IsSequence => Kind == YamlKind.Sequence;

    public bool IsScalar => Kind == YamlKind.Scalar;

    /// <summary>An empty or <c>null</c> plain scalar: what an absent value reads as.</summary>
    public bool IsNull => IsScalar && Style == YamlStyle.Plain && Raw is [] or [(byte)'~'] || (IsScalar && Style == YamlStyle.Plain && Raw.SequenceEqual("null"u8));

    /// <summary>True for a plain scalar that YAML 1.1 or 1.2 reads as something other than text (a number, a boolean, null …).</summary>
    public bool IsPlain => IsScalar && Style == YamlStyle.Plain;

    /// <summary>The bytes as written.</summary>
    public ReadOnlySpan<byte> Raw => Tree.Source.AsSpan(Entry.Start, Entry.End - Entry.Start);

    /// <summary>A scalar's value; for an alias its anchor's name.</summary>
    public string Value => Encoding.UTF8.GetString(ScalarText.Decode(this).Bytes);

    /// <summary>The value of a scalar, or null for anything else, an empty value included.</summary>
    public string? Text => IsScalar && !IsNull ? Value : null;

    /// <summary>The direct children in order: a mapping's keys and values alternate.</summary>
    public IEnumerable<YamlNode> Children
    {
        get
        {
            for (var i = Index + 1; i < Next; i = Tree.Entries[i].Next)
            {
                yield return new YamlNode(Tree, i);
            }
        }
    }

    /// <summary>A sequence's items; nothing for other kinds.</summary>
    public IEnumerable<YamlNode> Items => IsSequence ? Children : [];

    /// <summary>A mapping's entries in order, duplicates included; nothing for other kinds.</summary>
    public IEnumerable<(YamlNode Key, YamlNode Value)> Pairs
    {
        get
        {
            if (!IsMapping)
            {
                yield break;
            }

            for (var i = Index + 1; i < Next;)
            {
                var value = Tree.Entries[i].Next;
                yield return (new YamlNode(Tree, i), new YamlNode(Tree, value));
                i = Tree.Entries[value].Next;
            }
        }
    }

    /// <summary>The value of <paramref name="key"/> in a mapping, or null when it is absent or this is no mapping.</summary>
    /// <exception cref="DuplicateKeyException">The key stands there twice: which one counts differs between readers.</exception>
    public YamlNode? Find(string key)
    {
        YamlNode? found = null;
        YamlNode? foundKey = null;
        foreach (var (k, v) in Pairs)
        {
            if (!k.Is(key))
            {
                continue;
            }

            if (found is not null)
            {
                throw new DuplicateKeyException(key, foundKey!.Value, k);
            }

            (found, foundKey) = (v, k);
        }

        return found;
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
        if (!IsScalar)
        {
            return false;
        }

        // Most keys and names are written as they read: compare the bytes before decoding anything.
        var raw = Raw;
        return Style switch
        {
            YamlStyle.Plain when raw.IndexOf((byte)'\n') < 0 => EqualsUtf8(raw, value),
            YamlStyle.SingleQuoted or YamlStyle.DoubleQuoted when raw[1..^1].IndexOfAny("\\'\n"u8) < 0 => EqualsUtf8(raw[1..^1], value),
            _ => Value == value,
        };
    }

    public override string ToString() => Tree.IsEmpty ? "(empty)" : Encoding.UTF8.GetString(Raw);

    [SuppressMessage("Performance", "CA1859", Justification = "A span is the cheapest thing to compare.")]
    private static bool EqualsUtf8(ReadOnlySpan<byte> bytes, string value)
    {
        Span<byte> buffer = stackalloc byte[256];
        return bytes.Length <= buffer.Length && Encoding.UTF8.TryGetBytes(value, buffer, out var written)
            ? bytes.SequenceEqual(buffer[..written])
            : Encoding.UTF8.GetString(bytes) == value;
    }
}
