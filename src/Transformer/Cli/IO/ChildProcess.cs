using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KymaIstioTransform.Cli.IO;

/// <summary>A program to run until it ends, in a folder.</summary>
internal sealed record ChildCall(string Program, IReadOnlyList<string> Arguments, string Folder);

/// <summary>The result of the program.</summary>
internal sealed record ChildResult(int Exit, byte[] Output, string Error);

/// <summary>
/// Runs another program with empty standard input. When this process receives SIGTERM, it kills the program and prints its name: a host
/// that stops slow runs shows only standard error.
/// </summary>
internal static class ChildProcess
{
    private const string Stopped = "and both programs were stopped (raise the host's time limit, or make the input smaller)";

    /// <summary>How long a signal may take to end this process after its handler has returned.</summary>
    private static readonly TimeSpan SignalTimeout = TimeSpan.FromSeconds(10);

    private const int NoSuchFile = 2;
    private const int ArgumentsTooLong = 7;

    /// <returns>Null when the program does not exist.</returns>
    /// <exception cref="FileException">The program cannot be started.</exception>
    public static ChildResult? Run(ChildCall call)
    {
        var start = new ProcessStartInfo(call.Program, call.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = call.Folder,
        };
        try
        {
            return Run(start);
        }
        catch (Win32Exception e) when (e.NativeErrorCode == NoSuchFile)
        {
            return null;
        }
        catch (Win32Exception e)
        {
            throw new FileException(
                call.Program,
                e.NativeErrorCode == ArgumentsTooLong
                    ? "the arguments are longer than the system allows (set the values in a file)"
                    : "the program cannot be started (is it executable, and made for this system?)",
                e
            );
        }
    }

    private static ChildResult Run(ProcessStartInfo start)
    {
        // If a signal arrives while the child process starts, its handler waits for the child and then kills it.
        var starting = new Lock();
        var isStopped = false;
        Process? child = null;
        var clock = Stopwatch.StartNew();
        using var ending = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            _ =>
            {
                lock (starting)
                {
                    if (child is null)
                    {
                        return;
                    }

                    isStopped = true;
                    child.Kill(entireProcessTree: true);
                    var seconds = clock.Elapsed.TotalSeconds;
                    StandardStreams.WriteError($"error: {start.FileName} did not finish within {seconds:F0} s, {Stopped}\n");
                }
            }
        );
        using var process = Start();
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        WaitIfStopped();
        return new ChildResult(process.ExitCode, output.ToArray(), error.GetAwaiter().GetResult());

        // The handler has killed the child and writes why; then the signal ends this process, before it reports that the child failed. It
        // does not where the host ignores the signal.
        void WaitIfStopped()
        {
            lock (starting)
            {
                child = null;
                if (!isStopped)
                {
                    return;
                }
            }

            Thread.Sleep(SignalTimeout);
        }

        Process Start()
        {
            lock (starting)
            {
                return child = Process.Start(start)!;
            }
        }
    }
}
