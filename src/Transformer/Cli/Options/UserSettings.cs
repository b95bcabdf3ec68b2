using KymaIstioTransform.JsonPatch;
using KymaIstioTransform.Patches.User;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Cli.Options;

/// <summary>Reads the user's own changes: first those of a patch directory, then those of the configuration and of flags.</summary>
internal static class UserSettings
{
    public const string PatchesPath = "patches";

    private static readonly string[] PatchKeys = ["target", "patch"];
    private static readonly string[] TargetKeys = ["kind", "name", "namespace"];

    /// <returns>The changes, and the required definitions.</returns>
    /// <exception cref="UsageException">A setting or file is malformed.</exception>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public static (UserChanges Changes, IReadOnlyList<string> RequiredCrds) Bind(Settings settings)
    {
        try
        {
            var directory = settings.GetString(o => o.Patches.PatchDir) is { } path ? PatchDirectory.Read(path) : null;
            var typed = new UserChanges
            {
                Patches = settings.GetTree(PatchesPath) is { } tree ? Patches(tree) : [],
                Deletions = [.. (settings.GetNames(o => o.Patches.Delete) ?? []).SelectMany(line => DeletionLine.Parse(line, null))],
            };
            return (
                directory is null ? typed : directory.Changes.And(typed),
                [.. directory?.RequiredCrds ?? [], .. settings.GetNames(o => o.Security.RequireCrd) ?? []]
            );
        }
        catch (PatchException e)
        {
            throw new UsageException(e.Problem, e.At) { Setting = PatchesPath };
        }
    }

    private static List<UserPatch> Patches(ConfigTree tree) =>
        tree.Node.IsSequence
            ? [.. tree.Node.Items.Select(item => Patch(item, tree))]
            : throw Wrong(tree, tree.Node, "patches must be a list");

    private static UserPatch Patch(YamlNode item, ConfigTree tree)
    {
        Check(tree, item, PatchKeys);
        if (item.Find("target") is not { IsMapping: true } target || item.Find("patch") is not { } patch)
        {
            throw Wrong(tree, item, "a patch must have a target and a patch");
        }

        Check(tree, target, TargetKeys);
        return new UserPatch(
            new ResourceSelector(Required(tree, target, "kind"), Required(tree, target, "name"), target.Find("namespace")?.Text),
            patch.IsScalar ? Text(patch, tree) : PatchReader.Read(patch, tree.Locate),
            tree.Locate(item.Span.Start)
        );
    }

    /// <summary>A JSON Patch in a text field.</summary>
    private static IReadOnlyList<PatchOperation> Text(YamlNode scalar, ConfigTree tree)
    {
        var text = ScalarText.Decode(scalar);
        var inner = EmbeddedYaml.Read(text, YamlNodeArena.For(text.Bytes.Length));
        return inner.IsEmpty
            ? throw Wrong(tree, scalar, "the patch is empty")
            : PatchReader.Read(inner.Root, offset => tree.Locate(text.ToSource(offset)));
    }

    private static string Required(ConfigTree tree, YamlNode target, string key) =>
        target.Find(key)?.Text ?? throw Wrong(tree, target, $"a target must have a {key}");

    private static void Check(ConfigTree tree, YamlNode mapping, string[] known)
    {
        foreach (var (key, _) in mapping.Pairs.Where(p => !known.Contains(p.Key.Value)))
        {
            throw Wrong(tree, key, $"unknown key {key.Value}{Suggestion.For(key.Value, known)}");
        }
    }

    private static UsageException Wrong(ConfigTree tree, YamlNode node, string message) =>
        new(message, tree.Locate(node.Span.Start)) { Setting = PatchesPath };
}
