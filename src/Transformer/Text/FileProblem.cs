namespace KymaIstioTransform.Text;

/// <summary>Describes file errors in this program's terms. The runtime's messages contain temporary file names and .NET terms.</summary>
internal static class FileProblem
{
    private const int DeviceError = 5;
    private const int IsDirectory = 21;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int FileTooLarge = 27;
    private const int QuotaExceeded = 122;

    /// <summary>The reason for an error about a file.</summary>
    /// <param name="error">The runtime's error.</param>
    /// <param name="isFolder">True if the name is that of a folder.</param>
    public static string Of(Exception error, bool isFolder = false) =>
        error switch
        {
            FileNotFoundException or DirectoryNotFoundException => "no such file",
            PathTooLongException => "the name is too long",
            UnauthorizedAccessException => isFolder ? "is a folder" : "permission denied",
            { HResult: IsDirectory } => "is a folder",
            { HResult: DeviceError } => "input/output error",
            { HResult: NoSpace } => "no space left on the device",
            { HResult: ReadOnlyFileSystem } => "the file system is read-only",
            { HResult: FileTooLarge } => "the file would be too large",
            { HResult: QuotaExceeded } => "disk quota exceeded",
            _ when isFolder => "is a folder",
            _ => "input or output failed",
        };

    /// <summary>The reason for an error about a folder. It names the part of the path that is a file.</summary>
    /// <param name="folder">The path of the folder.</param>
    /// <param name="error">The runtime's error.</param>
    /// <param name="isFile">True for the path of an existing file.</param>
    public static string OfFolder(string folder, Exception error, Func<string, bool> isFile) =>
        isFile(folder) ? "is a file, not a folder"
        : FileAbove(folder, isFile) is { } file ? $"{file} is a file, not a folder"
        : error is DirectoryNotFoundException ? "no such folder"
        : Of(error);

    private static string? FileAbove(string path, Func<string, bool> isFile)
    {
        for (var parent = Path.GetDirectoryName(path); !string.IsNullOrEmpty(parent); parent = Path.GetDirectoryName(parent))
        {
            if (isFile(parent))
            {
                return parent;
            }
        }

        return null;
    }
}
