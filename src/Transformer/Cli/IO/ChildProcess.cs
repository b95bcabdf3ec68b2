using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KymaIstioTransform.Cli.IO;

/// <summary>A program to run until it ends, in a folder.</summary>
internal sealed record ChildCall(string Program, IReadOnlyList<string> Arguments, string Folder);

/// <summary>The result of the program.</summary>
internal sealed record ChildResult(int Exit, byte[] Output, string Error);

/// <summary>Runs another program with empty standard input. Kills it when this process gets a signal to end.</summary>
internal static class ChildProcess
{
    /// <returns>Null when the program does not exist.</returns>
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
            // If a signal arrives while the child process starts, its handler waits for the child and then kills it.
            var starting = new Lock();
            Process? child = null;
            using var ending = PosixSignalRegistration.Create(
                PosixSignal.SIGTERM,
                _ =>
                {
                    lock (starting)
                    {
                        child?.Kill(entireProcessTree: true);
                    }
                }
            );
            using var process = Start();
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            using var output = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(output);
            process.WaitForExit();
            return new ChildResult(process.ExitCode, output.ToArray(), error.GetAwaiter().GetResult());

            Process Start()
            {
                lock (starting)
                {
                    return child = Process.Start(start)!;
                }
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
