using System.Diagnostics;
using System.Runtime;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.Callers;
using KymaIstioTransform.Cli.IO;

namespace KymaIstioTransform;

/// <summary>The entry point: opens the standard streams and runs the application.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        try
        {
            return Run(args);
        }
        catch (OutOfMemoryException e)
        {
            // Outside of the application: before its start, or while its report is written.
            var failure = ErrorResult.From(e);
            StandardStreams.WriteError($"error: {failure.Message}\n");
            return (int)failure.Code;
        }
    }

    private static int Run(string[] args)
    {
        var start = Stopwatch.GetTimestamp();
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        if (!StandardStreams.TryComplete())
        {
            StandardStreams.WriteError("error: standard output is closed\n");
            return (int)ExitCode.FileError;
        }

        using var input = StandardStreams.OpenInput();
        using var output = StandardStreams.OpenOutput();
        using var error = new StringWriter { NewLine = "\n" };
        var terminals = StandardStreams.AreTerminals();
        var parent = new Lazy<string?>(ParentProcess.Name);
        var host = new CommandLineEnvironment(
            input,
            output,
            error,
            terminals.Input,
            terminals.Error,
            Environment.GetEnvironmentVariable,
            () => DateTimeOffset.UtcNow
        )
        {
            Program = KubectlPlugin.Program(Environment.GetCommandLineArgs()[0]),
            VariableNames = () => Environment.GetEnvironmentVariables().Keys.OfType<string>(),
            WriteError = StandardStreams.WriteError,
            Parent = () => parent.Value,
            RedirectedOutput = StandardStreams.RedirectedOutput,
            Elapsed = () => Stopwatch.GetElapsedTime(start),
            OutputIsTerminal = terminals.Output,
        };
        var code = Application.Run(args, host);
        return (int)Report(error.ToString(), code);
    }

    /// <summary>Writes the report. A report that cannot be written is a separate error.</summary>
    private static ExitCode Report(string report, ExitCode code)
    {
        try
        {
            StandardStreams.WriteError(report);
            return code;
        }
        catch (IOException)
        {
            return code == ExitCode.Written ? ExitCode.FileError : code;
        }
    }
}
