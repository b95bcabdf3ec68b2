using KymaIstioTransform.Cli.Diff;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>Shows what would change, resource by resource, and writes no manifests.</summary>
internal sealed class DiffCommand : ICommand
{
    public string Name => "diff";

    public string Usage => "diff [FILE|DIR|-]... [flags]";

    public string Summary => "show what would change, as a unified diff; exit 1 when anything does";

    public ExitCode Run(string[] args, RunContext context) =>
        RunInputs.Of(args, context, lookOnly: true, out var exit) is { } run ? StreamDiff.Show(run, context) : exit;
}
