using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Istio;

/// <summary>A mesh configuration of the input, rendered in a ConfigMap or declared in an object for an operator.</summary>
/// <param name="Resource">The object that holds it.</param>
/// <param name="Root">
/// The configuration, a MeshConfig. For an object that declares none, the object itself, which has no such fields.
/// </param>
/// <param name="ToDocument">The offset in the document for an offset in the configuration.</param>
internal sealed record MeshView(Resource Resource, YamlNode Root, Func<int, int> ToDocument)
{
    /// <summary>The first provider that proxies use unless a Telemetry object names another (Istio 1.11 and later).</summary>
    public YamlNodes DefaultTracers => Root.Find("defaultProviders", "tracing")?.Items ?? default;

    /// <summary>The revision of its control plane; empty for the default one.</summary>
    public string Revision =>
        (Resource.Kind == "ConfigMap" ? Resource.Label("istio.io/rev") : Resource.Root.Find("spec", "revision")?.Text)
            is { } revision
                and not "default"
            ? revision
            : "";

    /// <summary>All mesh configurations: the rendered ones first.</summary>
    /// <exception cref="YamlException">A mesh configuration is not YAML.</exception>
    public static IEnumerable<MeshView> All(Manifest manifest, IstioInstallation istio)
    {
        foreach (var configMap in istio.Meshes)
        {
            var text = EmbeddedYaml.Of(MeshConfig.Text(configMap)!.Value);
            yield return new MeshView(configMap, text.Root, text.ToSource);
        }

        foreach (var declared in DeclarativeIstio.All(manifest))
        {
            if (declared.MeshPath.Length > 0)
            {
                var root = declared.Resource.Root;
                yield return new MeshView(declared.Resource, root.Find(declared.MeshPath) ?? root, offset => offset);
            }
        }
    }

    /// <summary>The declared provider of a name; null when there is none.</summary>
    public YamlNode? Provider(string name)
    {
        foreach (var provider in Root.Find("extensionProviders")?.Items ?? default)
        {
            if (provider.Find("name")?.Is(name) == true)
            {
                return provider;
            }
        }

        return null;
    }
}
