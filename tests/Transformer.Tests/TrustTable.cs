using Xunit;

namespace KymaIstioTransform.Tests;

/// <summary>
/// A table of docs/verification.md that a test makes: it fails when the table there is another one. UPDATE_SNAPSHOTS=1 writes it, which CI
/// refuses.
/// </summary>
internal static class TrustTable
{
    private static readonly string Document = Path.Combine(SharedData.Repository, "docs", "verification.md");

    /// <summary>Holds <paramref name="rows"/> against what stands between the two comments that name the table.</summary>
    public static void AssertCurrent(string name, IEnumerable<string> rows)
    {
        var (begin, end) = ($"<!-- {name}: made by a test -->\n", $"<!-- end of {name} -->");
        var text = File.ReadAllText(Document);
        var start = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var stop = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(start >= begin.Length && stop >= start, $"docs/verification.md has no place for the table {name}");

        var table = string.Concat(rows.Select(row => row + "\n"));
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Assert.True(Environment.GetEnvironmentVariable("CI") is null, "CI must not update documents");
            File.WriteAllText(Document, text[..start] + table + text[stop..]);
        }
        else
        {
            Assert.Equal(text[start..stop], table);
        }
    }
}
