using Xunit;

namespace KymaIstioTransform.Tests.Architecture;

/// <summary>A line of code has at most 140 characters.</summary>
public class LineLengthTests
{
    private const int Longest = 140;

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_line_is_longer_than_140_characters(string folder)
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(SharedData.Repository, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .ToList();
        var longer = files.SelectMany(f =>
            File.ReadLines(f).Select((line, i) => (line.Length, At: $"{f}:{i + 1}")).Where(l => l.Length > Longest).Select(l => l.At)
        );

        Assert.NotEmpty(files);
        Assert.Empty(longer);
    }
}
