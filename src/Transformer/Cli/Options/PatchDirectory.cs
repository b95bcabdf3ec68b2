using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.JsonPatch;
using KymaIstioTransform.Patches.User;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// A directory in the layout that the Job istio-kyma-patch mounted: <c>NAME.KIND.patch.json</c> files with a JSON Patch each,
/// <c>delete</c>, <c>required-crds</c>, and <c>injection-in-namespaces</c> (Kyma 0.7 and later).
/// </summary>
internal sealed class PatchDirectory
{
    private const string PatchSuffix = ".patch.json";

    private PatchDirectory(string path)
    {
        // A mounted ConfigMap has hidden folders and links beside its keys.
        foreach (
            var file in FileReader
                .ExplainFolder(path, () => Directory.GetFiles(path))
                .Where(f => Path.GetFileName(f)[0] != '.')
                .Order(StringComparer.Ordinal)
        )
        {
            Read(file, Path.GetFileName(file));
        }
    }

    public UserChanges Changes { get; private set; } = UserChanges.None;

    public List<string> RequiredCrds { get; } = [];

    /// <summary>Reads the directory. Patches apply in the ordinal order of their file names.</summary>
    /// <exception cref="UsageException">A file is unknown or malformed.</exception>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public static PatchDirectory Read(string path) => new(path);

    private void Read(string file, string name)
    {
        switch (name)
        {
            case "delete":
                Changes = Changes with { Deletions = [.. Lines(file).SelectMany(l => DeletionLine.Parse(l.Text, l.At))] };
                break;
            case "required-crds":
                RequiredCrds.AddRange(Lines(file).Select(l => l.Text));
                break;
            case "injection-in-namespaces":
                Changes = Changes with { Injection = [.. Lines(file).Select(l => Injection(l.Text, l.At))] };
                break;
            default:
                Changes = Changes with { Patches = [.. Changes.Patches, Patch(file, name)] };
                break;
        }
    }

    /// <summary>The last part of the file name is the kind. The text before it is the object's name.</summary>
    private static UserPatch Patch(string file, string name)
    {
        var target = name.EndsWith(PatchSuffix, StringComparison.Ordinal) ? name[..^PatchSuffix.Length] : "";
        var dot = target.LastIndexOf('.');
        return dot <= 0 || dot == target.Length - 1
            ? throw new UsageException(
                $"a file in a patch folder must be named NAME.KIND{PatchSuffix}, delete, required-crds or "
                    + "injection-in-namespaces",
                Location.OfFile(file)
            )
            : new UserPatch(
                new ResourceSelector(target[(dot + 1)..], target[..dot]),
                PatchReader.Read(new InputFile(file, FileReader.ReadBytes(file))),
                new Location(file, 1, 1)
            );
    }

    private static NamespaceInjection Injection(string line, Location at) =>
        line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [var name, var value]
            ? new NamespaceInjection(name, value, at)
            : throw new UsageException($"a line must be a namespace and the value of its label istio-injection, not \"{line}\"", at);

    /// <summary>The lines that are not blank.</summary>
    private static IEnumerable<(string Text, Location At)> Lines(string file) =>
        FileReader
            .ReadText(file)
            .Split('\n')
            .Select((line, i) => (Text: line.Trim(), At: new Location(file, i + 1, 1)))
            .Where(l => l.Text.Length > 0);
}
