using KymaIstioTransform.Istio;
using KymaIstioTransform.Istio.Gateways;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml.Editing;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>
/// Sets a memory limit for every sidecar: for those that the injector adds, through its template and chart values, and for those in the
/// input. Kyma's Job inserted lines by pattern. It left duplicate keys, branches without limits and a broken volume.
/// </summary>
internal sealed class SidecarResources : IPatch
{
    /// <summary>The patch's name in options.</summary>
    public const string PatchName = "sidecar-resources";

    public string Name => PatchName;

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

        var unknown = new List<(Resource Workload, Container Proxy)>();
        var words = PatchWords.For(context.Options);
        foreach (var workload in context.Manifest.Mentioning(words, PatchWords.Sidecars, inDefinitions: false))
        {
            var containers = Workload.Containers(workload);
            PatchWorkload(context, workload, containers);
            ReportWithoutProxy(context, workload, containers);
            ReportGenerated(context, workload);
            EmbeddedSidecars.Report(context, workload);
            foreach (var proxy in SidecarContainers.UnknownProxiesOf(containers))
            {
                if (!IsInjected(proxy) && !HasLimit(proxy))
                {
                    unknown.Add((workload, proxy));
                }
            }
        }

        ReportUnknown(context, unknown);
    }

    private static void PatchInjectionTemplates(PatchContext context, Resource injector)
    {
        var editor = context.Edit(injector);
        var config = editor.Open(InjectorConfig.Config(injector)!.Value);
        var values = InjectorConfig.Values(injector) is { } text ? new InjectorValues(editor.Open(text), context.Options.Sidecars) : null;
        var templates = InjectorConfig.Templates(config.Root).ToList();
        if (!templates.Exists(t => t.Role == InjectionTemplateRole.Sidecar))
        {
            context.NotDone(injector, "its configuration has no sidecar template");
        }

        foreach (var template in templates.Where(t => t.Role != InjectionTemplateRole.Gateway))
        {
            var edits = config.OpenText(template.Scalar);
            if (template.Role == InjectionTemplateRole.Sidecar || SidecarContainers.Names.Any(edits.Text.Contains))
            {
                PatchInjectionTemplate(context, injector, (config, values), template, edits);
            }
        }
    }

    private static void PatchInjectionTemplate(
        PatchContext context,
        Resource injector,
        (FieldEditor Config, InjectorValues? Values) editors,
        InjectionTemplate template,
        ScalarEdits edits
    )
    {
        var (config, name) = (editors.Config, template.Name);
        var (problems, overlays) = context.InTemplate(
            config,
            edits,
            parsed =>
                new TemplateResourceCompleter(
                    parsed,
                    edits,
                    context.Options.Sidecars,
                    path => editors.Values?.Complete(path),
                    (offset, before, after) => config.NoteText(edits, offset, "resources", before, after)
                ).Complete(addsSidecar: template.Role == InjectionTemplateRole.Sidecar)
        );
        foreach (var (offset, reason) in problems)
        {
            context.NotDone(injector, $"{name}: {reason}", config.Locate(edits, offset));
        }

        foreach (var container in overlays)
        {
            context.NotApplicable(injector, $"{name}: {container} has no image here, so it only changes what another template adds");
        }
    }

    /// <summary>
    /// Sets a missing memory limit on sidecars that <c>istioctl kube-inject</c> or a chart added to a workload, and changes nothing else.
    /// Kubernetes uses a limit as the request when there is no request. Therefore, a request below the limit is written too.
    /// </summary>
    private static void PatchWorkload(PatchContext context, Resource workload, IReadOnlyList<Container> containers)
    {
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

    /// <summary>
    /// Reports proxies without a limit that are alone in their pods, if neither their arguments and names nor the rest of the input shows
    /// that they are gateways.
    /// </summary>
    private static void ReportUnknown(PatchContext context, List<(Resource Workload, Container Proxy)> unknown)
    {
        if (unknown.Count == 0)
        {
            return;
        }

        var gateways = GatewayWorkload
            .Find(context.Manifest, context.Istio.Namespace)
            .Select(g => g.Resource)
            .ToHashSet<Resource>(ReferenceEqualityComparer.Instance);
        foreach (var (workload, proxy) in unknown)
        {
            if (!gateways.Contains(workload) && !GatewayWorkload.HasGatewayName(workload))
            {
                context.NotDone(
                    workload,
                    $"container {proxy.Name} is alone in its pod, and its arguments do not show whether it is a gateway "
                        + "(set its memory limit, or add the arguments: proxy router)",
                    proxy.Node.Span.Start
                );
            }
        }
    }

    /// <summary>
    /// Reports Istio's init containers without a limit in pods without a proxy, and a proxy that is an init container but no sidecar.
    /// </summary>
    private static void ReportWithoutProxy(PatchContext context, Resource workload, IReadOnlyList<Container> containers)
    {
        var pods = containers.Where(c => c.Name == SidecarContainers.Proxy).Select(c => c.PodSpec.Index).ToHashSet();
        foreach (var container in containers)
        {
            if (
                container.IsInit
                && SidecarContainers.IsOne(container)
                && !HasLimit(container)
                && !IsInjected(container)
                && !(container.Name == SidecarContainers.Proxy && container.IsNativeSidecar)
                && (container.Name == SidecarContainers.Proxy || !pods.Contains(container.PodSpec.Index))
            )
            {
                context.NotDone(
                    workload,
                    $"init container {container.Name} has no memory limit, and no sidecar shows that it is Istio's (set the limit)",
                    container.Node.Span.Start
                );
            }
        }
    }

    /// <summary>Reports sidecars without a limit in objects that a controller created, such as the ReplicaSets of an export.</summary>
    private static void ReportGenerated(PatchContext context, Resource workload)
    {
        var containers = Workload.GeneratedContainers(workload);
        if (containers.Count == 0 || context.IsRemoved(workload))
        {
            return;
        }

        var pods = SidecarContainers.ProxiesOf(containers).Select(p => p.PodSpec.Index).ToHashSet();
        foreach (var container in containers)
        {
            if (
                pods.Contains(container.PodSpec.Index)
                && SidecarContainers.IsOne(container)
                && !IsInjected(container)
                && !HasLimit(container)
            )
            {
                context.LeaveToOwner(workload, $"container {container.Name} has no memory limit", container.Node.Span.Start);
            }
        }
    }

    private static bool HasLimit(Container container) => ResourceRequirementsEditor.HasMemoryLimit(container.Node.Find("resources"));

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
