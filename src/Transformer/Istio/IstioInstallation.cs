using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Istio;

/// <summary>The architecture of an Istio release, which determines where its settings are.</summary>
internal enum ControlPlaneKind
{
    /// <summary>No control plane in the input.</summary>
    Unknown,

    /// <summary>1.0: Pilot, Citadel, Mixer; custom resource definitions in the chart itself.</summary>
    V1_0,

    /// <summary>1.1 to 1.5 as Helm renders it: Pilot, Citadel, Mixer; definitions in the chart istio-init.</summary>
    Pilot,

    /// <summary>1.5 as istioctl renders it, and all later: one istiod.</summary>
    Istiod,
}

/// <summary>The parts of Istio in the input.</summary>
/// <param name="Namespace">The namespace of the control plane.</param>
/// <param name="Kind">Its architecture.</param>
/// <param name="Version">The release, null when no image or chart shows it.</param>
/// <param name="ControlPlanes">The Deployments of pilot or istiod, one for each revision.</param>
/// <param name="Injectors">The ConfigMaps with the injection templates.</param>
/// <param name="Meshes">The ConfigMaps with the mesh configuration.</param>
internal sealed record IstioInstallation(
    string Namespace,
    ControlPlaneKind Kind,
    IstioVersion? Version,
    IReadOnlyList<Resource> ControlPlanes,
    IReadOnlyList<Resource> Injectors,
    IReadOnlyList<Resource> Meshes
)
{
    /// <summary>The namespace of Istio's charts and of Kyma.</summary>
    public const string DefaultNamespace = "istio-system";

    private static readonly IstioVersion OldestIstiod = new(1, 5, null);

    /// <summary>The images of Istio itself, from any registry.</summary>
    private static readonly HashSet<string> IstioImages = new(
        ["pilot", "proxyv2", "proxy_init", "mixer", "citadel", "galley", "sidecar_injector", "install-cni", "ztunnel"],
        StringComparer.Ordinal
    );

    private readonly HashSet<Resource> parts = new([.. ControlPlanes, .. Injectors, .. Meshes], ReferenceEqualityComparer.Instance);

    /// <summary>The objects that identify the installation.</summary>
    public IEnumerable<Resource> Parts => parts;

    /// <summary>True for an object that identifies an Istio installation.</summary>
    public bool Contains(Resource resource) => parts.Contains(resource);

    /// <summary>Finds Istio: by structure first, then by images.</summary>
    /// <param name="manifest">The input.</param>
    /// <param name="namespaceOption">The namespace the user named, or null to take the control plane's.</param>
    /// <exception cref="ManifestException">All control planes of the input are in other namespaces than the one named.</exception>
    public static IstioInstallation Detect(Manifest manifest, string? namespaceOption)
    {
        var controlPlanes = manifest.OfKind("Deployment").Where(IsControlPlane).ToList();
        var injectors = manifest.OfKind("ConfigMap").Where(InjectorConfig.Is).ToList();
        var meshes = manifest.OfKind("ConfigMap").Where(MeshConfig.Is).ToList();
        var version =
            controlPlanes.Select(VersionOf).FirstOrDefault(v => v is not null)
            ?? manifest.Resources.Select(VersionOfOther).FirstOrDefault(v => v is not null);
        Resource[] found = [.. controlPlanes, .. injectors, .. meshes];
        if (
            namespaceOption is not null
            && controlPlanes.Count > 0
            && !controlPlanes.Exists(r => r.Namespace.Length == 0 || r.Namespace == namespaceOption)
        )
        {
            throw new ManifestException(
                $"no control plane in the namespace {namespaceOption} (the input has one in {controlPlanes[0].Namespace}: set "
                + "--istio-namespace)"
            );
        }

        return new IstioInstallation(
            namespaceOption ?? Array.Find(found, r => r.Namespace.Length > 0)?.Namespace ?? DefaultNamespace,
            KindOf(controlPlanes, version),
            version,
            controlPlanes,
            injectors,
            meshes
        );
    }

    /// <summary>The container that runs pilot or istiod.</summary>
    public static Container? Discovery(Resource resource) => Workload.Containers(resource).FirstOrDefault(c => c.Name == "discovery");

    /// <summary>
    /// The release of one control plane. Development builds carry labels of release 1.0.0: istiod came with 1.5, so its structure rules
    /// that out.
    /// </summary>
    public static IstioVersion? VersionOf(Resource controlPlane)
    {
        var version =
            VersionOfTag(controlPlane)
            ?? IstioVersion.Parse(controlPlane.Label("operator.istio.io/version"))
            ?? IstioVersion.Parse(controlPlane.Label("app.kubernetes.io/version"));
        return IsPilot(controlPlane) || version is null || version >= OldestIstiod ? version : null;
    }

    /// <summary>
    /// The release in the image's tag. OpenShift Service Mesh (Maistra) has its own release numbers: 1.0 is Istio 1.1, 1.1 is 1.4 and 2.0
    /// is 1.6. For other images with names that Istio does not use, a tag 1.0 counts only when the arguments are those of Pilot 1.0.
    /// </summary>
    private static IstioVersion? VersionOfTag(Resource controlPlane)
    {
        var image = Discovery(controlPlane)?.Image ?? "";
        var version = IsServiceMesh(image) ? null : IstioVersion.OfImage(image);
        return version?.Is(1, 0) != true || IstioImages.Contains(NameOf(image)) || LooksLike1_0(controlPlane) ? version : null;
    }

    private static bool IsServiceMesh(string image) =>
        image.Contains("maistra", StringComparison.Ordinal) || image.Contains("openshift-service-mesh", StringComparison.Ordinal);

    /// <summary>The name of an image, without registry, folders, tag and digest.</summary>
    private static string NameOf(string image) => image.Split('@')[0].Split('/')[^1].Split(':')[0];

    private static bool IsControlPlane(Resource resource) =>
        (IsPilot(resource) || resource.Name == "istiod" || resource.Name.StartsWith("istiod-", StringComparison.Ordinal))
        && Discovery(resource) is not null;

    private static bool IsPilot(Resource resource) => resource.Name == "istio-pilot";

    private static ControlPlaneKind KindOf(List<Resource> controlPlanes, IstioVersion? version) =>
        controlPlanes switch
        {
            [] => ControlPlaneKind.Unknown,
            _ when !controlPlanes.TrueForAll(IsPilot) => ControlPlaneKind.Istiod,
            _ => version?.Is(1, 0) ?? controlPlanes.TrueForAll(LooksLike1_0) ? ControlPlaneKind.V1_0 : ControlPlaneKind.Pilot,
        };

    /// <summary>Pilot 1.0 starts with the single argument <c>discovery</c>; 1.1 added <c>--monitoringAddr</c> and more.</summary>
    private static bool LooksLike1_0(Resource pilot) =>
        Discovery(pilot)!.Node.Find("args")?.Items.Any(a => a.Text?.StartsWith("--monitoringAddr", StringComparison.Ordinal) == true)
        != true;

    /// <summary>
    /// The release of another Istio workload; a sidecar for another application says nothing about the Istio in the input.
    /// </summary>
    private static IstioVersion? VersionOfOther(Resource resource)
    {
        var containers = Workload.Containers(resource);
        foreach (var container in containers)
        {
            if (
                container.Image is { } image
                && IstioImages.Contains(NameOf(image))
                && !IsServiceMesh(image)
                && IstioVersion.OfImage(image) is { } version
                && !(SidecarContainers.IsOne(container) && SidecarContainers.ProxiesOf(containers).Any())
            )
            {
                return version;
            }
        }

        return null;
    }
}
