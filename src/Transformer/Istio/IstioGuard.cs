using KymaIstioTransform.Manifests;

namespace KymaIstioTransform.Istio;

/// <summary>Refuses input that is no Istio: a transformer that finds nothing to do there would hide the mistake.</summary>
internal static class IstioGuard
{
    /// <exception cref="ManifestException">No object of the input belongs to Istio or its addons.</exception>
    public static void Check(Manifest manifest, TransformOptions options)
    {
        if (!options.AllowEmpty && manifest.Resources.Count > 0 && !manifest.Resources.Any(r => IsIstio(r, options.IstioNamespace ?? IstioInstallation.DefaultNamespace)))
        {
            throw new ManifestException("the input holds no object of Istio (is it the right stream? --allow-empty takes it as it is)");
        }
    }

    private static bool IsIstio(Resource resource, string istioNamespace) =>
        resource.Namespace == istioNamespace
        || resource.Id.Group.EndsWith("istio.io", StringComparison.Ordinal)
        || (resource.Kind == "CustomResourceDefinition" && resource.Name.EndsWith("istio.io", StringComparison.Ordinal))
        || resource.Name.StartsWith("istio", StringComparison.Ordinal)
        || resource.TemplatePath?.StartsWith("istio", StringComparison.Ordinal) == true
        || resource.Labels.Any(l => l.Key.Contains("istio", StringComparison.Ordinal) || (l.Key is "release" or "app" && l.Value.StartsWith("istio", StringComparison.Ordinal)));
}
