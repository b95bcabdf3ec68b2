using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Cli.Reports;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>A gate: tells what is not as the patches leave it and which preconditions fail, and writes no manifests.</summary>
internal static class VerifyCommand
{
    public static ExitCode Run(string[] args, RunContext context)
    {
        var run = RunInputs.Read(args, context, Verbs.Verify);
        var report = ManifestTransformer.Inspect(run.Source, run.Settings.Transform);
        ReportOutput.Write(context, report with { Warnings = [.. report.Warnings, .. run.Settings.Warnings] });
        return report.HasFindings ? ExitCode.Findings : ExitCode.Written;
    }
}
