using KymaIstioTransform.Certificates;
using KymaIstioTransform.Cli.Diff;
using KymaIstioTransform.Cli.Output;
using KymaIstioTransform.Cli.Reports;
using KymaIstioTransform.Hosts;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>The main job: manifests in, patched manifests out.</summary>
internal sealed class TransformCommand : ICommand
{
    public string Name => "transform";

    public string Usage => "[FILE|DIR|-]... [flags]";

    public string Summary => "apply Kyma's changes (what happens without a command)";

    public ExitCode Run(string[] args, Session session)
    {
        if (PreparedRun.Of(args, session, lookOnly: false, out var exit) is not { } run)
        {
            return exit;
        }

        if (run.Options.Diff)
        {
            return StreamDiff.Show(run, session);
        }

        if (FunctionInput.Find(run.Source) is { } function)
        {
            return run.Options.Output is not null ? throw new UsageException("--output-dir is not for a function: the orchestrator takes what standard output has") : FunctionRun.Run(function, run.Typed, session);
        }

        var result = ManifestTransformer.Transform(run.Source, run.Options.Transform);
        var report = result.Report with { Warnings = [.. result.Report.Warnings, .. HelmHost.Withheld(session.Host)] };
        if (run.Options.Output is { } output)
        {
            CryptoAvailability.Check(session.Host.Environment("DOTNET_OPENSSL_VERSION_OVERRIDE"));
            var kept = OutputDirectory.Write(output.Directory, OutputFiles.Of(result.Output, output.Layout));
            ReportOutput.Tell(session, report with { Warnings = [.. report.Warnings, .. kept] });
            return ExitCode.Written;
        }

        ReportOutput.Deliver(session, result.Output, report);
        return ExitCode.Written;
    }
}
