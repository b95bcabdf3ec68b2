using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>
/// The tracer in the mesh configuration: <c>defaultConfig.zipkinAddress</c> (Istio 1.0), <c>defaultConfig.tracing.zipkin.address</c> (1.1
/// and later; not set by default in 1.8 and from 1.22 on) and <c>extensionProviders[].zipkin</c> (1.10 and later).
/// </summary>
internal static class MeshTracing
{
    /// <summary>The paths of the Zipkin address in a proxy configuration: in Istio 1.0, and from 1.1 on.</summary>
    public static IReadOnlyList<string[]> AddressPaths { get; } =
    [
        ["zipkinAddress"],
        ["tracing", "zipkin", "address"],
    ];

    /// <summary>Sets the address; returns how many places name Zipkin, including those that were already correct.</summary>
    public static int Apply(PatchContext context, Resource configMap, string address)
    {
        var mesh = context.Edit(configMap).Open(MeshConfig.Text(configMap)!.Value);
        if (!mesh.Root.IsMapping)
        {
            context.NotDone(configMap, "its mesh configuration is empty");
            return 0;
        }

        return Apply(context, configMap, mesh, mesh.Root, address);
    }

    /// <summary>The same for a mesh configuration that is a mapping in a resource or in a text field of the resource.</summary>
    public static int Apply(PatchContext context, Resource resource, FieldEditor editor, YamlNode mesh, string address)
    {
        var addresses = AddressPaths.Select(path => mesh.Find("defaultConfig")?.Find(path)).OfType<YamlNode>().ToList();
        addresses.ForEach(current => editor.Set(current, address));
        var found = addresses.Count + ZipkinProviders.Set(editor, mesh, address);
        var providers = TracingProviders.OfMesh(context, mesh);

        if (OtherTracer(mesh, providers) is { } other)
        {
            context.Warn(
                resource,
                $"its mesh configuration {other.What}; left unchanged{TraceTarget.MissingEnding(context, other.Target)}"
            );
        }
        else if (addresses.Count == 0 && providers.Count == 0)
        {
            var knowsTracing = context.Istio.Kind != ControlPlaneKind.V1_0 || mesh.Find("defaultConfig", "tracing") is not null;
            editor.SetPath(mesh, ["defaultConfig", .. AddressPaths[knowsTracing ? 1 : 0]], address);
            found++;
        }

        if (
            context.Options.MeshTracing == TracingMode.Keep
            && providers.Count == 0
            && mesh.Find("enableTracing") is { } enabled
            && enabled.Is("false")
        )
        {
            context.Warn(
                $"enableTracing is false: no workload sends traces (set it to true, or select a provider in a Telemetry object)",
                resource.Id,
                editor.Locate(enabled)
            );
        }

        return found;
    }

    /// <summary>Describes the tracer that the user chose instead of Zipkin; null when the user chose none.</summary>
    private static (string What, string? Target)? OtherTracer(YamlNode mesh, IReadOnlyList<string> providers)
    {
        var tracing = mesh.Find("defaultConfig", "tracing");
        if (tracing is { IsMapping: true, Style: YamlStyle.Flow } empty && !FieldEditor.HasEntries(empty))
        {
            return ("disables tracing (tracing: {})", null);
        }

        foreach (var (tracer, settings) in tracing?.ResolvedPairs ?? [])
        {
            if (IsTracer(tracer.Value))
            {
                return ($"uses the tracer {tracer.Value}", settings.Find("address")?.Text);
            }
        }

        return providers.Except(ZipkinProviders.Names(mesh)).FirstOrDefault() is { } provider
            ? ($"uses the tracing provider {provider}", null)
            : null;
    }

    /// <summary>Tracers other than Zipkin, by the names of Istio's ProxyConfig.Tracing.</summary>
    public static bool IsTracer(string key) => key is "lightstep" or "datadog" or "stackdriver" or "openCensusAgent";
}
