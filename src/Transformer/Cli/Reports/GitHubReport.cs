namespace KymaIstioTransform.Cli.Reports;

/// <summary>Writes findings as workflow commands, which GitHub shows as annotations of the lines they name.</summary>
internal static class GitHubReport
{
    /// <summary>GitHub shows ten annotations of a type for each step and silently drops the rest.</summary>
    private const int MaxPerLevel = 10;

    public static void Write(IEnumerable<Finding> findings, TextWriter writer)
    {
        foreach (var level in findings.GroupBy(f => f.Level).OrderByDescending(g => g.Key))
        {
            var all = level.ToList();
            var command = level.Key switch
            {
                FindingLevel.Error => "error",
                FindingLevel.Warning => "warning",
                _ => "notice",
            };
            var shown = all.Count > MaxPerLevel ? MaxPerLevel - 1 : all.Count;
            foreach (var finding in all.Take(shown))
            {
                var place = finding.At is { } at ? $"file={Property(at.File)},line={at.Line},col={at.Column}," : "";
                writer.WriteLine($"::{command} {place}title={Property(finding.Rule)}::{Data(finding.Message)}");
            }

            if (all.Count > shown)
            {
                writer.WriteLine($"::{command} title=more::{all.Count - shown} more of this kind (a text or JSON report lists all)");
            }
        }
    }

    /// <summary>A property's value ends at a colon or a comma.</summary>
    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    /// <summary>Escapes text for a message. <see cref="PlainText"/> has already removed line breaks.</summary>
    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal);
}
