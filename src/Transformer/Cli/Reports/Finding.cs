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

/// <summary>One result in the form that the report formats of CI systems share.</summary>
/// <param name="Level">Its weight.</param>
/// <param name="Rule">The patch it is about, or <see cref="InputRule"/>.</param>
/// <param name="Message">What there is to say, without the place.</param>
/// <param name="Resource">The resource it is about; null when it is about none.</param>
/// <param name="At">Its place in the input; null when it has none.</param>
internal sealed record Finding(FindingLevel Level, string Rule, string Message, ResourceId? Resource, Location? At)
{
    /// <summary>True for work that is not done.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>The rule of what concerns the input as such.</summary>
    public const string InputRule = "input";

    /// <summary>The chart template of the resource, from its <c># Source:</c> line; null when it has none.</summary>
    public string? Template { get; init; }

    /// <summary>
    /// A report as findings. In an inspection each change that would be made is an error, after a run that made it a note. Work that
    /// is not done is a warning. What does not apply to the input is no finding.
    /// </summary>
    public static IEnumerable<Finding> Of(Report report) =>
    [
        .. report.Failures.Select(f => Of(f, FindingLevel.Error)),
        .. report.Changes.Select(c => Of(report, c)),
        .. report.Warnings.Select(w => Of(w, FindingLevel.Warning)),
        .. report.NotDone.Select(s => new Finding(FindingLevel.Warning, s.Patch, $"not done: {s.Target}: {s.Reason}", s.Resource, s.At) { IsSkipped = true }),
    ];

    /// <summary>A run that failed.</summary>
    public static IEnumerable<Finding> Of(ErrorResult failure) => failure.Problems.Select(p => Of(p, FindingLevel.Error));

    private static Finding Of(Notice notice, FindingLevel level) =>
        new(level, notice.Patch ?? InputRule, notice.Message, notice.Resource, notice.At);

    private static Finding Of(Report report, ResourceChange change)
    {
        var fields = change.Fields.Select(f => $"; {f.Path}: {f.Old ?? "(none)"} -> {f.New ?? "(none)"}");
        var message = $"{change.Resource} {TextReport.Verb(report, change.Outcome)}{(change.Reason is { } reason ? $" ({reason})" : "")}{string.Concat(fields)}";
        var level = report.IsInspection ? FindingLevel.Error : FindingLevel.Note;
        return new Finding(level, change.Patch, message, change.Resource, change.Fields.Count > 0 ? change.Fields[0].At : change.At) { Template = change.TemplatePath };
    }
}
