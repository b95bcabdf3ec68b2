using System.Buffers;
using System.Buffers.Binary;

namespace KymaIstioTransform.Syntax;

/// <summary>Finds keys that stand more than once in one mapping, anywhere below a node.</summary>
internal static class DuplicateKeys
{
    /// <summary>Up to here comparing each key with those before it is cheaper than sorting.</summary>
    private const int FewKeys = 32;

    /// <summary>An odd number without pattern: products with it differ in their first bits where the factors differ anywhere.</summary>
    private const ulong Spread = 0x9e3779b97f4a7c15;

    /// <summary>Pairs of the key that stood there before and the one that repeats it.</summary>
    public static IEnumerable<(YamlNode First, YamlNode Second)> Find(YamlNode root) =>
        Suspects(root) is { } suspects ? suspects.SelectMany(i => FindIn(new YamlNode(root.Tree, i))) : [];

    /// <summary>The mappings whose keys must be compared by value; null when there is none, as in nearly all documents.</summary>
    private static List<int>? Suspects(YamlNode root)
    {
        List<int>? suspects = null;
        var entries = root.Tree.Entries[..root.Next];
        var prints = ArrayPool<ulong>.Shared.Rent(FewKeys);
        for (var i = root.Index; i < entries.Length; i++)
        {
            if (entries[i].Kind == YamlKind.Mapping && MayRepeat(root.Tree, i, ref prints))
            {
                (suspects ??= []).Add(i);
            }
        }

        ArrayPool<ulong>.Shared.Return(prints);
        return suspects;
    }

    /// <summary>False when the fingerprints of a mapping's keys prove that all differ.</summary>
    private static bool MayRepeat(YamlTree tree, int mapping, ref ulong[] prints)
    {
        var entries = tree.Entries;
        var end = entries[mapping].Next;
        if (end == mapping + 1 || entries[entries[mapping + 1].Next].Next == end)
        {
            // One key at most.
            return false;
        }

        // A bit for each fingerprint: only where a bit is set already, two can be equal.
        var (count, seen) = (0, 0UL);
        for (var key = mapping + 1; key < end; key = entries[entries[key].Next].Next)
        {
            if (!new YamlNode(tree, key).TryGetVerbatim(out var text))
            {
                return true;
            }

            if (count == prints.Length)
            {
                var larger = ArrayPool<ulong>.Shared.Rent(2 * count);
                prints.CopyTo(larger, 0);
                ArrayPool<ulong>.Shared.Return(prints);
                prints = larger;
            }

            var print = Fingerprint(text);
            var bit = 1UL << (int)((print * Spread) >> 58);
            if ((seen & bit) != 0 && count < FewKeys && prints.AsSpan(0, count).Contains(print))
            {
                return true;
            }

            seen |= bit;
            prints[count++] = print;
        }

        return count > FewKeys && HasEqual(prints.AsSpan(0, count));
    }

    private static bool HasEqual(Span<ulong> prints)
    {
        prints.Sort();
        for (var i = 1; i < prints.Length; i++)
        {
            if (prints[i] == prints[i - 1])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A number that is equal for equal texts, and nearly always another one for others: length, beginning and end.</summary>
    private static ulong Fingerprint(ReadOnlySpan<byte> text)
    {
        var print = (ulong)text.Length << 56;
        if (text.Length >= sizeof(ulong))
        {
            return print ^ BinaryPrimitives.ReadUInt64LittleEndian(text) ^ ulong.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]), 29);
        }

        if (text.Length >= sizeof(uint))
        {
            return print ^ BinaryPrimitives.ReadUInt32LittleEndian(text) ^ ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..]) << 29);
        }

        for (var i = 0; i < text.Length; i++)
        {
            print |= (ulong)text[i] << (8 * i);
        }

        return print;
    }

    private static IEnumerable<(YamlNode First, YamlNode Second)> FindIn(YamlNode mapping)
    {
        var seen = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, _) in mapping.Pairs)
        {
            if (key.IsScalar && !seen.TryAdd(key.Value, key))
            {
                yield return (seen[key.Value], key);
            }
        }
    }
}
