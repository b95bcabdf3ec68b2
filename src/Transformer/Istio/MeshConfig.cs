using KymaIstioTransform.Manifests;
using KymaIstioTransform.Syntax;

namespace KymaIstioTransform.Istio;

/// <summary>The ConfigMap <c>istio</c> (with <c>-REVISION</c> from Istio 1.6 on), whose key <c>mesh</c> holds the mesh configuration as YAML.</summary>
internal static class MeshConfig
{
    public static bool Is(Resource resource) =>
        resource.Kind == "ConfigMap"
        && (resource.Name == "istio" || resource.Name.StartsWith("istio-", StringComparison.Ordinal))
        && Text(resource) is not null;

    public static YamlNode? Text(Resource configMap) => configMap.Root.Find("data", "mesh") is { IsScalar: true } mesh ? mesh : null;
}
