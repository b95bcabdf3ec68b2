using System.Numerics;
using System.Text;

namespace KymaIstioTransform.Text;

/// <summary>A word to search for.</summary>
/// <param name="Text">The word, in ASCII.</param>
/// <param name="RarePair">Two characters of it that are rare in manifests next to each other: the search stops only there.</param>
internal readonly record struct SearchedWord(string Text, string RarePair);

/// <summary>Finds which words are in bytes, in one pass for all words. The words have numbers: their places in the list.</summary>
internal sealed class WordSet
{
    /// <summary>The words, and the offset of the rare pair in each.</summary>
    private readonly (byte[] Bytes, int Pair)[] words;

    /// <summary>For each byte a bit for each word whose rare pair starts with it.</summary>
    private readonly uint[] byFirst = new uint[byte.MaxValue + 1];

    private readonly BytePairs pairs;

    /// <summary>Up to 32 words.</summary>
    public WordSet(params ReadOnlySpan<SearchedWord> words)
    {
        this.words = new (byte[] Bytes, int Pair)[words.Length];
        var all = new (byte First, byte? Second)[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            var pair = words[i].Text.IndexOf(words[i].RarePair, StringComparison.Ordinal);
            var bytes = Encoding.ASCII.GetBytes(words[i].Text);
            this.words[i] = (bytes, pair);
            all[i] = (bytes[pair], bytes[pair + 1]);
            byFirst[bytes[pair]] |= 1u << i;
        }

        pairs = new BytePairs(all);
    }

    /// <summary>A bit for each word that is in the text.</summary>
    public uint FindIn(ReadOnlySpan<byte> text)
    {
        var found = 0u;
        for (var at = pairs.Next(text, 0); at < text.Length; at = pairs.Next(text, at + 1))
        {
            for (var left = byFirst[text[at]] & ~found; left != 0; left &= left - 1)
            {
                var number = BitOperations.TrailingZeroCount(left);
                var (word, pair) = words[number];
                if (at >= pair && at + 1 < text.Length && text[at + 1] == word[pair + 1] && text[(at - pair)..].StartsWith(word))
                {
                    found |= 1u << number;
                }
            }
        }

        return found;
    }
}
