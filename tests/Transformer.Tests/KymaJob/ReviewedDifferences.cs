using Xunit;

namespace KymaIstioTransform.Tests.KymaJob;

/// <summary>
/// The reviewed list of intended differences, in <c>reviewed-differences.txt</c>: a section starts with <c># </c> and the
/// fault of the Job that it avoids; <c>on:</c> names the releases and streams; each further line is one difference.
/// </summary>
internal static class ReviewedDifferences
{
    private static readonly string Path = System.IO.Path.Combine(
        SharedData.Repository,
        "tests",
        "Transformer.Tests",
        "KymaJob",
        "reviewed-differences.txt"
    );

    /// <summary>The differences that are expected for a release and a stream.</summary>
    public static IEnumerable<string> Of(string release, string stream)
    {
        var (reason, applies) = ("", false);
        foreach (var line in File.ReadAllLines(Path).Where(l => l.Length > 0))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                (reason, applies) = (line[2..].Trim(), false);
            }
            else if (line.StartsWith("on: ", StringComparison.Ordinal))
            {
                Assert.True(reason.Length > 0, $"no fault of the Job is named for: {line}");
                var words = line["on: ".Length..].Split(' ');
                applies = words.Contains(release) && words.Contains(stream);
            }
            else if (applies)
            {
                yield return line;
            }
        }
    }

    /// <summary>The releases and streams that the list names.</summary>
    public static IEnumerable<string> Named =>
        File.ReadAllLines(Path)
            .Where(l => l.StartsWith("on: ", StringComparison.Ordinal))
            .SelectMany(l => l["on: ".Length..].Split(' '))
            .Distinct();
}
