namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>Completes the resources in the chart values that injection templates print (Istio 1.2 and later), each path once.</summary>
internal sealed class InjectorValues(FieldEditor values, SidecarOptions sidecars)
{
    private readonly Dictionary<string, ResourceAmount?> done = [];

    /// <summary>
    /// Completes the resources at a path such as <c>.Values.global.proxy.resources</c>. Returns the memory there, or null if the path does
    /// not exist.
    /// </summary>
    public ResourceAmount? Complete(string path)
    {
        if (!done.TryGetValue(path, out var memory))
        {
            done[path] = memory = CompleteOnce(path.Split('.', StringSplitOptions.RemoveEmptyEntries)[1..]);
        }

        return memory;
    }

    private ResourceAmount? CompleteOnce(string[] keys)
    {
        if (keys.Length == 0 || values.Root.Find(keys.AsSpan(..^1)) is not { IsMapping: true } parent)
        {
            return null;
        }

        // proxy.init.resources (Istio 1.3 and 1.4) or proxy_init.resources (1.5 and later)
        var options = keys.Any(k => k is "init" or "proxy_init") ? sidecars.ForInit() : sidecars;
        var resources = parent.Find(keys[^1]);
        var memory = ResourceRequirementsEditor.Memory(resources, options);
        if (resources is not { } present)
        {
            values.Add(parent, keys[^1], ResourceRequirementsEditor.Block(options));
        }
        else if (present.IsMapping && FieldEditor.HasEntries(present))
        {
            ResourceRequirementsEditor.Complete(values, present, options);
        }
        else
        {
            values.Set(present, ResourceRequirementsEditor.Block(options));
        }

        return memory;
    }
}
