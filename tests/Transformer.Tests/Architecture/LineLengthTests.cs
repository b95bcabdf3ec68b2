using Xunit;

namespace KymaIstioTransform.Tests.Architecture;

/// <summary>Lines of code are at most 140 characters long. Those that are still longer are counted, and the count must only fall.</summary>
public class LineLengthTests
{
    private const int Longest = 140;

    [Theory]
    [InlineData("src", 800)]
    [InlineData("tests", 1000)]
    public void Lines_are_short(string folder, int allowed)
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(SharedData.Repository, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));
        var longer = files
            .SelectMany(f => File.ReadLines(f).Select((line, i) => (f, i, line.Length)))
            .Where(l => l.Length > Longest)
            .ToList();

        Assert.True(
            longer.Count <= allowed,
            $"{longer.Count} lines are longer than {Longest}, {allowed} are allowed; the last is {longer.LastOrDefault()}"
        );
    }
}
