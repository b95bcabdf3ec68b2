using System.Diagnostics.CodeAnalysis;
using KymaIstioTransform.Cli.Commands.ArgoCd;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Cli.Reports;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>
/// Argo CD's config management plugin. Each argument is one of the commands in its plugin.yaml. The administrator sets the flags.
/// </summary>
internal static class CmpCommand
{
    /// <summary>The steps, by their names in plugin.yaml.</summary>
    public static IReadOnlyList<(string Name, string Summary)> Steps { get; } =
    [
        ("generate", "render the application in the working directory and print its transformed manifests"),
        ("parameters", "print the parameters that an application can set, for Argo CD's interface"),
        ("init", "fetch the dependencies of the application's chart"),
    ];

    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "Argo CD shows standard error to users and caches it. Every error must be short."
    )]
    public static ExitCode Run(string[] args, RunContext context)
    {
        try
        {
            return args switch
            {
                ["generate", .. var flags] => Generate(CommandLineReader.Read(flags, Verbs.Cmp), context),
                ["parameters"] => Announce(context),
                ["init"] => Prepare(context),
                [['-', ..] flag, ..] when OptionTable.Find(flag.AsSpan().TrimStart('-')) is null =>
                    throw CommandLineReader.Unknown(flag, Verbs.Cmp),
                _ => throw new UsageException("cmp needs one of generate, parameters, init"),
            };
        }
        catch (Exception e)
        {
            var failure = ErrorResult.From(e);
            return ReportOutput.Fail(context, new ErrorResult(failure.Code, ErrorExcerpt.Of(failure.Message)));
        }
    }

    private static ExitCode Generate(TypedFlags typed, RunContext context)
    {
        context.Report = OptionsBinder.BindReport(typed, context.Host);
        context.StartProgress();
        var folder = Folder(context);
        var parameters = AppParameters.Read(context.Host, folder);
        var options = OptionsBinder.Bind(typed, context.Host, parameters.Settings).WithDeterministicOutput();
        var source = new SourceText(new AppRenderer(context.Host, folder, parameters).Render());

        // A link may have replaced a file while the files were read.
        folder.CheckLinks();
        if (options.IsCheck)
        {
            var (inspected, report, _, _) = ManifestTransformer.Inspect(source, options.Transform);
            ReportOutput.Write(context, report, source, inspected);
            if (!report.HasFindings)
            {
                context.Write(source.Bytes);
            }

            return report.HasFindings ? ExitCode.Findings : ExitCode.Written;
        }

        var result = ManifestTransformer.Transform(source, options.Transform);
        if (result.Objects == 0)
        {
            throw new ManifestException("no objects are left: Argo CD would prune the application");
        }

        ReportOutput.Deliver(context, source, result.Output, result.Report);
        return ExitCode.Written;
    }

    private static ExitCode Announce(RunContext context)
    {
        context.Write(ParameterAnnouncement.Json());
        return ExitCode.Written;
    }

    private static ExitCode Prepare(RunContext context)
    {
        var folder = Folder(context);
        new AppRenderer(context.Host, folder, AppParameters.Read(context.Host, folder)).FetchDependencies();
        return ExitCode.Written;
    }

    /// <summary>The application's folder, with its links checked.</summary>
    private static AppFolder Folder(RunContext context)
    {
        var folder = new AppFolder(context.Host.Folder, context.Host.Environment("ARGOCD_APP_SOURCE_PATH"));
        folder.CheckLinks();
        return folder;
    }
}
