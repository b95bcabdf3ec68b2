using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli;

/// <summary>The settings and input that every command on manifests starts with.</summary>
/// <param name="Typed">The options as typed.</param>
/// <param name="Settings">All settings, bound.</param>
/// <param name="Manifest">The input.</param>
internal sealed record RunInputs(TypedFlags Typed, RunSettings Settings, Manifest Manifest)
{
    /// <summary>The bytes of the input.</summary>
    public SourceText Source => Manifest.Source;

    /// <summary>Binds the settings, sets the destinations of report and output, and reads the input.</summary>
    /// <exception cref="UsageException">An argument or a setting is wrong.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="ManifestException">The input is not a stream of Kubernetes objects.</exception>
    public static RunInputs Read(string[] args, RunContext context, Verbs verb)
    {
        var plugin = KustomizePlugin.Find(args, out var read);
        var typed = ReadFlags(plugin is null ? args : args[1..], context, verb);
        var settings = plugin is null
            ? OptionsBinder.Bind(typed, context.Host)
            : OptionsBinder.Bind(typed, context.Host, ConfigFile.Read(plugin)).WithDeterministicOutput();
        settings = verb == Verbs.Transform ? settings : settings.ForInspection();
        if (settings.Inputs.Count == 0 && context.Host.InputIsTerminal)
        {
            throw new UsageException(
                $"no input: name files or folders, or pipe manifests in: helm template ... | {context.Host.Program} (see "
                + $"{context.Host.Program} help)"
            );
        }

        if (settings.IsIdle)
        {
            throw new UsageException(
                $"--only and --skip leave no patch to apply ({context.Host.Program} explain lists the patches, and some need another flag)"
            );
        }

        context.OutputFile = settings.OutputFile;
        var reader = new InputReader(context.ShowProgress(), settings.InputName, settings.Transform.Limits, read);
        var (names, isRecursive) = verb == Verbs.Verify ? WrittenFolders.Expand(settings.Inputs) : (settings.Inputs, false);
        var files = reader.Read(names, settings.IsRecursive || isRecursive);
        context.InputName = files[0].Name;
        return new RunInputs(typed, settings, ManifestReader.ReadInput(new SourceText(files), settings.Transform.Limits.Depth));
    }

    /// <summary>Parses the flags and sets the report's destination, which a mistake in another flag must not hide.</summary>
    private static TypedFlags ReadFlags(string[] args, RunContext context, Verbs verb)
    {
        try
        {
            var typed = CommandLineReader.Read(args, verb);
            context.InputName = NameOf([.. typed.Streams.Files, .. typed.Streams.Filename], typed.Input.InputName);
            context.Report = OptionsBinder.BindReport(typed, context.Host);
            return typed;
        }
        catch (UsageException)
        {
            context.InputName = args is [var first, ..] && Path.Exists(first) ? first : context.InputName;
            context.Report = OptionsBinder.BindReportOf(args, context);
            throw;
        }
    }

    private static string NameOf(IReadOnlyList<string> inputs, string? standardInput) =>
        inputs is [var first, ..] && first is not (InputReader.StandardInput or InputReader.StandardInputStandIn)
            ? first
            : standardInput ?? InputReader.StandardInputName;
}
