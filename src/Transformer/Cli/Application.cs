using System.Diagnostics.CodeAnalysis;
using KymaIstioTransform.Cli.Commands;
using KymaIstioTransform.Cli.Reports;

namespace KymaIstioTransform.Cli;

/// <summary>
/// One run from arguments to exit code. Standard output gets only manifests, and only if everything succeeds. Messages are written to
/// standard error or the report file.
/// </summary>
internal static class Application
{
    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "Every exception must lead to an exit code and an empty standard output."
    )]
    public static ExitCode Run(string[] args, CommandLineEnvironment host)
    {
        using var context = new RunContext(host);
        try
        {
            var (command, rest) = CommandSet.Select(args);
            return command.Run(rest, context);
        }
        catch (Exception e)
        {
            return ReportOutput.Fail(context, ErrorResult.From(e));
        }
    }
}
