using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace KymaIstioTransform.Text;

/// <summary>
/// Finds the first of a few words in bytes, in one pass for all words: each step compares the first two bytes of every word at sixteen
/// places. The .NET searches take one word at a time, or characters.
/// </summary>
internal sealed class WordFilter
{
    private const int Bits = 8;

    private static readonly int Step = Vector128<byte>.Count;

    private readonly byte[][] words;

    /// <summary>
    /// For the low and the high half of a word's first and second byte: a bit for each word that has this half there. Words share bits when
    /// there are more than eight.
    /// </summary>
    private readonly Vector128<byte> firstLow;
    private readonly Vector128<byte> firstHigh;
    private readonly Vector128<byte> secondLow;
    private readonly Vector128<byte> secondHigh;

    /// <summary>The words, none of them empty.</summary>
    public WordFilter(params IReadOnlyList<string> words)
    {
        this.words = new byte[words.Count][];
        Span<byte> halves = stackalloc byte[4 * Step];
        halves.Clear();
        for (var i = 0; i < words.Count; i++)
        {
            var word = this.words[i] = Encoding.UTF8.GetBytes(words[i]);
            var bit = (byte)(1 << (i % Bits));
            Mark(halves, word[0], bit);
            if (word.Length > 1)
            {
                Mark(halves[(2 * Step)..], word[1], bit);
            }
            else
            {
                // Any byte may follow.
                foreach (ref var half in halves[(2 * Step)..])
                {
                    half |= bit;
                }
            }
        }

        firstLow = Vector128.Create<byte>(halves[..Step]);
        firstHigh = Vector128.Create<byte>(halves[Step..(2 * Step)]);
        secondLow = Vector128.Create<byte>(halves[(2 * Step)..(3 * Step)]);
        secondHigh = Vector128.Create<byte>(halves[(3 * Step)..]);
    }

    /// <summary>True when one of the words is in the text.</summary>
    public bool IsIn(ReadOnlySpan<byte> text) => IndexOf(text, 0) >= 0;

    /// <summary>The first place from <paramref name="at"/> on where one of the words starts, or -1.</summary>
    public int IndexOf(ReadOnlySpan<byte> text, int at)
    {
        var last = text.Length - Step - 1;
        return at <= last && (Ssse3.IsSupported || AdvSimd.Arm64.IsSupported) ? IndexInSteps(text, at, last) : IndexInRest(text, at);
    }

    /// <summary>The same in steps, up to one at <paramref name="last"/>.</summary>
    private int IndexInSteps(ReadOnlySpan<byte> text, int at, int last)
    {
        // Local variables stay in registers.
        var (low, high, nextLow, nextHigh) = (firstLow, firstHigh, secondLow, secondHigh);
        ref var start = ref MemoryMarshal.GetReference(text);
        while (true)
        {
            var found =
                BitsOf(Vector128.LoadUnsafe(ref start, (nuint)at), low, high)
                & BitsOf(Vector128.LoadUnsafe(ref start, (nuint)at + 1), nextLow, nextHigh);
            var places = ~Vector128.Equals(found, Vector128<byte>.Zero).ExtractMostSignificantBits() & ushort.MaxValue;
            for (; places != 0; places &= places - 1)
            {
                var place = at + BitOperations.TrailingZeroCount(places);
                if (StartsWithWord(text[place..]))
                {
                    return place;
                }
            }

            if (at == last)
            {
                return StartsWithWord(text[^1..]) ? text.Length - 1 : -1;
            }

            // The last step overlaps the one before it.
            at = Math.Min(at + Step, last);
        }
    }

    /// <summary>The bits of the words that may have each of the bytes at one place.</summary>
    private static Vector128<byte> BitsOf(Vector128<byte> bytes, Vector128<byte> low, Vector128<byte> high) =>
        Lookup(low, bytes & Vector128.Create((byte)0xf)) & Lookup(high, Vector128.ShiftRightLogical(bytes, 4));

    private static Vector128<byte> Lookup(Vector128<byte> table, Vector128<byte> places) =>
        AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.VectorTableLookup(table, places) : Ssse3.Shuffle(table, places);

    private static void Mark(Span<byte> halves, byte value, byte bit)
    {
        halves[value & 0xf] |= bit;
        halves[Step + (value >> 4)] |= bit;
    }

    private int IndexInRest(ReadOnlySpan<byte> text, int at)
    {
        for (; at < text.Length; at++)
        {
            if (StartsWithWord(text[at..]))
            {
                return at;
            }
        }

        return -1;
    }

    private bool StartsWithWord(ReadOnlySpan<byte> text)
    {
        foreach (var word in words)
        {
            if (text[0] == word[0] && text.StartsWith(word))
            {
                return true;
            }
        }

        return false;
    }
}
