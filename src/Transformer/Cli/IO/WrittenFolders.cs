namespace KymaIstioTransform.Cli.IO;

/// <summary>
/// Folders that an earlier run wrote, as inputs of <c>verify</c>. Shells and pre-commit pass single files of such a folder, but the result
/// of a patch can only be checked with all files.
/// </summary>
internal static class WrittenFolders
{
    /// <summary>The file that lists the files a run has written into a folder.</summary>
    public const string IndexFile = ".kyma-istio-transform.sha256";

    /// <summary>The file that lists the files of a folder for Kustomize.</summary>
    public const string Kustomization = "kustomization.yaml";

    /// <summary>The names that Kustomize accepts for that file.</summary>
    public static IReadOnlyList<string> Kustomizations { get; } = [Kustomization, "kustomization.yml", "Kustomization"];

    /// <summary>True for a folder that a run wrote.</summary>
    public static bool IsOne(string folder) => File.Exists(Path.Combine(folder, IndexFile));

    /// <summary>
    /// The same inputs. Files of a written folder, and kustomization files, are replaced by their folder, once. Other files in such a
    /// folder are left out, because the folder includes them.
    /// </summary>
    /// <returns>The inputs, and whether one of the folders includes its subfolders.</returns>
    public static (IReadOnlyList<string> Names, bool IsRecursive) Expand(IReadOnlyList<string> names)
    {
        string?[] folders = [.. names.Select(FolderOf)];
        string[] read = [.. folders.OfType<string>().Distinct().Select(folder => Path.GetFullPath(folder + Path.DirectorySeparatorChar))];
        return (
            [.. names.Select((name, i) => folders[i] ?? name).Where((name, i) => folders[i] is not null || !IsIn(read, name)).Distinct()],
            read.Length > 0
        );
    }

    /// <summary>True for a file in one of the folders, whose full paths end with a separator.</summary>
    private static bool IsIn(string[] folders, string name)
    {
        if (!File.Exists(name))
        {
            return false;
        }

        var path = Path.GetFullPath(name);
        return Array.Exists(folders, folder => path.StartsWith(folder, StringComparison.Ordinal));
    }

    private static string? FolderOf(string name)
    {
        if (!File.Exists(name))
        {
            return null;
        }

        var parent = Parent(name);
        for (var folder = parent; folder is not null; folder = folder == "." || folder.Length == 0 ? null : Parent(folder))
        {
            if (IsOne(folder))
            {
                return folder;
            }
        }

        return Kustomizations.Contains(Path.GetFileName(name)) ? parent : null;
    }

    /// <summary>The folder of a file or folder, relative like the user's path.</summary>
    private static string? Parent(string path) =>
        Path.GetDirectoryName(path) is { } folder
            ? folder.Length == 0
                ? "."
                : folder
            : null;
}
