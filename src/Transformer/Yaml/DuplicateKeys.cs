using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KymaIstioTransform.Yaml;

/// <summary>Finds keys that are duplicated in one mapping, anywhere below a node.</summary>
internal static class DuplicateKeys
{
    /// <summary>An odd number without pattern: products with it differ in their first bits where the factors differ anywhere.</summary>
    private const ulong Spread = 0x9e3779b97f4a7c15;

    /// <summary>Pairs of the earlier key and the one that repeats it.</summary>
    public static IEnumerable<(YamlNode First, YamlNode Second)> Find(YamlNode root) =>
        Suspects(root) is { } suspects ? suspects.SelectMany(i => FindIn(new YamlNode(root.Tree, i))) : [];

    /// <summary>The mappings whose keys must be compared by value; null in nearly all documents, which have no such mapping.</summary>
    private static List<int>? Suspects(YamlNode root)
    {
        List<int>? suspects = null;
        var entries = root.Tree.Entries[..root.Next];
        for (var i = root.Index; i < entries.Length; i++)
        {
            if (entries[i].Kind == YamlKind.Mapping && MayRepeat(root.Tree, i))
            {
                (suspects ??= []).Add(i);
            }
        }

        return suspects;
    }

    /// <summary>False when the fingerprints of a mapping's keys prove that all differ.</summary>
    private static bool MayRepeat(YamlTree tree, int mapping)
    {
        // A bit for each fingerprint: two can be equal only where a bit is set already.
        Span<ulong> seen = stackalloc ulong[4];
        var end = tree[mapping].Next;
        for (var key = mapping + 1; key < end; key = tree[tree[key].Next].Next)
        {
            if (!new YamlNode(tree, key).TryGetRaw(out var text))
            {
                return true;
            }

            var place = (Fingerprint(text) * Spread) >> 56;
            ref var bits = ref seen[(int)(place >> 6)];
            var bit = 1UL << (int)(place & 63);
            if ((bits & bit) != 0)
            {
                return HasEqual(new YamlNode(tree, mapping).Pairs);
            }

            bits |= bit;
        }

        return false;
    }

    /// <summary>True when two fingerprints are equal, or a key has no fingerprint.</summary>
    private static bool HasEqual(YamlPairs pairs)
    {
        var all = ArrayPool<ulong>.Shared.Rent(pairs.Count);
        var (count, found) = (0, false);
        foreach (var (key, _) in pairs)
        {
            found |= !key.TryGetRaw(out var text);
            all[count++] = Fingerprint(text);
        }

        var prints = all.AsSpan(0, count);
        prints.Sort();
        for (var i = 1; i < count; i++)
        {
            found |= prints[i] == prints[i - 1];
        }

        ArrayPool<ulong>.Shared.Return(all);
        return found;
    }

    /// <summary>
    /// A fingerprint from length, beginning, middle and end: equal for equal texts, and nearly always different for different texts.
    /// </summary>
    public static ulong Fingerprint(ReadOnlySpan<byte> text) => Fingerprint(ref MemoryMarshal.GetReference(text), text.Length);

    /// <summary>The same for the text that starts at <paramref name="first"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Fingerprint(ref byte first, int length)
    {
        var print = (ulong)length << 56;
        if (length >= sizeof(ulong))
        {
            print ^=
                Unsafe.ReadUnaligned<ulong>(ref first)
                ^ ulong.RotateLeft(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, length - sizeof(ulong))), 29);

            // Annotations of one prefix and one suffix differ in the middle.
            return length <= 2 * sizeof(ulong)
                ? print
                : print ^ ulong.RotateLeft(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, (length - sizeof(ulong)) >> 1)), 47);
        }

        if (length >= sizeof(uint))
        {
            return print
                ^ Unsafe.ReadUnaligned<uint>(ref first)
                ^ ((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, length - sizeof(uint))) << 29);
        }

        for (var i = 0; i < length; i++)
        {
            print |= (ulong)Unsafe.Add(ref first, i) << (8 * i);
        }

        return print;
    }

    /// <summary>One of 64 bits for a fingerprint.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Bit(ulong fingerprint) => 1UL << (int)((fingerprint * Spread) >> 58);

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
