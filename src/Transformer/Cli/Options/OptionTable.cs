using System.Reflection;
using CommandLine;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Patches.Addons;

namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// All options, read from the attributes of <see cref="TypedFlags"/>. Reading all of them costs more than transforming a small stream.
/// Therefore, a run looks up only the options that are set, with <see cref="Find"/> or <see cref="OfProperty"/>.
/// </summary>
internal static class OptionTable
{
    private static readonly Lazy<IReadOnlyList<OptionInfo>> Options = new(() =>
        [.. TypedFlags.Topics.SelectMany(Declared).OrderBy(o => o.Setting.Group).ThenByDescending(o => o.IsCommon)]
    );

    private static readonly Lazy<IReadOnlyCollection<string>> ConfigPaths = new(() =>
        [.. Configurable.Select(o => o.Path!), UserSettings.PatchesPath]
    );

    /// <summary>All options by group. Within a group, the most common options come first.</summary>
    public static IReadOnlyList<OptionInfo> All => Options.Value;

    /// <summary>The options that a configuration file can set.</summary>
    public static IEnumerable<OptionInfo> Configurable => All.Where(o => o.Path is not null);

    /// <summary>The paths that a configuration file can set.</summary>
    public static IReadOnlyCollection<string> Paths => ConfigPaths.Value;

    /// <summary>The option with a long name without dashes; null for an unknown name.</summary>
    public static OptionInfo? Find(ReadOnlySpan<char> name) =>
        OfProperty(OptionName.Pascal(name)) is { } option && name.SequenceEqual(option.Name) ? option : null;

    /// <summary>The option that a property declares; null when there is no such property.</summary>
    public static OptionInfo? OfProperty(string property)
    {
        foreach (var topic in TypedFlags.Topics)
        {
            if (topic.Type.GetProperty(property) is { } found)
            {
                return Declared(found, topic);
            }
        }

        return null;
    }

    /// <summary>The options of one topic, as declared.</summary>
    public static IEnumerable<OptionInfo> Declared(TypedFlags.Topic topic) =>
        topic.Type.GetProperties().Select(property => Declared(property, topic)).OfType<OptionInfo>();

    /// <summary>The option that a configuration sets at a path, or null.</summary>
    public static OptionInfo? AtPath(string path) => All.FirstOrDefault(o => o.Path == path);

    /// <summary>The options of a group that a command has.</summary>
    public static IEnumerable<OptionInfo> In(OptionGroup group, Verbs verbs = Verbs.All) =>
        All.Where(o => o.Setting.Group == group && (o.Setting.Verbs & verbs) != 0);

    public static string Title(OptionGroup group) =>
        group switch
        {
            OptionGroup.Tracing => "Tracing and Pilot",
            OptionGroup.Gateway => "Ingress Gateway",
            OptionGroup.Security => "Addons and security",
            OptionGroup.GitOps => "External Istio and GitOps",
            OptionGroup.UserChanges => "Your changes, applied after Kyma's",
            OptionGroup.Output => "Output, report and diff",
            _ => group.ToString(),
        };

    /// <summary>The names that a list accepts; empty for a list that accepts any name.</summary>
    public static IReadOnlyList<string> Known(KnownNames names) =>
        names switch
        {
            KnownNames.Patches => [.. PatchSet.All.Select(p => p.Name)],
            KnownNames.Addons => [.. Addon.All.Select(a => a.Name)],
            KnownNames.Profiles => Profile.Names,
            _ => [],
        };

    private static OptionInfo? Declared(PropertyInfo property, TypedFlags.Topic topic) =>
        property.GetCustomAttribute<OptionAttribute>() is { } option
        && property.GetMethod?.GetCustomAttribute<SettingAttribute>() is { } setting
            ? new OptionInfo(property, option, setting, topic)
            : null;
}
