using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>
/// Sets a memory limit for every sidecar: for those that the injector adds, through its template and chart values, and for those in the
/// input. Kyma's Job inserted lines by pattern. It left duplicate keys, branches without limits and a broken volume.
/// </summary>
internal sealed class SidecarResources : IPatch
{
    public string Name => "sidecar-resources";

    public string Summary => "add memory limits to every sidecar";

    public void Apply(PatchContext context)
    {
        if (context.Istio.Injectors.Count == 0)
        {
            context.NotApplicable("ConfigMap istio-sidecar-injector", "the input has no sidecar injector");
        }

        foreach (var injector in context.Istio.Injectors)
        {
            PatchInjectionTemplates(context, injector);
        }

        foreach (var istio in DeclarativeIstio.All(context.Manifest))
        {
            DeclarativeSidecars.Apply(context, istio);
        }

        foreach (var workload in context.Manifest.Resources)
        {
            PatchWorkload(context, workload);
        }
    }

    private static void PatchInjectionTemplates(PatchContext context, Resource injector)
    {
        var editor = context.Edit(injector);
        var config = editor.Open(InjectorConfig.Config(injector)!.Value);
        var values = InjectorConfig.Values(injector) is { } text ? new InjectorValues(editor.Open(text), context.Options.Sidecars) : null;
        var templates = InjectorConfig.Templates(config.Root).ToList();
        if (templates.Count == 0)
        {
            context.NotDone(injector, "its configuration has no sidecar template");
        }

        foreach (var (name, template) in templates)
        {
            var edits = config.OpenText(template);
            var problems = context.InTemplate(
                config,
                edits,
                parsed =>
                    new TemplateResourceCompleter(
                        parsed,
                        edits,
                        context.Options.Sidecars,
                        path => values?.Complete(path),
                        (offset, before, after) => config.NoteText(edits, offset, "resources", before, after)
                    ).Complete()
            );
            foreach (var (offset, reason) in problems)
            {
                context.NotDone(injector, $"{name}: {reason}", config.Locate(edits, offset));
            }

            if (edits.HasOverlaps)
            {
                throw context.Error(
                    injector,
                    InjectorConfig.Config(injector)!.Value.Span.Start,
                    $"in {name}, a container is nested in another container (check the indentation)"
                );
            }
        }
    }

    /// <summary>
    /// Sets a missing memory limit on sidecars that <c>istioctl kube-inject</c> or a chart added to a workload, and changes nothing else.
    /// Kubernetes uses a limit as the request when there is no request. Therefore, a request below the limit is written too.
    /// </summary>
    private static void PatchWorkload(PatchContext context, Resource workload)
    {
        var containers = Workload.Containers(workload);
        var proxies = SidecarContainers
            .ProxiesOf(containers)
            .Where(p => !IsInjected(p))
            .ToHashSet<Container>(ReferenceEqualityComparer.Instance);
        if (proxies.Count == 0)
        {
            return;
        }

        // One pass, as a pod can have a hundred thousand containers.
        var pods = proxies.Select(p => p.PodSpec.Index).ToHashSet();
        foreach (var container in containers)
        {
            if (
                proxies.Contains(container)
                || (container.IsInit && pods.Contains(container.PodSpec.Index) && SidecarContainers.IsOne(container))
            )
            {
                PatchContainer(context, workload, container);
            }
        }
    }

    private static void PatchContainer(PatchContext context, Resource workload, Container container)
    {
        var resources = container.Node.Find("resources");
        var limit = resources?.Find("limits", "memory");
        if (
            resources is { IsMapping: false, IsNull: false }
            || (limit is { } given && !ResourceRequirementsEditor.IsMissing(given) && !Quantity.TryRead(given, out _))
        )
        {
            context.NotDone(workload, $"the memory limit of container {container.Name} cannot be read", container.Node.Span.Start);
        }
        else if (limit is not { } present || ResourceRequirementsEditor.IsMissing(present))
        {
            var options = context.Options.Sidecars with { Mode = SidecarMode.Fill };
            ResourceRequirementsEditor.CompleteMemory(
                context.Edit(workload),
                container.Node,
                container.Name == SidecarContainers.Proxy ? options : options.ForInit()
            );
        }
    }

    /// <summary>The chart <c>gateway</c> leaves its image to the injector, which also sets the resources.</summary>
    private static bool IsInjected(Container proxy) => proxy.Image == "auto";
}
