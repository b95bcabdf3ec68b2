using System.Text;
using CsCheck;
using KymaIstioTransform.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Text;

/// <summary>The search for all words of a set in one pass, compared with one search for each word.</summary>
public class WordSetTests
{
    private static readonly Gen<string> Text = Gen.Char["aabbcdz-"].Array[0, 90].Select(c => new string(c));

    /// <summary>Words, each with a pair of its characters.</summary>
    private static readonly Gen<SearchedWord[]> Words = Gen.Select(
            Gen.Char["abcdz-"].Array[2, 5].Select(c => new string(c)),
            Gen.Int[0, 3],
            (word, at) => new SearchedWord(word, word.Substring(Math.Min(at, word.Length - 2), 2))
        )
        .Array[1, 32];

    [Fact]
    public void Every_word_of_the_text_is_found() =>
        Gen.Select(Text, Words)
            .Sample(
                (text, words) =>
                {
                    var expected = 0u;
                    for (var i = 0; i < words.Length; i++)
                    {
                        expected |= text.Contains(words[i].Text, StringComparison.Ordinal) ? 1u << i : 0;
                    }

                    Assert.Equal(expected, new WordSet(words).FindIn(Encoding.UTF8.GetBytes(text)));
                },
                iter: 20_000
            );
}
