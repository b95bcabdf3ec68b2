using System.Runtime.InteropServices;
using System.Text;

namespace KymaIstioTransform;

/// <summary>
/// The standard streams of the process, treated as other filters treat theirs: who stops reading ends the program quietly, and a stream that
/// is closed from the start is neither a crash nor somebody else's file.
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

    /// <summary>False when there is no standard output; opening it all the same could yield the file of another stream.</summary>
    public static bool HasOutput => IsOpen(OutputNumber);

    /// <summary>Standard input; empty when it is closed, as schedulers and servers start their programs.</summary>
    public static Stream OpenInput() => IsOpen(InputNumber) ? Console.OpenStandardInput() : Stream.Null;

    /// <summary>
    /// Standard output. .NET ignores the signal of a broken pipe, and its console streams swallow the error that is left: a reader that went
    /// away would pass for success.
    /// </summary>
    public static Stream OpenOutput()
    {
        var output = Console.OpenStandardOutput();
        if (!OperatingSystem.IsWindows())
        {
            _ = Signal(BrokenPipe, DefaultAction);
        }

        return output;
    }

    /// <summary>Writes to standard error, if it is open.</summary>
    /// <exception cref="IOException">It takes no more.</exception>
    public static void Tell(string text)
    {
        if (text.Length > 0 && IsOpen(ErrorNumber))
        {
            using var error = Console.OpenStandardError();
            error.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    private static bool IsOpen(int number) => OperatingSystem.IsWindows() || FileControl(number, GetDescriptorFlags) >= 0;

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Signal(int number, nint action);

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(int number, int command);
}
