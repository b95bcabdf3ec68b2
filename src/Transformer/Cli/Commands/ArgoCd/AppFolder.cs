namespace KymaIstioTransform.Cli.Commands.ArgoCd;

/// <summary>
/// The folder of an application. Everything that an application names must be in this folder: the sidecar serves many teams, and an
/// application must not read files of others.
/// </summary>
internal sealed class AppFolder
{
    /// <summary>The optional configuration file of an application.</summary>
    public const string ConfigName = "istio-transform.yaml";

    /// <param name="path">The folder.</param>
    /// <param name="pathInRepository">The folder's path in its repository, as Argo CD passes it; null when it is unknown.</param>
    public AppFolder(string path, string? pathInRepository)
    {
        Root = Path.GetFullPath(path);
        var end = "/" + (pathInRepository ?? "").Trim('/');
        var isInRepository = end.Length > 1 && Root.Length > end.Length && Root.EndsWith(end, StringComparison.Ordinal);
        Repository = isInRepository ? Root[..^end.Length] : Root;
    }

    public string Root { get; }

    /// <summary>
    /// The repository that holds the folder. Kustomizations and charts may use other folders of it. It is the folder itself when its path
    /// in the repository is unknown.
    /// </summary>
    public string Repository { get; }

    public bool Has(string name) => File.Exists(Path.Combine(Root, name));

    /// <summary>The full path of a file that a parameter or the configuration names.</summary>
    /// <exception cref="UsageException">The file is outside of the application's folder.</exception>
    public string Resolve(string name, string from) =>
        ResolveIn(Root, Root, name) is { } full && full != Root
            ? full
            : throw new UsageException($"{from}: {name} must be in the application's folder");

    /// <summary>The full path of a folder that a kustomization or a chart names.</summary>
    /// <param name="name">The name, relative to <paramref name="folder"/>.</param>
    /// <param name="folder">The folder of the kustomization or chart.</param>
    /// <param name="from">The source of the name for messages.</param>
    /// <exception cref="UsageException">The folder is outside of the repository, or is or contains a link that leaves it.</exception>
    public string ResolveSource(string name, string folder, string from)
    {
        var full =
            ResolveIn(Repository, folder, name)
            ?? throw new UsageException(
                $"{from}: {name} must be in {(Repository == Root ? "the application's folder" : "the application's repository")}"
            );
        for (var at = full; at.Length > Repository.Length; at = Path.GetDirectoryName(at)!)
        {
            // Relative paths in the target of a link do not start where the link is.
            if (new FileInfo(at).LinkTarget is not null)
            {
                throw new UsageException($"{from}: {name} is behind a symbolic link (name the folder that it points to)");
            }
        }

        if (Directory.Exists(full))
        {
            CheckLinks(full, Repository);
        }

        return full;
    }

    /// <summary>
    /// Checks every symbolic link in the application's folder, whichever program reads it later: Helm and Kustomize follow links too.
    /// </summary>
    /// <exception cref="UsageException">A link leaves the folder.</exception>
    public void CheckLinks() => CheckLinks(Root, Root);

    private void CheckLinks(string folder, string boundary)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is { } target)
            {
                if (!StaysIn(boundary, folder, target))
                {
                    throw new UsageException(
                        $"{Path.GetRelativePath(Root, entry.FullName)} is a symbolic link that leaves the application's folder (replace it "
                            + "by the file)"
                    );
                }
            }
            else if (entry is DirectoryInfo)
            {
                CheckLinks(entry.FullName, boundary);
            }
        }
    }

    /// <summary>
    /// True if a link in a folder leads to a path inside the boundary. The folder is not behind a link, so its depth limits how far the
    /// target goes up. Then the target only goes down: through folders, or through links that are checked themselves.
    /// </summary>
    private static bool StaysIn(string boundary, string folder, string target)
    {
        var depth = folder.AsSpan(boundary.Length).Count(Path.DirectorySeparatorChar);
        string[] parts = target.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        var up = parts.TakeWhile(p => p is "." or "..").Count(p => p == "..");
        return !Path.IsPathRooted(target) && up <= depth && parts.Count(p => p == "..") == up;
    }

    private static string? ResolveIn(string boundary, string folder, string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var full = Path.GetFullPath(name, folder);
        return full == boundary || full.StartsWith(boundary + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? full : null;
    }
}
