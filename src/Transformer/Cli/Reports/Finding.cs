using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Reports;

/// <summary>The severity of a finding.</summary>
internal enum FindingLevel
{
    Note,
    Warning,
    Error,
}

/// <summary>One result in the form that the CI report formats share.</summary>
/// <param name="Level">Its severity.</param>
/// <param name="Rule">The patch it is about, or <see cref="InputRule"/>.</param>
/// <param name="Message">The message without the place.</param>
/// <param name="Resource">The resource it is about, or null.</param>
/// <param name="At">Its place in the input; null when it has none.</param>
internal sealed record Finding(FindingLevel Level, string Rule, string Message, ResourceId? Resource, Location? At)
{
    /// <summary>True for work that is not done.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>The rule for findings about the input as a whole.</summary>
    public const string InputRule = "input";

    /// <summary>The chart template of the resource, from its <c># Source:</c> line; null when it has none.</summary>
    public string? Template { get; init; }

    /// <summary>
    /// Converts a report into findings. A change is an error in an inspection and a note after a run. Work that is not done is a warning.
    /// Changes that do not apply to the input are not findings.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="inputName">The place of errors that have none.</param>
    public static IEnumerable<Finding> Of(Report report, string inputName) =>
        [
            .. report.Failures.Select(f => Of(f.OrAt(inputName), FindingLevel.Error)),
            .. report.Changes.Select(c => Of(report, c, inputName)),
            .. report.Warnings.Select(w => Of(w, FindingLevel.Warning)),
            .. report.NotDone.Select(s => new Finding(FindingLevel.Warning, s.Patch, $"not done: {s.Target}: {s.Reason}", s.Resource, s.At)
            {
                IsSkipped = true,
            }),
        ];

    /// <summary>Converts the errors of a failed run into findings. Those without a place get that of the input.</summary>
    public static IEnumerable<Finding> Of(ErrorResult failure, string inputName) =>
        failure.Problems.Select(p => Of(p.OrAt(inputName), FindingLevel.Error));

    private static Finding Of(Notice notice, FindingLevel level) =>
        new(level, notice.Patch ?? InputRule, notice.Message, notice.Resource, notice.At);

    private static Finding Of(Report report, ResourceChange change, string inputName)
    {
        var fields = change.Fields.Select(f => $"; {f.Path}: {f.Old ?? "(none)"} -> {f.New ?? "(none)"}");
        var message =
            $"{change.Resource} "
            + $"{TextReport.Verb(report, change.Outcome)}{(change.Reason is { } reason ? $" ({reason})" : "")}{string.Concat(fields)}";
        var level = report.IsInspection ? FindingLevel.Error : FindingLevel.Note;
        var at = change.Fields.Count > 0 ? change.Fields[0].At : change.At;
        return new Finding(
            level,
            change.Patch,
            message,
            change.Resource,
            at is null && report.IsInspection ? Location.OfFile(inputName) : at
        )
        {
            Template = change.TemplatePath,
        };
    }
}
