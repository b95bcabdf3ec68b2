using System.Text;
using CsCheck;
using KymaIstioTransform.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Text;

/// <summary>The search for several words in one pass, compared with one search for each word.</summary>
public class WordFilterTests
{
    private static readonly Gen<string> Text = Gen.Char["aabbcdzé-"].Array[0, 90].Select(c => new string(c));

    private static readonly Gen<string[]> Words = Gen.Char["abcdzé-"].Array[1, 4].Select(c => new string(c)).Array[1, 20];

    [Fact]
    public void The_first_place_of_any_word_is_found() =>
        Gen.Select(Text, Words, Gen.Int[0, 100])
            .Sample(
                (text, words, from) =>
                {
                    var bytes = Encoding.UTF8.GetBytes(text);
                    var start = Math.Min(from, bytes.Length);
                    var expected = words
                        .Select(w => bytes.AsSpan(start).IndexOf(Encoding.UTF8.GetBytes(w)))
                        .Where(at => at >= 0)
                        .Select(at => start + at)
                        .DefaultIfEmpty(-1)
                        .Min();

                    Assert.Equal(expected, new WordFilter(words).IndexOf(bytes, start));
                },
                iter: 20_000
            );
}
