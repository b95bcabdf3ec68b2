using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Cli.Reports;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>
/// A check for CI: reports which changes the patches would still make and which preconditions fail. It writes no manifests.
/// </summary>
internal static class VerifyCommand
{
    public static ExitCode Run(string[] args, RunContext context) => Check(RunInputs.Read(args, context, Verbs.Verify), context);

    /// <summary>Reports the findings about the input. The exit code shows whether there are any.</summary>
    public static ExitCode Check(RunInputs run, RunContext context)
    {
        var result = ManifestTransformer.Inspect(run.Manifest, run.Settings.Transform);
        var report = result.Report with { Warnings = [.. result.Report.Warnings, .. run.Settings.Warnings] };
        ReportOutput.Write(context, report, run.Source, result.Output);
        return report.HasFindings ? ExitCode.Findings : ExitCode.Written;
    }
}
