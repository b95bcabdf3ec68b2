using KymaIstioTransform.Istio;
using KymaIstioTransform.Istio.Gateways;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.CommandLines;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>
/// Determines where each proxy in manifests sends its traces, as Istio does: Telemetry objects (root namespace, namespace, workload) and
/// default providers first, then the proxy's own tracer, then the mesh's (istio/istio, pilot/pkg/model/telemetry.go and
/// pilot/pkg/networking/core/tracing.go, 1.11 to 1.31). It reads the result of a run, for its report.
/// </summary>
internal sealed class TraceRoutes
{
    private const string InjectSetting = "sidecar.istio.io/inject";

    private readonly Manifest manifest;
    private readonly IstioInstallation istio;
    private readonly List<MeshView> meshes;
    private readonly List<Resource> telemetries;

    private TraceRoutes(Manifest manifest, IstioInstallation istio)
    {
        this.manifest = manifest;
        this.istio = istio;
        meshes = [.. MeshView.All(manifest, istio)];
        telemetries = [.. TracingProviders.Telemetries(manifest)];
    }

    /// <summary>
    /// The routes: one for each mesh configuration, and one for each workload with a proxy or with its own setting. Empty when a mesh
    /// configuration cannot be read.
    /// </summary>
    public static IReadOnlyList<TraceRoute> Find(Manifest manifest)
    {
        try
        {
            var routes = new TraceRoutes(manifest, IstioInstallation.Detect(manifest, null));
            return
            [
                .. routes.meshes.Select(mesh => routes.Of(null, mesh, routes.istio.Namespace, [], default)),
                .. manifest.Resources.Select(routes.Of).OfType<TraceRoute>(),
            ];
        }
        catch (YamlException)
        {
            return [];
        }
    }

    /// <summary>The route of a workload; null when it has neither a proxy nor a tracing setting.</summary>
    private TraceRoute? Of(Resource resource)
    {
        if (
            Workload.IsGenerated(resource)
            || Workload.PodSpecs(resource).Select(s => (YamlNode?)s).FirstOrDefault() is not { } spec
            || spec.Tree.ParentOf(spec.Index) is not { } template
        )
        {
            return null;
        }

        var containers = Workload.Containers(resource);
        foreach (var container in containers)
        {
            if (CommandLineFlag.Find(container.Node, WorkloadTracing.UrlFlag) is [var url, ..])
            {
                return Route(resource, HostOf(url.Value), WorkloadTracing.UrlFlag);
            }
        }

        var own = OwnTracer(template, containers);
        var labels = PodTemplate.LabelsOf(template);
        var ns = resource.Namespace.Length > 0 ? resource.Namespace : istio.Namespace;
        var hasProxy = containers.Any(IsProxy) || GatewayWorkload.RunsGateway(resource);
        if (!hasProxy && (IsNotInjected(template, spec, labels) || (own.Reason is null && !HasTelemetry(ns, labels))))
        {
            return null;
        }

        var revision = labels.GetValueOrDefault("istio.io/rev") is { } named and not "default" ? named : "";
        var mesh = meshes.Find(m => m.Revision == revision) ?? meshes.FirstOrDefault();
        return mesh is null && own.Reason is null ? null : Of(resource, mesh, ns, labels, own);
    }

    /// <summary>The route by Telemetry objects and default providers; without them by the proxy's tracer.</summary>
    private TraceRoute Of(
        Resource? resource,
        MeshView? mesh,
        string ns,
        Dictionary<string, string> labels,
        (string? Target, string? Reason) own
    )
    {
        var (provider, reason, isSet, disabledBy) = ((string?)null, "", false, (string?)null);
        if (mesh is not null && mesh.DefaultTracers.FirstOrDefault() is { Tree: not null } first)
        {
            (provider, reason, isSet) = (first.Text, $"defaultProviders of {mesh.Resource.Id}", true);
        }

        foreach (var telemetry in mesh is null ? [] : Applicable(ns, labels, RootOf(mesh)))
        {
            foreach (var tracing in telemetry.Root.Find("spec", "tracing")?.Items ?? default)
            {
                isSet = true;
                if (tracing.Find("providers")?.Items.FirstOrDefault() is { Tree: not null } named && named.Find("name")?.Text is { } name)
                {
                    (provider, reason) = (name, telemetry.Id.ToString());
                }

                if (tracing.Find("disableSpanReporting") is { } disabled)
                {
                    disabledBy = disabled.Is("true") ? $"disableSpanReporting of {telemetry.Id}" : null;
                }
            }
        }

        return
            !isSet ? ByTracer(resource, mesh, own)
            : disabledBy is not null ? Route(resource, null, disabledBy)
            : provider is null ? Route(resource, null, "its Telemetry object names no provider, and the mesh has no default")
            : ByProvider(resource, mesh!, provider, reason);
    }

    private TraceRoute ByProvider(Resource? resource, MeshView mesh, string name, string reason)
    {
        var what = $"provider {name} of {reason}";
        if (mesh.Provider(name) is not { } provider)
        {
            return TracingProviders.IsBuiltIn(name) && TracingProviders.IsTracer(name)
                ? Route(resource, name, what)
                : Route(resource, null, $"{what}, which {mesh.Resource.Id} does not declare");
        }

        foreach (var (type, collector) in provider.Pairs)
        {
            if (TracingProviders.IsTracer(type.Value))
            {
                var host = collector.Find("service")?.Text;
                return host is null
                    ? Route(resource, type.Value, what)
                    : Route(resource, host + (collector.Find("port")?.Text is { } port ? ":" + port : ""), what);
            }
        }

        return Route(resource, null, $"{what}: its type sends no traces");
    }

    private TraceRoute ByTracer(Resource? resource, MeshView? mesh, (string? Target, string? Reason) own)
    {
        if (mesh?.Root.Find("enableTracing") is { } enabled && enabled.Is("false"))
        {
            return Route(resource, null, $"enableTracing is false in {mesh.Resource.Id}");
        }

        if (own.Reason is not null)
        {
            return Route(resource, own.Target, own.Reason);
        }

        var config = mesh?.Root.Find("defaultConfig");
        return Tracer(config) is { } target
            ? Route(resource, target, $"defaultConfig of {mesh!.Resource.Id}")
            : Route(resource, null, $"{mesh?.Resource.Id.ToString() ?? "the mesh"} has no tracer");
    }

    private TraceRoute Route(Resource? resource, string? target, string reason)
    {
        var from = resource is { Namespace.Length: > 0 } ? resource.Namespace : istio.Namespace;
        var isHost = target is not null && !TracingProviders.IsTracer(target) && !MeshTracing.IsTracer(target);
        return new TraceRoute(resource?.Id, target, reason, isHost ? TraceTarget.Missing(manifest, target!, from) : null);
    }

    /// <summary>The tracer that a workload sets for its proxy: by a flag (Istio 1.0 to 1.5), an annotation, or a variable.</summary>
    private static (string? Target, string? Reason) OwnTracer(YamlNode template, IReadOnlyList<Container> containers)
    {
        foreach (var container in containers)
        {
            if (CommandLineFlag.Find(container.Node, WorkloadTracing.ProxyFlags) is [var flag, ..])
            {
                return (flag.Value, flag.Name);
            }
        }

        if (template.Find("metadata", "annotations", WorkloadTracing.ConfigAnnotation) is { } annotation)
        {
            return FromText(annotation, $"annotation {WorkloadTracing.ConfigAnnotation}");
        }

        foreach (var container in containers)
        {
            foreach (var variable in container.Node.Find("env")?.Items ?? default)
            {
                if (variable.Find("name")?.Is(WorkloadTracing.ConfigVariable) == true && variable.Find("value") is { } value)
                {
                    return FromText(value, $"environment variable {WorkloadTracing.ConfigVariable}");
                }
            }
        }

        return default;
    }

    /// <summary>The tracer in a proxy configuration as text, or nothing when the text sets none.</summary>
    private static (string? Target, string? Reason) FromText(YamlNode text, string reason) =>
        text.IsScalar && Tracer(EmbeddedYaml.Of(text).Root) is { } target ? (target, reason) : default;

    /// <summary>
    /// The collector that a proxy configuration names, or the tracer's name where it has no address; null when it sets none.
    /// </summary>
    private static string? Tracer(YamlNode? config)
    {
        foreach (var path in MeshTracing.AddressPaths)
        {
            if (config?.Find(path)?.Text is { Length: > 0 } address)
            {
                return address;
            }
        }

        foreach (var (tracer, settings) in config?.Find("tracing")?.ResolvedPairs ?? [])
        {
            if (MeshTracing.IsTracer(tracer.Value))
            {
                return settings.Find("address")?.Text ?? tracer.Value;
            }
        }

        return null;
    }

    /// <summary>Root namespace first, then the workload's namespace, then the object that selects the workload: later ones win.</summary>
    private IEnumerable<Resource> Applicable(string ns, Dictionary<string, string> labels, string root)
    {
        var wide = telemetries.Where(t => t.Root.Find("spec", "selector", "matchLabels") is null).ToList();
        return
        [
            .. wide.Where(t => t.Namespace == root).Take(1),
            .. wide.Where(t => ns != root && t.Namespace == ns).Take(1),
            .. telemetries.Where(t => IsSelecting(t, ns, labels)).Take(1),
        ];
    }

    private bool HasTelemetry(string ns, Dictionary<string, string> labels) =>
        telemetries.Exists(t => IsSelecting(t, ns, labels) || (t.Namespace == ns && meshes.TrueForAll(m => RootOf(m) != ns)));

    private static bool IsSelecting(Resource telemetry, string ns, Dictionary<string, string> labels) =>
        telemetry.Namespace == ns && PodTemplate.Selects(telemetry.Root.Find("spec", "selector", "matchLabels"), labels);

    private string RootOf(MeshView mesh) => mesh.Root.Find("rootNamespace")?.Text ?? istio.Namespace;

    /// <summary>
    /// True for a proxy that handles requests. Those of Istio's own control plane up to 1.5 have templates without a tracer.
    /// </summary>
    private static bool IsProxy(Container container) =>
        container.Name is SidecarContainers.Proxy or "ingressgateway"
        && ProxyMode.Of(container) is null or ProxyMode.Router or "sidecar"
        && CommandLineFlag.Find(container.Node, "--templateFile").Count == 0;

    /// <summary>True for pods that never get a sidecar.</summary>
    private static bool IsNotInjected(YamlNode template, YamlNode spec, Dictionary<string, string> labels) =>
        spec.Find("hostNetwork")?.Is("true") == true
        || (labels.GetValueOrDefault(InjectSetting) ?? template.Find("metadata", "annotations", InjectSetting)?.Text) == "false";

    /// <summary>Host and port of a URL.</summary>
    private static string HostOf(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        return url[(scheme < 0 ? 0 : scheme + 3)..].Split('/')[0];
    }
}
