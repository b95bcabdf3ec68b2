using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.IO;

/// <summary>
/// Writes a file completely or not at all: the content is written to a temporary file, which is then renamed. An existing file keeps its
/// mode, and keeps its content until the new file is complete on disk. A path that is not a regular file (a device, a pipe) is written
/// directly. Only the owner can read a new file with a private key, regardless of the umask.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Folders of special files. Replacing such a file would remove it for all other programs.</summary>
    private static readonly string[] Devices = ["/dev/", "/proc/"];

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ReadableByOthers = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>True when the file exists and users other than its owner can read it.</summary>
    public static bool IsReadableByOthers(string path)
    {
        var target = Target(Path.GetFullPath(path));
        return !OperatingSystem.IsWindows()
            && !IsDevice(target)
            && File.Exists(target)
            && (File.GetUnixFileMode(target) & ReadableByOthers) != 0;
    }

    /// <summary>True for a path of a special file.</summary>
    public static bool IsDevice(string path) => Devices.Any(d => path.StartsWith(d, StringComparison.Ordinal));

    /// <summary>Writes <paramref name="pieces"/> in order. For a symbolic link, writes to its target.</summary>
    /// <exception cref="IOException">Writing failed; the file is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public static void Write(string path, IEnumerable<ReadOnlyMemory<byte>> pieces, bool isPrivate = false)
    {
        var target = Path.GetFullPath(path);
        if (IsDevice(target))
        {
            using var device = FileReader.Explain(
                path,
                () => new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0)
            );
            Copy(path, pieces, device);
            return;
        }

        target = Target(target);
        if (!File.Exists(target))
        {
            Replace(path, target, isPrivate ? OwnerOnly : null, pieces);
            return;
        }

        // Opening the file shows whether it may be written; a rename does not check that. It is closed before the rename because Windows
        // cannot replace an open file.
        UnixFileMode? mode;
        using (
            var existing = FileReader.Explain(
                path,
                () => new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0)
            )
        )
        {
            if (!existing.CanSeek)
            {
                Copy(path, pieces, existing);
                return;
            }

            mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(existing.SafeFileHandle);
        }

        Replace(path, target, mode, pieces);
    }

    /// <summary>The file itself: for a symbolic link, also for one without a target, the file that it names.</summary>
    private static string Target(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static void Replace(string path, string target, UnixFileMode? mode, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var draft = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
        try
        {
            Write(draft, mode, pieces);
            File.Move(draft, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(draft))
            {
                File.Delete(draft);
            }

            throw new FileException(
                path,
                e is DirectoryNotFoundException
                    ? $"cannot be written: {FileProblem.OfFolder(path, e, File.Exists)}"
                    : $"cannot be written and is unchanged: {FileProblem.Of(e, Directory.Exists(target))}",
                e
            );
        }
    }

    private static void Write(string draft, UnixFileMode? mode, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
        };
        if (mode is { } known && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = known;
        }

        using var file = new FileStream(draft, options);
        if (mode is { } exact && !OperatingSystem.IsWindows())
        {
            // The umask removed mode bits that the previous file had.
            File.SetUnixFileMode(file.SafeFileHandle, exact);
        }

        Copy(pieces, file);
        file.Flush(flushToDisk: true);
    }

    private static void Copy(string path, IEnumerable<ReadOnlyMemory<byte>> pieces, FileStream file) =>
        FileReader.Explain(
            path,
            () =>
            {
                Copy(pieces, file);
                return true;
            }
        );

    private static void Copy(IEnumerable<ReadOnlyMemory<byte>> pieces, FileStream file)
    {
        foreach (var piece in pieces)
        {
            file.Write(piece.Span);
        }
    }
}
