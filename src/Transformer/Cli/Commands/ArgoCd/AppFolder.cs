namespace KymaIstioTransform.Cli.Commands.ArgoCd;

/// <summary>
/// The folder of an application. What its parameters and its configuration name must lie in it: the sidecar serves many teams, and its
/// other files are none of theirs.
/// </summary>
internal sealed class AppFolder(string path)
{
    /// <summary>The configuration that an application may bring along.</summary>
    public const string ConfigName = "istio-transform.yaml";

    public string Root { get; } = Path.GetFullPath(path);

    public bool Has(string name) => File.Exists(Path.Combine(Root, name));

    /// <summary>The full path of a file that the application names.</summary>
    /// <exception cref="UsageException">It lies elsewhere.</exception>
    public string Resolve(string name, string from)
    {
        var full = Path.GetFullPath(name, Root);
        for (var at = full; at.Length > Root.Length; at = Path.GetDirectoryName(at) ?? "")
        {
            // A link is refused rather than followed: where it ends may change between the look and the use.
            if (new FileInfo(at).LinkTarget is not null)
            {
                throw new UsageException($"{from}: {name} is reached through a symbolic link, which an application must not use");
            }
        }

        return full.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new UsageException($"{from}: {name} must lie in the application's folder");
    }
}
