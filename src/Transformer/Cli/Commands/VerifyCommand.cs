using KymaIstioTransform.Cli.Reports;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>A gate: tells what is not as the patches leave it and which preconditions fail, and writes no manifests.</summary>
internal sealed class VerifyCommand : ICommand
{
    public string Name => "verify";

    public string Usage => "verify [FILE|DIR|-]... [flags]";

    public string Summary => "tell what would change and which preconditions fail; exit 1 when anything does";

    public ExitCode Run(string[] args, RunContext context)
    {
        if (RunInputs.Of(args, context, lookOnly: true, out var exit) is not { } run)
        {
            return exit;
        }

        var report = ManifestTransformer.Inspect(run.Source, run.Options.Transform);
        ReportOutput.Write(context, report);
        return report.HasFindings ? ExitCode.Findings : ExitCode.Written;
    }
}
