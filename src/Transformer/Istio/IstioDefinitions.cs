using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;

namespace KymaIstioTransform.Istio;

/// <summary>
/// Istio's CustomResourceDefinitions in the input: as objects, or as text in the ConfigMaps <c>istio-crd-…</c> of the chart istio-init
/// (Istio 1.1 to 1.5), whose Jobs apply them.
/// </summary>
internal static class IstioDefinitions
{
    private const string Kind = "CustomResourceDefinition";

    /// <summary>True when the input holds any definitions of Istio; the charts of 1.1 and later keep them separate.</summary>
    public static bool Any(Manifest manifest) =>
        manifest.OfKind(Kind).Any(c => c.Name.EndsWith(".istio.io", StringComparison.Ordinal)) || ConfigMaps(manifest).Any();

    /// <summary>True when the input has the definition of this name.</summary>
    public static bool Has(Manifest manifest, string name) =>
        manifest.OfKind(Kind).Any(c => c.Name == name)
        || ConfigMaps(manifest)
            .SelectMany(c => EmbeddedManifests.Of(c, Encoding.UTF8.GetBytes(name)))
            .Any(e => e.Resource.Kind == Kind && e.Resource.Name == name);

    private static IEnumerable<Resource> ConfigMaps(Manifest manifest) =>
        manifest.OfKind("ConfigMap").Where(c => c.Name.StartsWith("istio-crd-", StringComparison.Ordinal));
}
