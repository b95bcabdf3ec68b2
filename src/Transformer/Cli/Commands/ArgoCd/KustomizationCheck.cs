using System.Text;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Commands.ArgoCd;

/// <summary>
/// Rejects a kustomization that reads outside of the application's repository. Kustomize itself confines files to the folder of the
/// kustomization that names them. It does not confine folders, and it fetches files and folders from addresses.
/// </summary>
internal sealed class KustomizationCheck(AppFolder app)
{
    /// <summary>Keys whose values are files or folders with resources. Kustomize also accepts addresses of repositories there.</summary>
    private static readonly string[] Resources = ["resources", "bases", "components", "crds", "configurations"];

    /// <summary>Keys whose values are files, folders or the text of configurations. Those name files too.</summary>
    private static readonly string[] Plugins = ["generators", "transformers", "validators"];

    /// <summary>Keys whose values are names of files, at any depth. Kustomize also accepts addresses there.</summary>
    private static readonly string[] Files =
    [
        "path",
        "files",
        "env",
        "envs",
        "patches",
        "patchesStrategicMerge",
        "patchesJson6902",
        "openapi",
    ];

    private readonly HashSet<string> seen = [];

    /// <exception cref="UsageException">A kustomization names something outside of the repository.</exception>
    public void Check() => CheckFolder(app.Root);

    private void CheckFolder(string folder)
    {
        if (!seen.Add(folder))
        {
            return;
        }

        foreach (var file in WrittenFolders.Kustomizations.Select(name => Path.Combine(folder, name)).Where(File.Exists))
        {
            CheckFile(file, folder);
        }
    }

    private void CheckFile(string file, string folder) =>
        Check(new InputFile(Path.GetRelativePath(app.Root, file), FileReader.ReadBytes(file)), folder);

    private void Check(InputFile file, string folder)
    {
        foreach (var (key, text) in AppYaml.Texts(file))
        {
            var from = $"{file.Name}: {key}";
            if (IsOneOf(key, Plugins) && text.Contains('\n', StringComparison.Ordinal))
            {
                Check(new InputFile(file.Name, Encoding.UTF8.GetBytes(text)), folder);
            }
            else if (IsOneOf(key, Plugins) || IsOneOf(key, Resources))
            {
                CheckSource(text, folder, from, IsOneOf(key, Plugins));
            }
            else if (IsOneOf(key, Files) && (IsAddress(text) || IsAddress(text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..])))
            {
                throw Remote(text, from);
            }
        }
    }

    private void CheckSource(string name, string folder, string from, bool isPlugin)
    {
        if (IsAddress(name))
        {
            throw Remote(name, from);
        }

        var full = app.ResolveSource(name, folder, from);
        if (File.Exists(full))
        {
            if (isPlugin)
            {
                CheckFile(full, folder);
            }
        }
        else if (IsRepository(name))
        {
            throw Remote(name, from);
        }
        else
        {
            CheckFolder(full);
        }
    }

    private static bool IsOneOf(string key, string[] names) => names.Any(name => AppYaml.IsKey(key, name));

    /// <summary>True for an address of a file. A text of several lines is not a name.</summary>
    private static bool IsAddress(string text) =>
        (text.Contains("://", StringComparison.Ordinal) && !text.Contains('\n', StringComparison.Ordinal))
        || text.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a name that Kustomize passes to git: with a user, a host or a protocol, or in short for a known host.</summary>
    private static bool IsRepository(string name) =>
        name.AsSpan().ContainsAny(':', '@') || name.StartsWith("github.com", StringComparison.OrdinalIgnoreCase);

    private static UsageException Remote(string name, string from) =>
        new($"{from}: {name} is remote, but an application must use files of its repository (copy it there)");
}
