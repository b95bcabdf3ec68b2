using Xunit;

namespace KymaIstioTransform.Tests;

/// <summary>
/// A generated table in docs/verification.md. A test fails when it is stale. UPDATE_SNAPSHOTS=1 writes it, which CI does not allow.
/// </summary>
internal static class VerificationTable
{
    private static readonly string Document = Path.Combine(SharedData.Repository, "docs", "verification.md");

    /// <summary>Compares <paramref name="rows"/> with the text between the two comments that name the table.</summary>
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
