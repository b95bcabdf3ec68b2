using System.Numerics;
using System.Text;
using CsCheck;
using KymaIstioTransform.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Text;

/// <summary>Compares the searches that process sixteen bytes or more at a time with byte-by-byte searches.</summary>
public class ByteSearchTests
{
    private const string Word = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./_";

    /// <summary>Characters that end or continue a search, and the neighbours of their ranges.</summary>
    private static readonly Gen<byte[]> Texts = Gen.OneOf(
            Gen.Char["az09-._/ \n"],
            Gen.Char["`{@[,:^\u0000\u007f\u0080é\r\t~ "],
            Gen.Char["  -\n."],
            Gen.Char["aaaa :#*\n\t\"'\\"]
        )
        .Array[0, 150]
        .Select(text => Encoding.UTF8.GetBytes(text));

    [Fact]
    public void A_word_ends_at_the_first_other_byte() =>
        Compare(ByteSearch.WordEnd, (bytes, at) => End(bytes, at, b => !Word.Contains((char)b, StringComparison.Ordinal)));

    [Fact]
    public void Every_byte_is_classified_as_word_or_not() =>
        Assert.All(
            Enumerable.Range(0, 256),
            b =>
                Assert.Equal(
                    Word.Contains((char)b, StringComparison.Ordinal) ? 16 : 0,
                    ByteSearch.WordEnd([.. Enumerable.Repeat((byte)b, 16)], 0)
                )
        );

    [Fact]
    public void Spaces_end_at_the_first_other_byte() => Compare(ByteSearch.SpacesEnd, (bytes, at) => End(bytes, at, b => b != ' '));

    [Fact]
    public void Plain_text_ends_at_the_first_other_byte() =>
        Compare(ByteSearch.FirstUnusualByte, (bytes, at) => End(bytes, at, b => !IsPlain(b)));

    [Fact]
    public void Every_byte_is_classified_as_plain_or_not() =>
        Assert.All(
            Enumerable.Range(0, 256),
            b => Assert.Equal(IsPlain((byte)b) ? 80 : 0, ByteSearch.FirstUnusualByte([.. Enumerable.Repeat((byte)b, 80)], 0))
        );

    [Fact]
    public void A_plain_scalar_may_stop_at_three_characters() =>
        Compare(ByteSearch.PlainStop, (bytes, at) => End(bytes, at, b => b is (byte)':' or (byte)'#' or (byte)'\n'));

    [Theory]
    [InlineData('"')]
    [InlineData('\'')]
    public void A_quoted_scalar_may_stop_at_three_characters(char quote) =>
        Compare(
            (bytes, at) => ByteSearch.QuotedStop(bytes, at, (byte)quote),
            (bytes, at) => End(bytes, at, b => b == quote || b is (byte)'\\' or (byte)'\n')
        );

    [Fact]
    public void The_next_line_starts_after_a_line_feed() =>
        Compare(ByteSearch.NextLine, (bytes, at) => Math.Min(End(bytes, at, b => b == '\n') + 1, bytes.Length));

    /// <summary>The first stop found one by one in the bits, as the reader does it.</summary>
    [Fact]
    public void Stops_have_a_bit_each() =>
        Compare(
            (bytes, at) =>
            {
                while (at < bytes.Length && ByteSearch.Stops(bytes, at) == 0)
                {
                    at += ByteSearch.StopsStep;
                }

                return at < bytes.Length ? at + BitOperations.TrailingZeroCount(ByteSearch.Stops(bytes, at)) : bytes.Length;
            },
            (bytes, at) => End(bytes, at, b => ":#*\t\n!)+".Contains((char)b, StringComparison.Ordinal))
        );

    [Fact]
    public void Every_byte_of_a_text_is_classified_as_stop_or_not() =>
        Assert.All(
            Enumerable.Range(0, 256).Where(b => b >= ' ' || IsPlain((byte)b)),
            b =>
                Assert.Equal(
                    ":#*\t\n!)+".Contains((char)b, StringComparison.Ordinal) ? uint.MaxValue : 0,
                    ByteSearch.Stops([.. Enumerable.Repeat((byte)b, 32)], 0)
                )
        );

    [Fact]
    public void A_candidate_of_a_marker_is_found_at_the_start_of_a_line() =>
        Compare(
            ByteSearch.NextMarkerCandidate,
            (bytes, at) =>
            {
                var found = Encoding.Latin1.GetString(bytes, at, bytes.Length - at).Split('\n').Skip(1).ToList();
                var index = found.FindIndex(line =>
                    line.StartsWith("---", StringComparison.Ordinal) || line.StartsWith("...", StringComparison.Ordinal)
                );
                return index < 0 ? bytes.Length : bytes.Length - string.Join('\n', found.Skip(index)).Length;
            }
        );

    private static bool IsPlain(byte b) => b is (byte)'\t' or (byte)'\n' or (>= 0x20 and < 0x7f);

    private static int End(byte[] bytes, int at, Predicate<byte> isOther) =>
        Array.FindIndex(bytes, at, isOther) is >= 0 and var found ? found : bytes.Length;

    private static void Compare(Search search, Func<byte[], int, int> slow) =>
        Texts.Sample(bytes =>
        {
            for (var at = 0; at <= bytes.Length; at++)
            {
                Assert.Equal(slow(bytes, at), search(bytes, at));
            }
        });

    private delegate int Search(ReadOnlySpan<byte> bytes, int at);
}
