using System.Text;
using CsCheck;
using KymaIstioTransform.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Text;

/// <summary>The search for all words of a set in one pass, compared with one search for each word.</summary>
public class WordSetTests
{
    private static readonly Gen<string> Text = Gen.Char["aabbcdz-"].Array[0, 90].Select(c => new string(c));

    /// <summary>Words, each with characters at the first place of an even and of an odd offset.</summary>
    private static readonly Gen<SearchedWord[]> Words = Gen.Select(
            Gen.Char["abcdz-"].Array[4, 8].Select(c => new string(c)),
            Gen.Int[0, 2],
            Gen.Int[0, 2],
            (word, even, odd) => new SearchedWord(word, Part(word, 2 * even), Part(word, (2 * odd) + 1))
        )
        .Where(w => w.Text.IndexOf(w.Even, StringComparison.Ordinal) % 2 == 0 && w.Text.IndexOf(w.Odd, StringComparison.Ordinal) % 2 == 1)
        .Array[1, 16];

    [Fact]
    public void Every_word_of_the_text_is_found() =>
        Gen.Select(Text, Words, Gen.Int[0, 90], Gen.Int[0, 15])
            .Sample(
                (around, words, place, number) =>
                {
                    var text = around.Insert(Math.Min(place, around.Length), words[number % words.Length].Text);
                    var expected = 0u;
                    for (var i = 0; i < words.Length; i++)
                    {
                        expected |= text.Contains(words[i].Text, StringComparison.Ordinal) ? 1u << i : 0;
                    }

                    Assert.Equal(expected, new WordSet(words).FindIn(Encoding.UTF8.GetBytes(text)));
                },
                iter: 20_000
            );

    [Theory]
    [InlineData("zipkin", "zip", "zip")]
    [InlineData("zipkin", "ipk", "ipk")]
    [InlineData("zipkin", "kin", "jae")]
    public void Characters_that_a_word_does_not_have_at_such_an_offset_are_refused(string word, string even, string odd) =>
        Assert.Throws<ArgumentException>(() => new WordSet(new SearchedWord(word, even, odd)));

    /// <summary>Three characters of a word, at this offset or at the last one of the same parity.</summary>
    private static string Part(string word, int offset)
    {
        while (offset > word.Length - 3)
        {
            offset -= 2;
        }

        return word.Substring(offset, 3);
    }
}
