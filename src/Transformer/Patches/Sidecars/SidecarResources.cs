using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>
/// Gives every sidecar a memory limit: those that the injector adds, by its template and chart values, and those that stand in the input.
/// Kyma's Job inserted lines by pattern and left duplicate keys, unlimited branches and a broken volume behind.
/// </summary>
internal sealed class SidecarResources : IPatch
{
    /// <summary>The name of every sidecar.</summary>
    public const string ProxyContainer = "istio-proxy";

    public string Name => "sidecar-resources";

    public string Summary => "every sidecar has memory limits";

    public void Apply(PatchContext context)
    {
        if (context.Istio.Injectors.Count == 0)
        {
            context.NotApplicable("ConfigMap istio-sidecar-injector", "the input has no injector, so no injected sidecar can be limited");
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
            context.NotDone(injector, "its configuration holds no template of a sidecar");
        }

        foreach (var (name, template) in templates)
        {
            var edits = config.OpenText(template);
            var containers = context.InTemplate(config, edits, parsed =>
                new TemplateResourceCompleter(parsed, edits, context.Options.Sidecars, path => values?.Complete(path), (offset, before, after) => config.NoteText(edits, offset, "resources", before, after)).Complete());
            if (!containers.Contains(ProxyContainer))
            {
                context.Warn($"{name} adds no container {ProxyContainer}", injector.Id, config.Locate(template));
            }

            if (edits.HasOverlaps)
            {
                throw context.Refusal(injector, InjectorConfig.Config(injector)!.Value.Span.Start, $"in {name} a container stands inside of another (are its lines indented as YAML?)");
            }
        }
    }

    /// <summary>A proxy beside the container it serves gets a memory limit where it has none, and nothing else.</summary>
    private static void PatchWorkload(PatchContext context, Resource workload)
    {
        var containers = Workload.Containers(workload);
        foreach (var proxy in containers.Where(c => c.Name == ProxyContainer && (!c.IsInit || c.IsNativeSidecar) && !IsGateway(c) && !IsInjected(c)))
        {
            if (!containers.Any(c => c != proxy && !c.IsInit && c.PodSpec == proxy.PodSpec))
            {
                continue;
            }

            var resources = proxy.Node.Find("resources");
            if (resources?.Find("limits", "memory") is { IsNull: false } || (resources is { IsMapping: false, IsNull: false }))
            {
                continue;
            }

            var limit = ResourceRequirementsEditor.MemoryLimit(resources, context.Options.Sidecars with { Mode = SidecarMode.Fill });
            context.Edit(workload).SetPath(proxy.Node, ["resources", "limits", "memory"], limit.Text);
        }
    }

    /// <summary>A gateway is a proxy of its own, even beside a helper such as <c>ingress-sds</c> (Istio 1.1 to 1.5).</summary>
    private static bool IsGateway(Container proxy) => proxy.Node.Find("args")?.Items.Any(a => a.Is("router")) == true;

    /// <summary>The chart <c>gateway</c> leaves its image to the injector, which brings the resources too.</summary>
    private static bool IsInjected(Container proxy) => proxy.Image == "auto";
}
