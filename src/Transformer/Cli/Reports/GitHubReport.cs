namespace KymaIstioTransform.Cli.Reports;

/// <summary>Writes findings as workflow commands, which GitHub shows as annotations of the lines they name.</summary>
internal static class GitHubReport
{
    public static void Write(IEnumerable<Finding> findings, TextWriter writer)
    {
        foreach (var finding in findings)
        {
            var command = finding.Level switch { FindingLevel.Error => "error", FindingLevel.Warning => "warning", _ => "notice" };
            var place = finding.At is { } at ? $"file={Property(at.File)},line={at.Line}," : "";
            writer.WriteLine($"::{command} {place}title={Property(finding.Rule)}::{Escaped(finding.Message)}");
        }
    }

    private static string Property(string text) => Escaped(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static string Escaped(string text) =>
        TextReport.Printable(text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal));
}
