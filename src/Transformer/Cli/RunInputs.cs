using KymaIstioTransform.Cli.Callers;
using KymaIstioTransform.Cli.Commands;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli;

/// <summary>What every verb that looks at manifests starts with: its arguments understood and its input read.</summary>
/// <param name="Typed">The flags as typed.</param>
/// <param name="Options">What they and all other settings mean.</param>
/// <param name="Source">The input.</param>
internal sealed record RunInputs(CommonOptions Typed, RunSettings Options, SourceText Source)
{
    /// <summary>Understands arguments and reads the input; null when there is nothing left to do but to end with <paramref name="exit"/>.</summary>
    public static RunInputs? Of(string[] args, RunContext context, bool lookOnly, out ExitCode exit)
    {
        exit = ExitCode.Written;
        var plugin = KustomizePlugin.Find(args);
        var typed = CommandLineReader.Read(plugin is null ? args : args[1..]);
        if (typed.Help)
        {
            context.Write(HelpText.Usage(context.Host.Program));
            return null;
        }

        if (typed.Version)
        {
            context.Write(VersionCommand.Line);
            return null;
        }

        context.Report = OptionsBinder.BindReport(typed, context.Host);
        var options = plugin is null
            ? OptionsBinder.Bind(typed, context.Host, lookOnly)
            : OptionsBinder.Bind(typed, context.Host, ConfigFile.Read(plugin, OptionsBinder.ConfigPaths), lookOnly).WithDeterministicOutput();
        if (options.Inputs.Count == 0 && context.Host.InputIsTerminal)
        {
            context.Host.Error.Write(HelpText.Usage(context.Host.Program));
            exit = ExitCode.Usage;
            return null;
        }

        context.OutputFile = options.OutputFile;
        return new RunInputs(typed, options, new SourceText(InputReader.Read(options.Inputs, options.Recursive, context.Host.Input, options.Transform.Limits)));
    }
}
