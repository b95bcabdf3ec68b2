using System.Text;
using KymaIstioTransform.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Text;

public class SourceTextTests
{
    private const string Mark = "\ufeff";

    [Theory]
    [InlineData("", "a: 1", "a: 1")]
    [InlineData("a: 1", "", "a: 1")]
    [InlineData("a: 1\n", "b: 2\n", "a: 1\n---\nb: 2\n")]
    [InlineData("a: 1", "b: 2", "a: 1\n---\nb: 2")]
    [InlineData("a: 1\n", "---\nb: 2\n", "a: 1\n---\nb: 2\n")]
    [InlineData("a: 1\r\n", "b: 2\r\n", "a: 1\r\n---\r\nb: 2\r\n")]
    [InlineData("a: 1\r\nb: 1", "c: 2\n", "a: 1\r\nb: 1\r\n---\nc: 2\n")]
    [InlineData(Mark + "a: 1\n", Mark + "b: 2\n", Mark + "a: 1\n---\nb: 2\n")]
    public void Inputs_are_joined_as_documents(string first, string second, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Joined(first, second).Bytes));

    [Fact]
    public void A_single_input_is_kept_byte_for_byte()
    {
        var bytes = "\ufeffa: 1"u8.ToArray();

        Assert.Same(bytes, new SourceText("in", bytes).Bytes);
    }

    [Theory]
    [InlineData("a: 1", "second:1:1")]
    [InlineData("a: 1\n\n\n", "second:1:1")]
    public void Places_count_from_the_start_of_their_input(string first, string expected)
    {
        var source = Joined(first, "b: 2");

        Assert.Equal("first:1:1", source.Locate(0).ToString());
        Assert.Equal(expected, source.Locate(source.Bytes.AsSpan().IndexOf("b"u8)).ToString());
    }

    [Fact]
    public void The_line_that_joins_two_inputs_is_of_neither_input()
    {
        var source = Joined("a: 1\n", "b: 2\n");

        Assert.Equal(["a: 1\n", "b: 2\n"], source.Inputs.Select(i => Encoding.UTF8.GetString(source.Bytes, i.Start, i.Length)));
        Assert.Equal(["a: 1\n---\n", "b: 2\n"], source.Files.Select(i => Encoding.UTF8.GetString(source.Bytes, i.Start, i.Length)));
    }

    [Theory]
    [InlineData("a", 0, 1)]
    [InlineData(Mark + "a", 3, 4)]
    [InlineData(Mark, 3, 3)]
    [InlineData("", 0, 0)]
    public void Content_starts_after_a_byte_order_mark(string text, int start, int end) =>
        Assert.Equal(new ByteSpan(start, end), SourceText.ContentOf(Encoding.UTF8.GetBytes(text)));

    private static SourceText Joined(string first, string second) =>
        new([new InputFile("first", Encoding.UTF8.GetBytes(first)), new InputFile("second", Encoding.UTF8.GetBytes(second))]);
}
