namespace KymaIstioTransform.Cli.Commands.ArgoCd;

/// <summary>
/// The folder of an application. Files that its parameters and configuration name must be in this folder: the sidecar serves many teams,
/// and an application must not read files of others.
/// </summary>
internal sealed class AppFolder(string path)
{
    /// <summary>The optional configuration file of an application.</summary>
    public const string ConfigName = "istio-transform.yaml";

    public string Root { get; } = Path.GetFullPath(path);

    public bool Has(string name) => File.Exists(Path.Combine(Root, name));

    /// <summary>The full path of a file that the application names.</summary>
    /// <exception cref="UsageException">The file is outside of the folder.</exception>
    public string Resolve(string name, string from)
    {
        var full = Path.GetFullPath(name, Root);
        for (var at = full; at.Length > Root.Length; at = Path.GetDirectoryName(at) ?? "")
        {
            // A link is rejected rather than followed: its target may change between the check and the use.
            if (new FileInfo(at).LinkTarget is not null)
            {
                throw new UsageException($"{from}: {name} is behind a symbolic link, which an application must not use");
            }
        }

        return full.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new UsageException($"{from}: {name} must be in the application's folder");
    }
}
