using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.IO;

/// <summary>Reads files that the user names, with this program's error messages.</summary>
internal static class FileReader
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[] ReadBytes(string name) => Explain(name, () => File.ReadAllBytes(name));

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string ReadText(string name) => Explain(name, () => File.ReadAllText(name));

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
