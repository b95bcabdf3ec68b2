using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Istio;

/// <summary>An API whose objects an operator or istioctl uses to install Istio.</summary>
internal enum DeclarativeApi
{
    /// <summary>
    /// <c>install.istio.io</c> <c>IstioOperator</c>: Istio 1.5 and later; 1.24 removed the in-cluster operator, but istioctl still reads
    /// it.
    /// </summary>
    IstioOperator,

    /// <summary>
    /// <c>install.istio.io</c> <c>IstioControlPlane</c>: Istio 1.4. It has no mesh configuration, only values of the charts.
    /// </summary>
    IstioControlPlane,

    /// <summary><c>sailoperator.io</c> <c>Istio</c> (OpenShift Service Mesh 3): the values of the chart istiod.</summary>
    Sail,

    /// <summary>
    /// <c>operator.kyma-project.io</c> <c>Istio</c>: the Kyma module, which chooses mesh configuration and values itself.
    /// </summary>
    KymaModule,

    /// <summary>
    /// <c>maistra.io</c> <c>ServiceMeshControlPlane</c> (OpenShift Service Mesh 1 and 2), whose fields depend on its release.
    /// </summary>
    ServiceMesh,
}

/// <summary>An object that describes an installation of Istio: input for an operator or istioctl, not a manifest of Istio itself.</summary>
/// <param name="Resource">The object.</param>
/// <param name="Api">Its API.</param>
internal sealed record DeclarativeIstio(Resource Resource, DeclarativeApi Api)
{
    private static readonly string[] Kinds = ["IstioOperator", "IstioControlPlane", "Istio", "IstioRevision", "ServiceMeshControlPlane"];

    private static readonly string[] Values = ["spec", "values"];

    /// <summary>The path of the charts' values; empty where the API has none.</summary>
    public string[] ValuesPath => Api is DeclarativeApi.KymaModule or DeclarativeApi.ServiceMesh ? [] : Values;

    /// <summary>The path of the mesh configuration; empty where the API has none.</summary>
    public string[] MeshPath =>
        Api switch
        {
            DeclarativeApi.IstioOperator => ["spec", "meshConfig"],
            DeclarativeApi.Sail => [.. Values, "meshConfig"],
            _ => [],
        };

    /// <summary>The requested release; null when the operator or istioctl chooses it.</summary>
    public IstioVersion? Version =>
        (Resource.Root.Find("spec", "tag") ?? Resource.Root.Find("spec", "version"))?.Text is { } text
            ? IstioVersion.Parse(text.TrimStart('v'))
            : null;

    /// <summary>The objects of a manifest that describe an Istio.</summary>
    public static IEnumerable<DeclarativeIstio> All(Manifest manifest)
    {
        foreach (var kind in Kinds)
        {
            foreach (var resource in manifest.OfKind(kind))
            {
                if (Of(resource) is { } istio)
                {
                    yield return istio;
                }
            }
        }
    }

    /// <summary>Reads an object as a description of an installation; null for other objects.</summary>
    public static DeclarativeIstio? Of(Resource resource) =>
        (resource.Kind, resource.Id.Group) switch
        {
            ("IstioOperator", "install.istio.io") => new(resource, DeclarativeApi.IstioOperator),
            ("IstioControlPlane", "install.istio.io") => new(resource, DeclarativeApi.IstioControlPlane),
            ("Istio" or "IstioRevision", "sailoperator.io") when !ServerManagedFields.IsOwned(resource) => new(
                resource,
                DeclarativeApi.Sail
            ),
            ("Istio", "operator.kyma-project.io") => new(resource, DeclarativeApi.KymaModule),
            ("ServiceMeshControlPlane", "maistra.io") => new(resource, DeclarativeApi.ServiceMesh),
            _ => null,
        };
}
