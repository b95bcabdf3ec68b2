using System.Text.Json;
using Xunit;

namespace KymaIstioTransform.Tests.Laws;

/// <summary>
/// Holds a transformation against its report by lines alone, knowing no YAML: a line that is gone must belong to a removed resource or be
/// named by the report.
/// </summary>
internal static class LineChanges
{
    /// <summary>No change inserts more lines than this in one place, except for Secrets at the end of the stream.</summary>
    private const int MaxInserted = 24;

    public static void AssertReported(string before, string after, string jsonReport)
    {
        using var report = JsonDocument.Parse(jsonReport);
        var changes = report.RootElement.GetProperty("changes").EnumerateArray().ToList();
        var fields = changes.SelectMany(c => c.GetProperty("fields").EnumerateArray()).ToLookup(
            f => f.TryGetProperty("old", out _),
            f => f.GetProperty("line").GetInt32()
        );
        var (replaced, extended) = (fields[true].ToHashSet(), fields[false]);

        // Where a warning says so, aliases are replaced by copies of their values.
        var hasCopies = jsonReport.Contains("aliases of this document are replaced", StringComparison.Ordinal);

        // There is no line after the last line break, so additions at the end do not count as a changed line.
        var gone = GoneLines((before.EndsWith('\n') ? before[..^1] : before).Split('\n'), after.Split('\n'), replaced);
        if (!changes.Any(c => c.GetProperty("outcome").GetString() == "removed"))
        {
            // What is added to a flow collection changes the line of the collection, or adds a comma to the line of its last entry.
            var lines = before.Split('\n');
            bool HasComma(string line) => after.Contains($"\n{line},\n", StringComparison.Ordinal);
            bool IsCopied(string line) => hasCopies && line.Contains('*', StringComparison.Ordinal);
            var unnamed = gone.Except(replaced).Except(extended);
            Assert.Equal([], unnamed.Where(n => !HasComma(lines[n - 1]) && !IsCopied(lines[n - 1])));
        }
    }

    /// <summary>
    /// Numbers of the lines of <paramref name="before"/> that are not in <paramref name="after"/>, both read in order. A line that the
    /// report names counts as missing. Any other line must appear again, in order, or counts as missing too.
    /// </summary>
    private static List<int> GoneLines(string[] before, string[] after, HashSet<int> named)
    {
        var gone = new List<int>();
        var position = 0;
        for (var i = 0; i < before.Length; i++)
        {
            var found = named.Contains(i + 1)
                ? -1
                : Array.IndexOf(after, before[i], position, Math.Min(after.Length - position, MaxInserted));
            if (found < 0)
            {
                gone.Add(i + 1);
            }
            else
            {
                position = found + 1;
            }
        }

        return gone;
    }
}
