using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Cli.Reports;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>A check for CI: reports what the patches would still change and which preconditions fail, and writes no manifests.</summary>
internal static class VerifyCommand
{
    public static ExitCode Run(string[] args, RunContext context) => Check(RunInputs.Read(args, context, Verbs.Verify), context);

    /// <summary>Writes the findings about the input; the exit code says whether there are any.</summary>
    public static ExitCode Check(RunInputs run, RunContext context)
    {
        var result = ManifestTransformer.Inspect(run.Source, run.Settings.Transform);
        var report = result.Report with { Warnings = [.. result.Report.Warnings, .. run.Settings.Warnings] };
        ReportOutput.Write(context, report, run.Source, result.Output);
        return report.HasFindings ? ExitCode.Findings : ExitCode.Written;
    }
}
