using KymaIstioTransform.Cli.Commands;
using KymaIstioTransform.Hosts;
using KymaIstioTransform.Manifests;

namespace KymaIstioTransform.Cli;

/// <summary>What every verb that looks at manifests starts with: its arguments understood and its input read.</summary>
/// <param name="Typed">The flags as typed.</param>
/// <param name="Options">What they and all other settings mean.</param>
/// <param name="Source">The input.</param>
internal sealed record PreparedRun(CommandLineOptions Typed, RunOptions Options, SourceText Source)
{
    /// <summary>Understands arguments and reads the input; null when there is nothing left to do but to end with <paramref name="exit"/>.</summary>
    public static PreparedRun? Of(string[] args, Session session, bool lookOnly, out ExitCode exit)
    {
        exit = ExitCode.Written;
        var plugin = KustomizePlugin.Find(args);
        var typed = CommandLineReader.Read(plugin is null ? args : args[1..]);
        if (typed.Help)
        {
            session.Write(HelpText.Usage(session.Host.Program));
            return null;
        }

        if (typed.Version)
        {
            session.Write(VersionCommand.Line);
            return null;
        }

        session.Report = OptionsBinder.BindReport(typed, session.Host);
        var options = plugin is null
            ? OptionsBinder.Bind(typed, session.Host, lookOnly)
            : OptionsBinder.Bind(typed, session.Host, ConfigFile.Read(plugin, OptionsBinder.ConfigPaths), lookOnly).Reproducible();
        if (options.Inputs.Count == 0 && session.Host.InputIsTerminal)
        {
            session.Host.Error.Write(HelpText.Usage(session.Host.Program));
            exit = ExitCode.Usage;
            return null;
        }

        session.OutputFile = options.OutputFile;
        return new PreparedRun(typed, options, new SourceText(InputReader.Read(options.Inputs, options.Recursive, session.Host.Input, options.Transform.Limits)));
    }
}
