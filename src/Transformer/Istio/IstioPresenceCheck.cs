using KymaIstioTransform.Istio.Gateways;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;

namespace KymaIstioTransform.Istio;

/// <summary>
/// Rejects input without Istio and warns about unusual installations: a transformer that finds nothing to do would hide the mistake.
/// </summary>
internal static class IstioPresenceCheck
{
    /// <summary>True when an object of the input belongs to Istio or its addons.</summary>
    public static bool HasIstio(Manifest manifest, IstioInstallation istio) => HasIstio(manifest.Resources, istio.Namespace);

    /// <summary>True when one of the objects belongs to Istio or its addons.</summary>
    public static bool HasIstio(IEnumerable<Resource> resources, string istioNamespace) => resources.Any(r => IsIstio(r, istioNamespace));

    /// <summary>True when a workload of the input has a sidecar, as <c>istioctl kube-inject</c> adds it.</summary>
    private static bool HasSidecar(Manifest manifest) =>
        manifest.Resources.Any(r => SidecarContainers.ProxiesOf(Workload.Containers(r)).Any());

    /// <summary>Returns warnings about the Istio installation in the input.</summary>
    /// <exception cref="ManifestException">No object of the input belongs to Istio or its addons, and no workload has a sidecar; the
    /// message ends with <paramref name="advice"/>.</exception>
    public static IEnumerable<Notice> Check(Manifest manifest, IstioInstallation istio, bool allowEmpty, string advice)
    {
        if (!allowEmpty && manifest.Resources.Count > 0 && !HasIstio(manifest, istio) && !HasSidecar(manifest))
        {
            throw new ManifestException($"the input has no Istio objects ({advice})");
        }

        if (istio.ControlPlanes.Count == 0 && istio.Injectors.Concat(istio.Meshes).FirstOrDefault() is { } part)
        {
            yield return new Notice(null, $"the input has {part.Id}, but no Deployment istio-pilot or istiod: is it complete?")
            {
                At = manifest.Locate(part),
                Resource = part.Id,
            };
        }

        if (
            istio.Version is { } version
            && version > IstioVersion.NewestTested
            && !version.Is(IstioVersion.NewestTested.Major, IstioVersion.NewestTested.Minor)
        )
        {
            yield return new Notice(
                null,
                $"Istio {version} is newer than the newest tested release ({IstioVersion.NewestTested}): the changes follow the "
                + "structure of the manifests"
            );
        }
    }

    private static bool IsIstio(Resource resource, string istioNamespace) =>
        LooksLikeIstio(resource, istioNamespace) && !ResourceList.IsLocal(resource);

    private static bool LooksLikeIstio(Resource resource, string istioNamespace) =>
        resource.Namespace == istioNamespace
        || resource.Id.Group.EndsWith("istio.io", StringComparison.Ordinal)
        || (resource.Kind == "CustomResourceDefinition" && resource.Name.EndsWith("istio.io", StringComparison.Ordinal))
        || resource.Name.StartsWith("istio", StringComparison.Ordinal)
        || resource.TemplatePath?.StartsWith("istio", StringComparison.Ordinal) == true
        || (GatewayWorkload.IsWorkload(resource) && GatewayWorkload.RunsGateway(resource))
        || GatewayApi.HasIstioClass(resource)
        || resource.Labels.Any(l =>
            l.Key.Value.Contains("istio", StringComparison.Ordinal)
            || ((l.Key.Is("release") || l.Key.Is("app")) && l.Value.StartsWith("istio"))
        )
        || DeclarativeIstio.Of(resource) is not null;
}
