using KymaIstioTransform.Cli.Diff;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Patches.Tracing;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Reports;

/// <summary>A report with the two streams it is about, for the formats that show more than the changes.</summary>
/// <param name="Report">What happened, with safe text (<see cref="PlainText"/>).</param>
/// <param name="InputName">The name of the first input.</param>
/// <param name="Before">The input; null for a run that failed before it was read.</param>
/// <param name="Output">The output; null for a run that failed.</param>
/// <param name="Error">Why the run failed; null when it did not.</param>
internal sealed record ReportedRun(Report Report, string InputName, SourceText? Before, SegmentedText? Output, ErrorResult? Error = null)
{
    private SourceText? after;

    /// <summary>The output as a source to read; null for a run that failed. Few formats need it.</summary>
    public SourceText? After => after ??= Output is null ? null : new SourceText("<output>", Output.ToArray());

    /// <summary>The result, as the JSON report names it.</summary>
    public string Result =>
        Error is not null ? "error"
        : !Report.IsInspection ? "written"
        : Report.HasFindings ? "findings"
        : "clean";

    /// <summary>The result as a sentence.</summary>
    public string Verdict =>
        (Result, Error?.Code) switch
        {
            ("error", ExitCode.Usage) => "Nothing was written: a flag, a variable or the configuration is wrong",
            ("error", ExitCode.FileError) => "Nothing was written: a file could not be read or written",
            ("error", ExitCode.InputRejected) => "Nothing was written: the input was rejected",
            ("error", _) => "Nothing was written: the program failed",
            ("findings", _) => "Findings: the manifests need changes",
            ("clean", _) => "Clean: nothing would change",
            _ when Report.Changes.Count == 0 => "Written: nothing had to change",
            _ => "Written: Kyma's changes are applied",
        };

    /// <summary>The names of the input files.</summary>
    public string InputNames =>
        Before is null ? InputName : PlainText.Of(string.Join(", ", Before.Files.Select(f => Before.Locate(f.Start).File).Distinct()));

    /// <summary>The resources that differ, with Secrets masked.</summary>
    public IReadOnlyList<ResourcePair> Diff =>
        Before is null || After is null ? [] : [.. StreamDiff.Pairs(Before, After, showSecrets: false)];

    /// <summary>Where the proxies of the output send their traces.</summary>
    public IReadOnlyList<TraceRoute> Traces =>
        After is null ? [] : [.. TraceRoutes.Find(ManifestReader.Read(After)).Select(r => r.With(PlainText.Of))];
}
