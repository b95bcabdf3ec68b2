using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Reports;

/// <summary>How much a finding weighs.</summary>
internal enum FindingLevel
{
    Note,
    Warning,
    Error,
}

/// <summary>One line of a report in the form that gates of CI systems share.</summary>
/// <param name="Level">Its weight.</param>
/// <param name="Rule">The patch it is about, or <see cref="InputRule"/>.</param>
/// <param name="Message">What there is to say, without the place.</param>
/// <param name="Resource">The resource it is about, if it is about one.</param>
/// <param name="At">Its place in the input, if it has one.</param>
internal sealed record Finding(FindingLevel Level, string Rule, string Message, ResourceId? Resource, Location? At)
{
    /// <summary>The rule of what concerns the input as such.</summary>
    public const string InputRule = "input";

    /// <summary>
    /// A report as findings. In an inspection each change that would be made is an error, after a run that made it a note. What was skipped is
    /// a note.
    /// </summary>
    public static IEnumerable<Finding> Of(Report report) =>
    [
        .. report.Failures.Select(f => new Finding(FindingLevel.Error, f.Patch ?? InputRule, f.Message, null, f.At)),
        .. report.Changes.Select(c => new Finding(report.IsInspection ? FindingLevel.Error : FindingLevel.Note, c.Patch, Describe(report, c), c.Resource, c.Fields.Count > 0 ? c.Fields[0].At : c.At)),
        .. report.Warnings.Select(w => new Finding(FindingLevel.Warning, w.Patch ?? InputRule, w.Message, null, null)),
        .. report.Skipped.Select(s => new Finding(FindingLevel.Note, s.Patch, $"skipped: {s.Target}: {s.Reason}", null, null)),
    ];

    /// <summary>A run that failed.</summary>
    public static IEnumerable<Finding> OfError(string message) => message.Split('\n').Select(line => new Finding(FindingLevel.Error, InputRule, line, null, null));

    private static string Describe(Report report, ResourceChange change)
    {
        var fields = change.Fields.Select(f => $"{f.Path}: {f.Old ?? "(none)"} -> {f.New ?? "(none)"}");
        return $"{change.Resource} {TextReport.Verb(report, change.Outcome)}{(change.Reason is { } reason ? $" ({reason})" : "")}{string.Concat(fields.Select(f => "; " + f))}";
    }
}
