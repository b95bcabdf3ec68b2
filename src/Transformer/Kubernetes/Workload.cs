using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes;

/// <summary>One container of a workload.</summary>
/// <param name="Node">Its mapping.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsInit">True for an init container.</param>
/// <param name="PodSpec">The pod spec that it belongs to: an object can have several.</param>
internal sealed record Container(YamlNode Node, string Name, bool IsInit, YamlNode PodSpec)
{
    public string? Image => Node.Find("image")?.Text;

    /// <summary>An init container that keeps running alongside the other containers (Kubernetes 1.28 and later).</summary>
    public bool IsNativeSidecar => IsInit && Node.Find("restartPolicy")?.Text == "Always";
}

/// <summary>The pod specs of objects that run pods.</summary>
internal static class Workload
{
    private const string ContainersKey = "containers";

    private static readonly WordFilter ContainersFilter = new(ContainersKey);

    /// <summary>
    /// The pod spec of a built-in Kubernetes kind, or null for other kinds. An object that a controller made from another one follows that
    /// object and cannot be changed itself.
    /// </summary>
    public static YamlNode? PodSpec(Resource resource) =>
        PathOf(resource) is { } path && !IsGenerated(resource) ? resource.Root.Find(path) : null;

    /// <summary>The containers of an object that a controller created from another one; empty for other objects.</summary>
    public static IReadOnlyList<Container> GeneratedContainers(Resource resource)
    {
        var containers = new List<Container>();
        if (IsGenerated(resource))
        {
            var specs = PathOf(resource) is { } path ? [resource.Root.Find(path)?.Index ?? 0] : FindPodSpecs(resource);
            foreach (var index in specs)
            {
                Collect(new YamlNode(resource.Document.Tree, index), containers);
            }
        }

        return containers;
    }

    /// <summary>
    /// All pod specs of an object. In custom kinds they are found by structure: a mapping with a list <c>containers</c> of
    /// named containers, as in Argo's Rollout, Knative's Service and the kinds of operators.
    /// </summary>
    public static IEnumerable<YamlNode> PodSpecs(Resource resource) =>
        PathOf(resource) is not null
            ? PodSpec(resource) is { } spec
                ? [spec]
                : []
            : resource.PodSpecIndexes.Count == 0 || IsGenerated(resource) ? []
            : resource.PodSpecIndexes.Select(index => new YamlNode(resource.Document.Tree, index));

    /// <summary>Containers, then init containers, of each pod spec.</summary>
    public static IReadOnlyList<Container> Containers(Resource resource)
    {
        var isKnown = PathOf(resource) is not null;
        if (!isKnown && resource.PodSpecIndexes.Count == 0)
        {
            return [];
        }

        var containers = new List<Container>();
        foreach (var spec in PodSpecs(resource))
        {
            Collect(spec, containers);
        }

        return containers;
    }

    /// <summary>The indexes of the mappings that are pod specs, wherever in the object they are.</summary>
    public static IReadOnlyList<int> FindPodSpecs(Resource resource)
    {
        // Of the built-in kinds only this one has its template in another place. A definition's schema describes pod specs but has none.
        if ((resource.Id.IsOfKubernetes && resource.Kind != "PodTemplate") || !resource.Document.MayMention(ContainersFilter))
        {
            return [];
        }

        var found = new List<int>();
        var root = resource.Root;
        foreach (var (key, value) in root.Pairs)
        {
            if (!key.Is("metadata") && !key.Is("status"))
            {
                Search(value, found);
            }
        }

        return found;
    }

    private static void Search(YamlNode node, List<int> found)
    {
        for (var i = node.Index; i < node.Next; i++)
        {
            var mapping = new YamlNode(node.Tree, i);
            foreach (var (key, value) in mapping.Pairs)
            {
                if (
                    key.Is(ContainersKey)
                    && HasContainer(value)
                    && !MergeKeys.IsHidden(value)
                    && MergeKeys.Target(mapping) is var spec
                    && !found.Contains(spec.Index)
                )
                {
                    found.Add(spec.Index);
                }
            }
        }
    }

    /// <summary>True for a list of mappings of which one has a name and an image.</summary>
    private static bool HasContainer(YamlNode list)
    {
        var has = false;
        foreach (var item in list.Items)
        {
            if (!item.IsMapping)
            {
                return false;
            }

            has |= item.Find("name")?.Text is not null && item.Find("image")?.Text is not null;
        }

        return has;
    }

    private static string[]? PathOf(Resource resource) =>
        resource.Kind switch
        {
            _ when !resource.Id.IsOfKubernetes => null,
            "Deployment" or "DaemonSet" or "StatefulSet" or "ReplicaSet" or "Job" or "ReplicationController" =>
            [
                "spec",
                "template",
                "spec",
            ],
            "CronJob" => ["spec", "jobTemplate", "spec", "template", "spec"],
            "Pod" => ["spec"],
            _ => null,
        };

    /// <summary>True for an object that a controller made from another one.</summary>
    public static bool IsGenerated(Resource resource) =>
        resource.Kind is not ("Deployment" or "DaemonSet" or "StatefulSet" or "CronJob" or "ReplicationController")
        && ServerManagedFields.IsOwned(resource);

    private static void Collect(YamlNode spec, List<Container> containers)
    {
        Collect(spec, ContainersKey, false, containers);
        Collect(spec, "initContainers", true, containers);
    }

    private static void Collect(YamlNode spec, string key, bool isInit, List<Container> containers)
    {
        foreach (var node in spec.Find(key)?.Items ?? default)
        {
            containers.Add(new Container(node, node.Find("name")?.Text ?? "", isInit, spec));
        }
    }
}
