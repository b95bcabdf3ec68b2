using System.Text;
using KymaIstioTransform.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Text;

public class LinesTests
{
    [Theory]
    [InlineData("ab\ncd\n", 0, 0, 2, 3)]
    [InlineData("ab\ncd\n", 2, 0, 2, 3)]
    [InlineData("ab\ncd\n", 4, 3, 5, 6)]
    [InlineData("ab\r\ncd", 1, 0, 2, 4)]
    [InlineData("ab\r\ncd", 6, 4, 6, 6)]
    [InlineData("\n\n", 1, 1, 1, 2)]
    [InlineData("", 0, 0, 0, 0)]
    public void Finds_the_line_around_an_offset(string text, int offset, int start, int end, int next)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        Assert.Equal((start, end, next), (Lines.Start(bytes, offset), Lines.End(bytes, offset), Lines.Next(bytes, offset)));
        Assert.Equal(offset - start, Lines.Column(bytes, offset));
    }

    [Theory]
    [InlineData("", "\n")]
    [InlineData("a", "\n")]
    [InlineData("a\nb\r\n", "\n")]
    [InlineData("a\r\nb\n", "\r\n")]
    [InlineData("\nb\r\n", "\n")]
    public void The_first_line_break_counts(string text, string lineBreak) =>
        Assert.Equal(lineBreak, Encoding.UTF8.GetString(Lines.Break(Encoding.UTF8.GetBytes(text))));
}
