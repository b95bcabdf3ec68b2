using System.Diagnostics.CodeAnalysis;
using KymaIstioTransform.Cli.Reports;
using KymaIstioTransform.Hosts.ArgoCd;
using KymaIstioTransform.Manifests;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>Argo CD's config management plugin: each word is one of the commands in its plugin.yaml. Flags are the administrator's.</summary>
internal sealed class CmpCommand : ICommand
{
    /// <summary>What it does, by the names in plugin.yaml.</summary>
    public static IReadOnlyList<string> Words { get; } = ["generate", "parameters", "init"];

    public string Name => "cmp";

    public string Usage => "cmp generate|parameters|init [flags]";

    public string Summary => "Argo CD's config management plugin: generate, parameters, init";

    [SuppressMessage("Design", "CA1031", Justification = "Argo CD shows standard error to users and caches it: whatever failed must be told in short.")]
    public ExitCode Run(string[] args, Session session)
    {
        try
        {
            return args switch
            {
                ["generate", .. var flags] => Generate(CommandLineReader.Read(flags), session),
                ["parameters"] => Announce(session),
                ["init"] => Prepare(session),
                _ => throw new UsageException("cmp needs one of generate, parameters, init"),
            };
        }
        catch (Exception e)
        {
            var failure = Failure.Of(e);
            return ReportOutput.Fail(session, failure.Code, ErrorExcerpt.Of(failure.Message));
        }
    }

    private static ExitCode Generate(CommandLineOptions typed, Session session)
    {
        session.Report = OptionsBinder.BindReport(typed, session.Host);
        var folder = new AppFolder(session.Host.Folder);
        var parameters = AppParameters.Read(session.Host, folder);
        var options = OptionsBinder.Bind(typed, session.Host, parameters.Settings).Reproducible();
        var source = new SourceText(new AppRenderer(session.Host, folder, parameters).Render());
        var result = ManifestTransformer.Transform(source, options.Transform);
        if (ManifestReader.Read(new SourceText([new InputFile("output", result.Output)])).Resources.Count == 0)
        {
            throw new ManifestException("nothing is left to deploy: Argo CD would prune the application");
        }

        ReportOutput.Deliver(session, result.Output, result.Report);
        return ExitCode.Written;
    }

    private static ExitCode Announce(Session session)
    {
        session.Write(ParameterAnnouncement.Json());
        return ExitCode.Written;
    }

    private static ExitCode Prepare(Session session)
    {
        var folder = new AppFolder(session.Host.Folder);
        new AppRenderer(session.Host, folder, AppParameters.Read(session.Host, folder)).FetchDependencies();
        return ExitCode.Written;
    }
}
