namespace KymaIstioTransform.Cli.IO;

/// <summary>
/// Writes a file whole or not at all: a draft beside it gets the content and then its name. An existing file keeps its mode, and its
/// content until the new one is complete on disk. What is no file with content of its own (a device, a pipe) is written as it is. A new
/// file with a private key is for its owner alone, whatever the process's mask.
/// </summary>
internal static class AtomicFile
{
    /// <summary>The folders of what only looks like files; replacing one would take it from all other programs.</summary>
    private static readonly string[] Devices = ["/dev/", "/proc/"];

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ReadableByOthers = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>True when a file is there and users other than its owner can read it.</summary>
    public static bool IsReadableByOthers(string path) =>
        !OperatingSystem.IsWindows() && !IsDevice(Path.GetFullPath(path)) && File.Exists(path) && (File.GetUnixFileMode(path) & ReadableByOthers) != 0;

    /// <summary>True for a path that only looks like a file.</summary>
    public static bool IsDevice(string path) => Devices.Any(d => path.StartsWith(d, StringComparison.Ordinal));

    /// <summary>Writes <paramref name="pieces"/> one after the other; of a symbolic link, to the file that it leads to.</summary>
    /// <exception cref="IOException">The file is as it was before.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, IEnumerable<ReadOnlyMemory<byte>> pieces, bool isPrivate = false)
    {
        var target = Path.GetFullPath(path);
        if (IsDevice(target))
        {
            using var device = FileReader.Explain(path, () => new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0));
            Copy(path, pieces, device);
            return;
        }

        target = new FileInfo(target).LinkTarget is null ? target : File.ResolveLinkTarget(target, returnFinalTarget: true)!.FullName;
        if (!File.Exists(target))
        {
            Replace(target, isPrivate ? OwnerOnly : null, pieces);
            return;
        }

        // Opening it shows whether it may be written: a rename would not ask. It is closed before the rename: Windows does not replace an
        // open file.
        UnixFileMode? mode;
        using (var existing = FileReader.Explain(path, () => new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0)))
        {
            if (!existing.CanSeek)
            {
                Copy(path, pieces, existing);
                return;
            }

            mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(existing.SafeFileHandle);
        }

        Replace(target, mode, pieces);
    }

    private static void Replace(string target, UnixFileMode? mode, IEnumerable<ReadOnlyMemory<byte>> pieces)
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

            throw new IOException($"{target} cannot be written and is unchanged: {(e is DirectoryNotFoundException ? "no such folder" : FileProblem.Of(e))}", e);
        }
    }

    private static void Write(string draft, UnixFileMode? mode, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is { } known && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = known;
        }

        using var file = new FileStream(draft, options);
        if (mode is { } exact && !OperatingSystem.IsWindows())
        {
            // The process's mask held back what the file before had.
            File.SetUnixFileMode(file.SafeFileHandle, exact);
        }

        Copy(pieces, file);
        file.Flush(flushToDisk: true);
    }

    private static void Copy(string path, IEnumerable<ReadOnlyMemory<byte>> pieces, FileStream file) => FileReader.Explain(path, () =>
    {
        Copy(pieces, file);
        return true;
    });

    private static void Copy(IEnumerable<ReadOnlyMemory<byte>> pieces, FileStream file)
    {
        foreach (var piece in pieces)
        {
            file.Write(piece.Span);
        }
    }
}
