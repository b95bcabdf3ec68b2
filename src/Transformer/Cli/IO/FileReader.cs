using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.IO;

/// <summary>Reads files that the user names, with this program's error messages.</summary>
internal static class FileReader
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[] ReadBytes(string name) => Explain(name, () => File.ReadAllBytes(name));

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string ReadText(string name) => Explain(name, () => File.ReadAllText(name));

    /// <summary>Opens a file for reading in one step.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static FileStream Open(string name) =>
        Explain(name, () => new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0));

    /// <summary>All bytes of a file with a length.</summary>
    /// <exception cref="IOException">The file changed while it was read.</exception>
    public static byte[] ReadUnchanged(string name, FileStream file)
    {
        var (length, written) = (file.Length, File.GetLastWriteTimeUtc(file.SafeFileHandle));
        var content = GC.AllocateUninitializedArray<byte>(checked((int)length));
        return
            file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == length
            && file.Length == length
            && File.GetLastWriteTimeUtc(file.SafeFileHandle) == written
            ? content
            : throw new FileException(name, "the file changed while it was read (run again when it is complete)");
    }

    /// <summary>Runs an action on a file or folder. Errors show the name that the user knows.</summary>
    /// <exception cref="IOException">The action failed.</exception>
    public static T Explain<T>(string name, Func<T> action)
    {
        if (name.Length == 0)
        {
            throw new FileException("the file name is empty (is a shell variable not set?)");
        }

        try
        {
            return action();
        }
        catch (Exception e) when (e is (IOException and not FileException) or UnauthorizedAccessException)
        {
            throw new FileException(name, FileProblem.Of(e, Directory.Exists(name)), e);
        }
    }

    /// <summary>The same for an action on a folder and the files in it.</summary>
    /// <exception cref="IOException">The action failed.</exception>
    public static T ExplainFolder<T>(string name, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is (IOException and not FileException) or UnauthorizedAccessException)
        {
            throw new FileException(name, FileProblem.OfFolder(name, e, File.Exists), e);
        }
    }
}
