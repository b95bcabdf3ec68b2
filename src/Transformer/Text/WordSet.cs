using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace KymaIstioTransform.Text;

/// <summary>A word to search for.</summary>
/// <param name="Text">The word, in ASCII.</param>
/// <param name="Even">
/// Three characters at an even offset in it. Few texts have the first and the third of them in this order: the search stops only there.
/// </param>
/// <param name="Odd">The same at an odd offset.</param>
internal readonly record struct SearchedWord(string Text, string Even, string Odd);

/// <summary>
/// Finds which words are in bytes, in one pass for all words. The words have numbers: their places in the list. The search looks at every
/// second byte, where each word has its even or its odd characters.
/// </summary>
internal sealed class WordSet
{
    private const int MaxWords = 16;

    /// <summary>The bytes of which a vector holds every second one.</summary>
    private const int Step = 32;

    /// <summary>The characters of a word that the search finds, from <paramref name="Offset"/> on.</summary>
    private readonly record struct Part(byte[] Word, int Number, int Offset);

    /// <summary>Two parts of each word.</summary>
    private readonly Part[] parts;

    /// <summary>For each byte a bit for each part that has it as the first or the third character.</summary>
    private readonly (uint First, uint Third)[] partsWith = new (uint First, uint Third)[byte.MaxValue + 1];

    private readonly BytePairs pairs;

    /// <summary>Up to 16 words.</summary>
    public WordSet(params ReadOnlySpan<SearchedWord> words)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(words.Length, MaxWords);
        parts = new Part[2 * words.Length];
        var all = new (byte First, byte? Second)[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var (text, even, odd) = words[i / 2];
            var offset = text.IndexOf(i % 2 == 0 ? even : odd, StringComparison.Ordinal);
            if (offset < 0 || offset % 2 != i % 2)
            {
                throw new ArgumentException($"'{text}' does not have these characters at an even and at an odd offset", nameof(words));
            }

            var word = Encoding.ASCII.GetBytes(text);
            parts[i] = new Part(word, i / 2, offset);
            all[i] = (word[offset], word[offset + 2]);
            partsWith[word[offset]].First |= 1u << i;
            partsWith[word[offset + 2]].Third |= 1u << i;
        }

        pairs = new BytePairs(all);
    }

    /// <summary>A bit for each word that is in the text.</summary>
    public uint FindIn(ReadOnlySpan<byte> text)
    {
        if (!BytePairs.IsAccelerated)
        {
            return FindEach(text);
        }

        var (found, at, before) = (0u, 0, Vector128<byte>.Zero);
        ref var start = ref MemoryMarshal.GetReference(text);
        for (var last = text.Length - Step; at <= last; at += Step)
        {
            var places = pairs.Places(EverySecond(ref Unsafe.Add(ref start, at)), ref before);
            if (places != 0)
            {
                found |= FindAt(text, at, places);
            }
        }

        return found | FindInRest(text, at, before);
    }

    /// <summary>The words that end after the last whole step.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint FindInRest(ReadOnlySpan<byte> text, int step, Vector128<byte> before)
    {
        Span<byte> rest = stackalloc byte[Step];
        rest.Clear();
        text[step..].CopyTo(rest);
        var places = pairs.Places(EverySecond(ref MemoryMarshal.GetReference(rest)), ref before);
        return places == 0 ? 0 : FindAt(text, step, places);
    }

    /// <summary>The bytes at even offsets among the next <see cref="Step"/>.</summary>
    private static Vector128<byte> EverySecond(ref byte start) =>
        Vector128.Narrow(
            Vector128.LoadUnsafe(ref start).AsUInt16(),
            Vector128.LoadUnsafe(ref start, (nuint)Vector128<byte>.Count).AsUInt16()
        );

    /// <summary>The words at the places of a step (see <see cref="BytePairs.Places"/>), each of which stands for two bytes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint FindAt(ReadOnlySpan<byte> text, int step, uint places)
    {
        var found = 0u;
        for (; places != 0; places &= places - 1)
        {
            var at = step + (2 * (BitOperations.TrailingZeroCount(places) - 1));
            if (at + 2 >= text.Length)
            {
                break;
            }

            for (var left = partsWith[text[at]].First & partsWith[text[at + 2]].Third; left != 0; left &= left - 1)
            {
                ref readonly var part = ref parts[BitOperations.TrailingZeroCount(left)];
                if (text[at + 1] == part.Word[part.Offset + 1] && at >= part.Offset && text[(at - part.Offset)..].StartsWith(part.Word))
                {
                    found |= 1u << part.Number;
                }
            }
        }

        return found;
    }

    private uint FindEach(ReadOnlySpan<byte> text)
    {
        var found = 0u;
        foreach (var part in parts)
        {
            found |= text.IndexOf(part.Word) >= 0 ? 1u << part.Number : 0;
        }

        return found;
    }
}
