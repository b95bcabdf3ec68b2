using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>The envelope in which orchestrators pass resources to a KRM function.</summary>
internal static class ResourceList
{
    public const string Kind = "ResourceList";

    /// <summary>All versions have the same fields that this program reads and writes.</summary>
    private const string Group = "config.kubernetes.io/";

    /// <summary>True when a document's root is such an envelope.</summary>
    public static bool Is(YamlNode root)
    {
        foreach (var (key, value) in root.Pairs)
        {
            if (key.Is("kind"u8) && value.Is(Kind))
            {
                return root.Pairs.Any(p => p.Key.Is("apiVersion"u8) && p.Value.StartsWith(Group));
            }
        }

        return false;
    }

    /// <summary>
    /// True for an object that only orchestrators read, such as a Kptfile or the function's configuration: it is never applied.
    /// </summary>
    public static bool IsLocal(Resource resource) =>
        Values([resource.Root], "metadata", "annotations", "config.kubernetes.io/local-config").Any(v => v.Is("true"));

    /// <summary>The items; empty when the field is absent or empty.</summary>
    /// <exception cref="YamlException">The field is not a list.</exception>
    public static IEnumerable<YamlNode> Items(YamlNode root) =>
        root.Find("items") switch
        {
            null or { IsNull: true } => [],
            { IsSequence: true } items => items.Items,
            { } other => throw new YamlException("the items of a ResourceList must be a list", other),
        };

    /// <summary>All values at a path: both when a key is duplicated.</summary>
    private static IEnumerable<YamlNode> Values(IEnumerable<YamlNode> nodes, params IEnumerable<string> path) =>
        path.Aggregate(nodes, (at, key) => at.SelectMany(n => n.Pairs).Where(p => p.Key.Is(key)).Select(p => p.Value));
}
