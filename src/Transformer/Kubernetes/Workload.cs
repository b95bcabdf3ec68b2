using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes;

/// <summary>One container of a workload.</summary>
/// <param name="Node">Its mapping.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsInit">True for an init container.</param>
internal sealed record Container(YamlNode Node, string Name, bool IsInit)
{
    public string? Image => Node.Find("image")?.Text;

    /// <summary>An init container that keeps running beside the others (Kubernetes 1.28 and later).</summary>
    public bool IsNativeSidecar => IsInit && Node.Find("restartPolicy")?.Text == "Always";
}

/// <summary>The pod template of objects that run pods.</summary>
internal static class Workload
{
    /// <summary>The pod's spec, or null for objects that run none. What a controller made from another object follows that one, and cannot be changed itself.</summary>
    public static YamlNode? PodSpec(Resource resource) => resource.Kind switch
    {
        "Pod" or "ReplicaSet" or "Job" when ServerManagedFields.IsOwned(resource) => null,
        "Deployment" or "DaemonSet" or "StatefulSet" or "ReplicaSet" or "Job" or "ReplicationController" => resource.Root.Find("spec", "template", "spec"),
        "CronJob" => resource.Root.Find("spec", "jobTemplate", "spec", "template", "spec"),
        "Pod" => resource.Root.Find("spec"),
        _ => null,
    };

    /// <summary>Containers, then init containers.</summary>
    public static IReadOnlyList<Container> Containers(Resource resource)
    {
        if (PodSpec(resource) is not { } spec)
        {
            return [];
        }

        var containers = new List<Container>();
        Collect(spec, "containers", false, containers);
        Collect(spec, "initContainers", true, containers);
        return containers;
    }

    private static void Collect(YamlNode spec, string key, bool isInit, List<Container> containers)
    {
        foreach (var node in spec.Find(key)?.Items ?? default)
        {
            containers.Add(new Container(node, node.Find("name")?.Text ?? "", isInit));
        }
    }
}
