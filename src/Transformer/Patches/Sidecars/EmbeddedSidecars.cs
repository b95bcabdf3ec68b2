using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

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

    public static void Report(PatchContext context, Resource resource)
    {
        if (resource.Kind == "CustomResourceDefinition" || context.Istio.Injectors.Contains(resource) || context.IsRemoved(resource))
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
                && !IsLastApplied(scalar)
            )
            {
                Report(context, resource, scalar);
            }
        }
    }

    /// <summary>True for the annotation in which kubectl keeps a copy of the object.</summary>
    private static bool IsLastApplied(YamlNode scalar) =>
        new YamlNode(scalar.Tree, scalar.Index - 1).Is("kubectl.kubernetes.io/last-applied-configuration");

    private static void Report(PatchContext context, Resource resource, YamlNode scalar)
    {
        EmbeddedYaml text;
        try
        {
            text = EmbeddedYaml.Of(scalar);
        }
        catch (YamlException)
        {
            return; // prose, or a template
        }

        for (var i = text.Root.Index; i < text.Root.Next; i++)
        {
            foreach (var (key, value) in new YamlNode(text.Root.Tree, i).Pairs)
            {
                foreach (var container in key.Is("containers") || key.Is("initContainers") ? value.Items : default)
                {
                    if (
                        container.Find("name")?.Text is { } name
                        && SidecarContainers.Names.Contains(name)
                        && container.Find("image")?.Text is not (null or "auto")
                        && !ProxyMode.IsNotSidecar(ProxyMode.Of(new Container(container, name, false, container)))
                        && (
                            container.Find("resources")?.Find("limits", "memory") is not { } limit
                            || ResourceRequirementsEditor.IsMissing(limit)
                        )
                    )
                    {
                        context.NotDone(
                            resource,
                            $"container {name} in embedded text has no memory limit (set it there)",
                            text.ToSource(container)
                        );
                    }
                }
            }
        }
    }
}
