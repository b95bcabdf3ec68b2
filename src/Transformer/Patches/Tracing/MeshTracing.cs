using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>
/// The tracer in the mesh configuration: <c>defaultConfig.zipkinAddress</c> (Istio 1.0), <c>defaultConfig.tracing.zipkin.address</c> (1.1
/// and later; 1.8 and 1.22+ name none by default) and <c>extensionProviders[].zipkin</c> (1.10 and later).
/// </summary>
internal static class MeshTracing
{
    /// <summary>Sets the address; returns how many places name Zipkin, those that were right already included.</summary>
    public static int Apply(PatchContext context, Resource configMap, string address)
    {
        var mesh = context.Edit(configMap).Open(MeshConfig.Text(configMap)!.Value);
        if (!mesh.Root.IsMapping)
        {
            context.NotDone(configMap, "its mesh configuration is empty");
            return 0;
        }

        var addresses = new[] { mesh.Root.Find("defaultConfig", "zipkinAddress"), mesh.Root.Find("defaultConfig", "tracing", "zipkin", "address") }.OfType<YamlNode>().ToList();
        addresses.ForEach(current => mesh.Set(current, address));
        var found = addresses.Count + ZipkinProviders.Set(mesh, mesh.Root, address);

        if (OtherTracer(context, mesh.Root) is { } other)
        {
            context.Warn(configMap, $"its mesh configuration {other}, which is left alone");
        }
        else if (addresses.Count == 0 && !Providers(context, mesh.Root).Any())
        {
            var knowsTracing = context.Istio.Era != ControlPlaneKind.V1_0 || mesh.Root.Find("defaultConfig", "tracing") is not null;
            mesh.SetPath(mesh.Root, knowsTracing ? ["defaultConfig", "tracing", "zipkin", "address"] : ["defaultConfig", "zipkinAddress"], address);
            found++;
        }

        return found;
    }

    /// <summary>What the user chose instead of Zipkin, in words; null when nothing is chosen.</summary>
    private static string? OtherTracer(PatchContext context, YamlNode mesh)
    {
        var tracing = mesh.Find("defaultConfig", "tracing");
        if (tracing is { IsMapping: true, Style: YamlStyle.Flow } empty && !FieldEditor.HasEntries(empty))
        {
            return "switches the tracer off (tracing: {})";
        }

        if (tracing?.Pairs.Select(p => p.Key.Value).FirstOrDefault(IsTracer) is { } tracer)
        {
            return $"uses the tracer {tracer}";
        }

        return Providers(context, mesh).Except(ZipkinProviders.Names(mesh)).FirstOrDefault() is { } provider ? $"uses the tracing provider {provider}" : null;
    }

    /// <summary>Tracers other than Zipkin, by the names of Istio's ProxyConfig.Tracing.</summary>
    private static bool IsTracer(string key) => key is "lightstep" or "datadog" or "stackdriver" or "openCensusAgent";

    /// <summary>The providers that the mesh traces with: its defaults, and those that a Telemetry object without a selector names for the whole mesh.</summary>
    private static IEnumerable<string?> Providers(PatchContext context, YamlNode mesh)
    {
        var root = mesh.Find("rootNamespace")?.Text ?? context.Istio.Namespace;
        var telemetry = context.Manifest.OfKind("Telemetry").Where(t => t.Namespace == root && t.Root.Find("spec", "selector") is null);
        return
        [
            .. mesh.Find("defaultProviders", "tracing")?.Items.Select(i => i.Text) ?? [],
            .. telemetry.SelectMany(t => t.Root.Find("spec", "tracing")?.Items ?? []).SelectMany(t => t.Find("providers")?.Items ?? [], (_, provider) => provider.Find("name")?.Text),
        ];
    }
}
