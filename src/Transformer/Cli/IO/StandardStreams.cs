using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace KymaIstioTransform.Cli.IO;

/// <summary>
/// The standard streams of the process, handled like in other filters. The program ends quietly when its reader closes the pipe. A stream
/// that is closed from the start causes no crash, and its number is not reused for another file.
/// </summary>
internal static class StandardStreams
{
    private const int InputNumber = 0;
    private const int OutputNumber = 1;
    private const int ErrorNumber = 2;

    /// <summary>The signal for a pipe without a reader, and the default action for signals.</summary>
    private const int BrokenPipe = 13;
    private const nint DefaultAction = 0;

    private const int GetDescriptorFlags = 1;

    /// <summary>Kept open; otherwise, their numbers could be reused.</summary>
    private static readonly List<SafeFileHandle> Placeholders = [];

    /// <summary>
    /// Opens the null device for streams that are closed, as when schedulers and servers start programs. Otherwise, the next opened file
    /// would get the stream's number. False when standard output was closed.
    /// </summary>
    public static bool TryComplete()
    {
        var hasOutput = IsOpen(OutputNumber);
        for (var number = 0; number <= ErrorNumber; number++)
        {
            if (!IsOpen(number))
            {
                Placeholders.Add(File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite));
            }
        }

        return hasOutput;
    }

    /// <summary>Standard input, as a file if it is one: a file has a length, so it can be read into one buffer.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The stream owns the handle, and the process its standard input.")]
    public static Stream OpenInput() =>
        OperatingSystem.IsWindows()
            ? Console.OpenStandardInput()
            : new FileStream(new SafeFileHandle(InputNumber, ownsHandle: false), FileAccess.Read, bufferSize: 0);

    /// <summary>
    /// Standard output. .NET ignores the signal for a broken pipe, and its console streams ignore the resulting error. With them, a run
    /// whose reader has closed the pipe would appear to succeed.
    /// </summary>
    public static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        _ = Signal(BrokenPipe, DefaultAction);
        return new DescriptorStream(OutputNumber, "standard output");
    }

    /// <summary>The regular file that standard output is redirected to, or null. Only Linux provides its name.</summary>
    public static string? RedirectedOutput() =>
        OperatingSystem.IsLinux()
        && new FileInfo($"/proc/self/fd/{OutputNumber}").LinkTarget is ['/', ..] target
        && !AtomicFile.IsDevice(target)
        && File.Exists(target)
            ? target
            : null;

    /// <summary>True for each of standard input, output and error that is a terminal.</summary>
    public static (bool Input, bool Output, bool Error) AreTerminals() =>
        (!Console.IsInputRedirected, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    /// <summary>Writes to standard error.</summary>
    /// <exception cref="IOException">Standard error cannot be written.</exception>
    public static void WriteError(string text)
    {
        using var error = OperatingSystem.IsWindows() ? Console.OpenStandardError() : new DescriptorStream(ErrorNumber, "standard error");
        error.Write(Encoding.UTF8.GetBytes(text));
    }

    private static bool IsOpen(int number) => OperatingSystem.IsWindows() || FileControl(number, GetDescriptorFlags) >= 0;

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Signal(int number, nint action);

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(int number, int command);
}
