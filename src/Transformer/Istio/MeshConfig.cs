using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Istio;

/// <summary>
/// The ConfigMap <c>istio</c> (with <c>-REVISION</c> from Istio 1.6 on), whose key <c>mesh</c> holds the mesh configuration as YAML. Other
/// ConfigMaps have such a key too: Galley's <c>istio-mesh-galley</c> (Istio 1.5).
/// </summary>
internal static class MeshConfig
{
    /// <summary>The key of Istio's networks, which is next to the key of the mesh configuration.</summary>
    private const string Networks = "meshNetworks";

    /// <summary>True for a ConfigMap with the mesh configuration of a revision.</summary>
    public static bool Is(Resource resource) =>
        resource.Kind == "ConfigMap"
        && (resource.Name == "istio" || (resource.Name.StartsWith("istio-", StringComparison.Ordinal) && IsRevision(resource)))
        && Text(resource) is not null;

    private static bool IsRevision(Resource resource) =>
        resource.Label("istio.io/rev") is not null
        || (
            resource.Document.MayContain(resource.Document.Content, Networks) && resource.Root.Find("data", Networks) is not null
        );

    /// <summary>The scalar with the mesh configuration as YAML; null when it is absent.</summary>
    public static YamlNode? Text(Resource configMap) => configMap.Root.Find("data", "mesh") is { IsScalar: true } mesh ? mesh : null;

    /// <summary>
    /// The namespace whose policies apply to the whole mesh (<c>rootNamespace</c>, Istio 1.1 and later), or null when it is not set.
    /// </summary>
    /// <exception cref="YamlException">The mesh configuration is not YAML.</exception>
    public static string? RootNamespace(Resource configMap) => EmbeddedYaml.Of(Text(configMap)!.Value).Root.Find("rootNamespace")?.Text;
}
