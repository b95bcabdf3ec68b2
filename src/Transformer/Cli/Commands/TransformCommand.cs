using KymaIstioTransform.Cli.Callers;
using KymaIstioTransform.Cli.Diff;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Cli.Output;
using KymaIstioTransform.Cli.Reports;

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

        if (FunctionInput.Find(run.Source) is { } function)
        {
            return run.Settings.OutputFolder is not null
                ? throw new UsageException("--output-dir is not for a function: the orchestrator takes what standard output has")
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

        var result = ManifestTransformer.Transform(run.Source, run.Settings.Transform);
        var report = result.Report with
        {
            Warnings = [.. result.Report.Warnings, .. HelmCaller.Withheld(context.Host), .. run.Settings.Warnings],
        };
        if (run.Settings.OutputFolder is { } output)
        {
            run.Settings.Transform.IngressGateway.CertificatePolicy.RequireOpenSsl();
            var contents = OutputSplitter.Of(result.Output, output.Layout);
            var keys = PrivateKeyFiles.Check(output, contents);
            var (files, warnings) = OutputDirectory.Write(output.Directory, contents);
            ReportOutput.Write(
                context,
                report with
                {
                    Warnings = [.. report.Warnings, .. keys, .. warnings],
                    Files = files,
                },
                run.Source,
                result.Output
            );
            return ExitCode.Written;
        }

        var withKeys = context.OutputFile is { } file
            ? report with
            {
                Warnings = [.. report.Warnings, .. PrivateKeyFiles.Check(file, result.Output)],
            }
            : report;
        ReportOutput.Deliver(context, run.Source, result.Output, withKeys);
        return ExitCode.Written;
    }
}
