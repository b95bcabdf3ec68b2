using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KymaIstioTransform.Hosts;

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
            using var process = Process.Start(start)!;
            using var ending = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => process.Kill(entireProcessTree: true));
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            using var output = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(output);
            process.WaitForExit();
            return new ChildResult(process.ExitCode, output.ToArray(), error.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
