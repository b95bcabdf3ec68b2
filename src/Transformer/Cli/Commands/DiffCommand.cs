using KymaIstioTransform.Cli.Diff;
using KymaIstioTransform.Cli.Options;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>Shows what would change, resource by resource, and writes no manifests.</summary>
internal static class DiffCommand
{
    public static ExitCode Run(string[] args, RunContext context) => StreamDiff.Show(RunInputs.Read(args, context, Verbs.Diff), context);
}
