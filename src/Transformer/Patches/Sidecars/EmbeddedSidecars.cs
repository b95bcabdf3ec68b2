using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>
/// Reports Istio's containers without a memory limit in YAML or JSON that a text field holds, such as the pod template of an operator's
/// ConfigMap. What reads such a text is unknown, so it is not changed.
/// </summary>
internal static class EmbeddedSidecars
{
    private static readonly WordFilter Names = new([.. SidecarContainers.Names]);
    private static readonly WordFilter Words = new("containers", "initContainers");

    /// <summary>The length of the shortest name and the shortest word. Shorter text cannot have both.</summary>
    private const int MinLength = 20;

    /// <summary>Reports the containers in all texts of a resource.</summary>
    public static void Report(PatchContext context, Resource resource)
    {
        if (resource.Kind == "CustomResourceDefinition" || InjectorConfig.Is(resource) || context.IsRemoved(resource))
        {
            return;
        }

        var root = resource.Root;
        for (var i = root.Index + 1; i < root.Next; i++)
        {
            var scalar = new YamlNode(root.Tree, i);
            if (
                scalar.IsScalar
                && scalar.Span.Length >= MinLength
                && Names.IsIn(scalar.Raw)
                && Words.IsIn(scalar.Raw)
                && !ServerManagedFields.IsLastApplied(scalar)
            )
            {
                Report(context, resource, scalar);
            }
        }
    }

    private static void Report(PatchContext context, Resource resource, YamlNode scalar)
    {
        EmbeddedYaml text;
        try
        {
            text = EmbeddedYaml.Of(scalar);
        }
        catch (YamlException)
        {
            // Prose, or a template.
            if (EmbeddedYaml.HasByteOrderMark(ScalarText.Decode(scalar)))
            {
                context.NotDone(
                    resource,
                    "embedded text with a byte order mark at its start is not searched for containers (remove it)",
                    scalar.Span.Start
                );
            }

            return;
        }

        foreach (var container in Containers(text.Root))
        {
            if (container.Find("name")?.Text is { } name && IsUnlimited(container, name))
            {
                context.NotDone(
                    resource,
                    $"container {name} in embedded text has no memory limit (set it there)",
                    text.ToSource(container)
                );
            }
        }
    }

    /// <summary>The items of all lists of containers, at any depth.</summary>
    private static IEnumerable<YamlNode> Containers(YamlNode root)
    {
        for (var i = root.Index; i < root.Next; i++)
        {
            foreach (var (key, value) in new YamlNode(root.Tree, i).Pairs)
            {
                foreach (var container in key.Is("containers") || key.Is("initContainers") ? value.Items : default)
                {
                    yield return container;
                }
            }
        }
    }

    /// <summary>True for a container of Istio with an image, which is not a gateway and has no memory limit.</summary>
    private static bool IsUnlimited(YamlNode container, string name) =>
        SidecarContainers.Names.Contains(name)
        && container.Find("image")?.Text is not (null or "auto")
        && !ProxyMode.IsNotSidecar(ProxyMode.Of(new Container(container, name, false, container)))
        && !ResourceRequirementsEditor.HasMemoryLimit(container.Find("resources"));
}
