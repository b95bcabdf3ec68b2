using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KymaIstioTransform.Cli.IO;

/// <summary>A program to run to its end, in a folder.</summary>
internal sealed record ChildCall(string Program, IReadOnlyList<string> Arguments, string Folder);

/// <summary>What it left behind.</summary>
internal sealed record ChildResult(int Exit, byte[] Output, string Error);

/// <summary>Runs another program with nothing on its standard input, and takes it along when this one is told to end.</summary>
internal static class ChildProcess
{
    /// <returns>Null when there is no such program.</returns>
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
            // Who is told to end while the child starts waits until there is one to take along.
            var starting = new Lock();
            Process? child = null;
            using var ending = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ =>
            {
                lock (starting)
                {
                    child?.Kill(entireProcessTree: true);
                }
            });
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
