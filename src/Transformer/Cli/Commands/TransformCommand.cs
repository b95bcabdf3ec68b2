using KymaIstioTransform.Hosts;
using KymaIstioTransform.Manifests;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>The main job: manifests in, patched manifests out.</summary>
internal sealed class TransformCommand : ICommand
{
    public string Name => "transform";

    public string Usage => "[FILE|DIR|-]... [flags]";

    public string Summary => "apply Kyma's changes (what happens without a command)";

    public ExitCode Run(string[] args, Session session)
    {
        // Parsing arguments costs more than transforming a small stream: without any there is nothing to parse.
        var plugin = KustomizePlugin.Find(args);
        var typed = args.Length == 0 ? new CommandLineOptions() : CommandLineReader.Read(plugin is null ? args : args[1..]);
        if (typed.Help)
        {
            session.Write(HelpText.Usage(session.Host.Program));
            return ExitCode.Written;
        }

        if (typed.Version)
        {
            session.Write($"kyma-istio-transform {typeof(TransformCommand).Assembly.GetName().Version?.ToString(3)}\n");
            return ExitCode.Written;
        }

        session.Report = OptionsBinder.BindReport(typed, session.Host);
        var options = plugin is null ? OptionsBinder.Bind(typed, session.Host) : OptionsBinder.Bind(typed, session.Host, ConfigFile.Read(plugin, OptionsBinder.ConfigPaths)).Reproducible();
        if (options.Inputs.Count == 0 && session.Host.InputIsTerminal)
        {
            session.Host.Error.Write(HelpText.Usage(session.Host.Program));
            return ExitCode.Usage;
        }

        var source = new SourceText(InputReader.Read(options.Inputs, options.Recursive, session.Host.Input));
        if (FunctionInput.Find(source) is { } function)
        {
            return FunctionRun.Run(function, typed, session);
        }

        var result = ManifestTransformer.Transform(source, options.Transform);
        var report = result.Report with { Warnings = [.. result.Report.Warnings, .. HelmHost.Withheld(session.Host)] };
        ReportOutput.Deliver(session, result.Output, report);
        return ExitCode.Written;
    }
}
