using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes;

/// <summary>
/// Fields that the API server and its controllers set, and objects that they create: a manifest for GitOps contains neither.
/// </summary>
internal static class ServerManagedFields
{
    /// <summary>The annotation in which kubectl keeps a copy of the applied object. kubectl rewrites it.</summary>
    public const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private const string Metadata = "metadata/";
    private const string Annotations = "metadata/annotations/";
    private const string PodMetadata = "spec/template/metadata/";

    /// <summary>Paths with a slash between keys; keys with a slash come last.</summary>
    private static readonly string[][] OfAll =
    [
        ["status"],
        .. Below(
            Metadata,
            "managedFields",
            "resourceVersion",
            "uid",
            "creationTimestamp",
            "generation",
            "selfLink",
            "ownerReferences",
            "deletionTimestamp",
            "deletionGracePeriodSeconds"
        ),
        .. Below(
            Annotations,
            LastApplied,
            "deployment.kubernetes.io/revision",
            "deprecated.daemonset.template.generation",
            "autoscaling.alpha.kubernetes.io/conditions",
            "autoscaling.alpha.kubernetes.io/current-metrics",
            "pv.kubernetes.io/bind-completed",
            "pv.kubernetes.io/bound-by-controller"
        ),
        .. Below(PodMetadata, "creationTimestamp"),
    ];

    private static readonly Dictionary<string, string[][]> OfKind = new(StringComparer.Ordinal)
    {
        ["Job"] =
        [
            .. Below("spec/", "selector"),
            .. Below(
                PodMetadata + "labels/",
                "controller-uid",
                "job-name",
                "batch.kubernetes.io/controller-uid",
                "batch.kubernetes.io/job-name"
            ),
        ],
        ["Namespace"] = [.. Below("spec/", "finalizers")],
        ["PersistentVolumeClaim"] = [.. Below("spec/", "volumeName")],
    };

    /// <summary>The fields of an object to remove, as few nodes as possible. A parent that would become empty is removed too.</summary>
    /// <exception cref="YamlException">A key is duplicated.</exception>
    public static IReadOnlyList<YamlNode> Of(Resource resource)
    {
        var root = resource.Root;
        var found = OfAll
            .Concat(OfKind.GetValueOrDefault(resource.Kind) ?? [])
            .Select(path => root.Find(path))
            .OfType<YamlNode>()
            .Concat(Special(resource))
            .ToDictionary(n => n.Index);
        for (var emptied = true; emptied;)
        {
            emptied = false;
            foreach (
                var parent in found
                    .Values.Select(n => n.Tree.ParentOf(n.Index)!.Value)
                    .Where(p => p.Index != root.Index && !found.ContainsKey(p.Index))
                    .Distinct()
                    .ToList()
            )
            {
                var children = parent.IsMapping ? parent.Pairs.Select(p => p.Value) : parent.Items;
                if (children.All(c => found.ContainsKey(c.Index)))
                {
                    found[parent.Index] = parent;
                    emptied = true;
                }
            }
        }

        return [.. found.Values.Where(n => !found.ContainsKey(n.Tree.ParentOf(n.Index)!.Value.Index)).OrderBy(n => n.Index)];
    }

    /// <summary>Why an object was not written by a user, or null.</summary>
    /// <exception cref="YamlException">A key is duplicated.</exception>
    public static string? ReasonGenerated(Resource resource) =>
        resource.Kind switch
        {
            "Endpoints" or "EndpointSlice" or "Event" or "ControllerRevision" or "Lease" => "created by the API server's controllers",
            "ReplicaSet" or "Pod" or "Job" when IsOwned(resource) => "created by the controller of its owner",
            "Secret" when resource.Root.Find("type")?.Is("kubernetes.io/service-account-token") == true => "a ServiceAccount's token",
            "Secret" when resource.Root.Find("type")?.Text is "istio.io/key-and-cert" or "istio.io/ca-root" =>
                "created by Istio's certificate authority",
            "ConfigMap" when resource.Name == "kube-root-ca.crt" => "created by the API server's controllers in each namespace",
            "ConfigMap" when resource.Name == "istio-ca-root-cert" => "created by istiod in each namespace",
            "ConfigMap" when resource.Root.Find("metadata", "annotations", "control-plane.alpha.kubernetes.io/leader") is not null =>
                "a lock for leader election",
            _ => null,
        };

    /// <summary>True for the value of <see cref="LastApplied"/>.</summary>
    public static bool IsLastApplied(YamlNode scalar) =>
        scalar.Tree.ParentOf(scalar.Index) is { IsMapping: true } && new YamlNode(scalar.Tree, scalar.Index - 1).Is(LastApplied);

    /// <summary>True for an object that a controller made from another.</summary>
    public static bool IsOwned(Resource resource) => Owner(resource) is not null;

    /// <summary>The object that the controller of this one follows, or null.</summary>
    public static ResourceId? Owner(Resource resource)
    {
        YamlNode? owner = null;
        foreach (var reference in resource.Root.Find("metadata", "ownerReferences")?.Items ?? default)
        {
            if (owner is null || reference.Find("controller")?.Is("true") == true)
            {
                owner = reference;
            }
        }

        return owner is { } found
            ? new ResourceId(
                found.Find("apiVersion")?.Text ?? "",
                found.Find("kind")?.Text ?? "",
                resource.Namespace,
                found.Find("name")?.Text ?? ""
            )
            : null;
    }

    /// <summary>
    /// An address that the server assigned to a Service (a headless Service says <c>None</c>), and the tokens of a ServiceAccount.
    /// </summary>
    private static IEnumerable<YamlNode> Special(Resource resource) =>
        resource.Kind switch
        {
            "Service" when resource.Root.Find("spec", "clusterIP")?.Is("None") != true => new[]
            {
                resource.Root.Find("spec", "clusterIP"),
                resource.Root.Find("spec", "clusterIPs"),
            }.OfType<YamlNode>(),
            "ServiceAccount" => (resource.Root.Find("secrets")?.Items ?? []).Where(s =>
                s.Find("name")?.Text?.StartsWith(resource.Name + "-token-", StringComparison.Ordinal) == true
            ),
            _ => [],
        };

    private static IEnumerable<string[]> Below(string path, params string[] keys) =>
        keys.Select(key => (string[])[.. path.Split('/', StringSplitOptions.RemoveEmptyEntries), key]);
}
