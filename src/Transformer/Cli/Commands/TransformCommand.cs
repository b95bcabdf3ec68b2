using KymaIstioTransform.Cli.Callers;
using KymaIstioTransform.Cli.Diff;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Cli.Output;
using KymaIstioTransform.Cli.Reports;
using KymaIstioTransform.Patches.Output;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>The default command: reads manifests and writes patched manifests.</summary>
internal static class TransformCommand
{
    public static ExitCode Run(string[] args, RunContext context)
    {
        var run = RunInputs.Read(args, context, Verbs.Transform);
        if (run.Settings.IsDiff)
        {
            return StreamDiff.Show(run, context);
        }

        if (FunctionInput.Of(run.Manifest) is { } function)
        {
            return run.Settings.OutputFolder is not null
                ? throw new UsageException("--output-dir cannot be used in a KRM function: the orchestrator reads standard output")
                : KrmFunction.Run(function, run.Typed, context);
        }

        if (run.Settings.IsCheck)
        {
            var exit = VerifyCommand.Check(run, context);
            if (exit == ExitCode.Written)
            {
                context.Write(run.Source.Bytes);
            }

            return exit;
        }

        var result = ManifestTransformer.Transform(run.Manifest, run.Settings.Transform);
        var report = result.Report with
        {
            Warnings = [.. result.Report.Warnings, .. HelmCaller.Withheld(context.Host), .. run.Settings.Warnings],
        };
        if (run.Settings.OutputFolder is { } output)
        {
            WriteFolder(run, context, output, result.Output, report);
        }
        else
        {
            WriteStream(run, context, result.Output, report);
        }

        return ExitCode.Written;
    }

    private static void WriteFolder(RunInputs run, RunContext context, OutputOptions options, OutputText output, Report report)
    {
        run.Settings.Transform.IngressGateway.CertificatePolicy.RequireOpenSsl();
        var contents = OutputSplitter.Of(output, options.Layout);
        var keys = PrivateKeyFiles.Check(options, contents);
        var (files, warnings) = OutputDirectory.Write(options.Directory, contents);
        var complete = report with { Warnings = [.. report.Warnings, .. keys, .. warnings], Files = files };
        ReportOutput.Write(context, complete, run.Source, output);
    }

    /// <summary>Writes to standard output, or to the file instead of it.</summary>
    private static void WriteStream(RunInputs run, RunContext context, SegmentedText output, Report report)
    {
        var file = context.OutputFile ?? (report.Changes.Any(IsNewSecret) ? context.Host.RedirectedOutput() : null);
        var warnings = file is null ? [] : PrivateKeyFiles.Check(file, output);
        ReportOutput.Deliver(context, run.Source, output, report with { Warnings = [.. report.Warnings, .. warnings] });
    }

    private static bool IsNewSecret(ResourceChange change) => change.Resource.Kind == "Secret" && change.Outcome != Outcome.Removed;
}
