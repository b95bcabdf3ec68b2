using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace KymaIstioTransform.Cli.IO;

/// <summary>
/// The standard streams of the process, treated as other filters treat theirs: who stops reading ends the program quietly, and a stream
/// that is closed from the start is neither a crash nor somebody else's file.
/// </summary>
internal static class StandardStreams
{
    private const int InputNumber = 0;
    private const int OutputNumber = 1;
    private const int ErrorNumber = 2;

    /// <summary>The signal of a pipe that nobody reads any more, and what a program does about signals unless told otherwise.</summary>
    private const int BrokenPipe = 13;
    private const nint DefaultAction = 0;

    private const int GetDescriptorFlags = 1;

    /// <summary>Kept, or their numbers would be free again.</summary>
    private static readonly List<SafeFileHandle> Placeholders = [];

    /// <summary>
    /// Puts the null device in the place of a stream that is closed, as schedulers and servers start their programs: the next file to be
    /// opened would get its number. False when it is standard output that was closed.
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

    /// <summary>Standard input, as a file where it is one: a file tells its length, so that it can be read into place.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The stream owns the handle, and the process its standard input.")]
    public static Stream OpenInput() =>
        OperatingSystem.IsWindows()
            ? Console.OpenStandardInput()
            : new FileStream(new SafeFileHandle(InputNumber, ownsHandle: false), FileAccess.Read, bufferSize: 0);

    /// <summary>
    /// Standard output. .NET ignores the signal of a broken pipe, and its console streams swallow the error that is left: a reader that
    /// went away would pass for success.
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

    /// <summary>True when people look at standard input, output or error.</summary>
    public static (bool Input, bool Output, bool Error) AreTerminals() =>
        (!Console.IsInputRedirected, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    /// <summary>Writes to standard error.</summary>
    /// <exception cref="IOException">It takes no more.</exception>
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
