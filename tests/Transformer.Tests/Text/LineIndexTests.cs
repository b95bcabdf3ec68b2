using System.Text;
using KymaIstioTransform.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Text;

public class LineIndexTests
{
    [Theory]
    [InlineData("", 0, 1, 1)]
    [InlineData("a", 0, 1, 1)]
    [InlineData("a", 1, 1, 2)]
    [InlineData("a\nb", 1, 1, 2)]
    [InlineData("a\nb", 2, 2, 1)]
    [InlineData("a\r\nb", 2, 1, 3)]
    [InlineData("a\r\nb", 3, 2, 1)]
    [InlineData("a\n", 2, 2, 1)]
    [InlineData("\n\n\n", 2, 3, 1)]
    [InlineData("é\nb", 1, 1, 2)]
    [InlineData("é\nb", 3, 2, 1)]
    [InlineData("a", 99, 1, 2)]
    public void Counts_lines_and_bytes_from_one(string text, int offset, int line, int column) =>
        Assert.Equal((line, column), new LineIndex(Encoding.UTF8.GetBytes(text)).Position(offset));

    [Fact]
    public void Nothing_but_line_breaks_is_counted() =>
        Assert.Equal((10_001, 1), new LineIndex(Encoding.UTF8.GetBytes(new string('\n', 20_000))).Position(10_000));

    /// <summary>
    /// Long sources are counted in blocks: each line must count once, even if a block starts or ends with a line break.
    /// </summary>
    [Fact]
    public void Positions_in_long_sources_are_correct()
    {
        var source = Enumerable.Range(0, 20_000).Select(i => (byte)(i % 7 == 0 || i % 4096 is 0 or 4095 ? '\n' : 'x')).ToArray();
        var lines = new LineIndex(source);
        var (line, column) = (1, 1);
        for (var i = 0; i < source.Length; i++)
        {
            Assert.Equal((line, column), lines.Position(i));
            (line, column) = source[i] == '\n' ? (line + 1, 1) : (line, column + 1);
        }
    }
}
