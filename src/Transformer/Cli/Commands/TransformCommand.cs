using KymaIstioTransform.Certificates;
using KymaIstioTransform.Cli.Callers;
using KymaIstioTransform.Cli.Diff;
using KymaIstioTransform.Cli.Output;
using KymaIstioTransform.Cli.Reports;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>The main job: manifests in, patched manifests out.</summary>
internal sealed class TransformCommand : ICommand
{
    public string Name => "transform";

    public string Usage => "[FILE|DIR|-]... [flags]";

    public string Summary => "apply Kyma's changes (what happens without a command)";

    public ExitCode Run(string[] args, RunContext context)
    {
        if (RunInputs.Of(args, context, lookOnly: false, out var exit) is not { } run)
        {
            return exit;
        }

        if (run.Options.Diff)
        {
            return StreamDiff.Show(run, context);
        }

        if (FunctionInput.Find(run.Source) is { } function)
        {
            return run.Options.Output is not null ? throw new UsageException("--output-dir is not for a function: the orchestrator takes what standard output has") : KrmFunction.Run(function, run.Typed, context);
        }

        var result = ManifestTransformer.Transform(run.Source, run.Options.Transform);
        var report = result.Report with { Warnings = [.. result.Report.Warnings, .. HelmCaller.Withheld(context.Host)] };
        if (run.Options.Output is { } output)
        {
            OpenSslCheck.Check(context.Host.Environment("DOTNET_OPENSSL_VERSION_OVERRIDE"));
            var (files, warnings) = OutputDirectory.Write(output.Directory, OutputSplitter.Of(result.Output, output.Layout));
            ReportOutput.Write(context, report with { Warnings = [.. report.Warnings, .. warnings], Files = files });
            return ExitCode.Written;
        }

        ReportOutput.Deliver(context, result.Output, report);
        return ExitCode.Written;
    }
}
