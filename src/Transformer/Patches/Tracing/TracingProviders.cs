using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>
/// The tracing providers that mesh configurations declare (<c>extensionProviders</c>, Istio 1.10 and later), and those that
/// <c>defaultProviders</c> and Telemetry objects use. A name that is not declared is an error in the input: Istio then sends no traces.
/// </summary>
internal static class TracingProviders
{
    private const string TelemetryGroup = "telemetry.istio.io";

    /// <summary>Providers that Istio declares itself (DefaultMeshConfig in istio/istio, pkg/config/mesh/mesh.go).</summary>
    private static readonly string[] BuiltIn = ["prometheus", "stackdriver", "envoy"];

    /// <summary>
    /// The declared providers that a mesh uses for tracing: its defaults, and those in a Telemetry object without a selector that applies
    /// to the whole mesh.
    /// </summary>
    public static IReadOnlyList<string> OfMesh(PatchContext context, YamlNode mesh)
    {
        var root = mesh.Find("rootNamespace")?.Text ?? context.Istio.Namespace;
        var telemetry = Telemetries(context.Manifest).Where(t => t.Namespace == root && t.Root.Find("spec", "selector") is null);
        var providers = new List<string>();
        foreach (var node in (mesh.Find("defaultProviders", "tracing")?.Items ?? default).Concat(telemetry.SelectMany(Names)))
        {
            if (node.Text is { } name && IsDeclared(context, mesh, name))
            {
                providers.Add(name);
            }
        }

        return providers;
    }

    /// <summary>Reports names that no mesh configuration declares, and providers in use whose Service is not installed.</summary>
    public static void Check(PatchContext context)
    {
        // Without a mesh configuration, the names cannot be checked.
        var meshes = MeshView.All(context.Manifest, context.Istio).ToList();
        if (meshes.Count == 0)
        {
            return;
        }

        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (resource, name, offset) in Uses(context.Manifest, meshes))
        {
            used.Add(name);
            if (!meshes.Exists(m => IsDeclared(context, m.Root, name)))
            {
                context.NotDone(
                    resource,
                    $"the tracing provider {name} is not declared in any mesh configuration, so no traces are sent (add it "
                    + "to extensionProviders)",
                    offset
                );
            }
        }

        WarnOfDisabledTracing(context);
        foreach (var mesh in meshes)
        {
            Targets(context, mesh, used);
        }
    }

    /// <summary>The places that select a provider, with its name and the offset in the object's document.</summary>
    private static IEnumerable<(Resource Resource, string Name, int Offset)> Uses(Manifest manifest, List<MeshView> meshes)
    {
        foreach (var mesh in meshes)
        {
            foreach (var name in mesh.DefaultTracers)
            {
                if (name.Text is { Length: > 0 } text)
                {
                    yield return (mesh.Resource, text, mesh.ToDocument(name.Span.Start));
                }
            }
        }

        foreach (var telemetry in Telemetries(manifest))
        {
            foreach (var name in Names(telemetry))
            {
                if (name.Text is { Length: > 0 } text)
                {
                    yield return (telemetry, text, name.Span.Start);
                }
            }
        }
    }

    private static void WarnOfDisabledTracing(PatchContext context)
    {
        foreach (var telemetry in Telemetries(context.Manifest))
        {
            foreach (var tracing in telemetry.Root.Find("spec", "tracing")?.Items ?? default)
            {
                if (tracing.Find("disableSpanReporting") is { } disabled && disabled.Is("true"))
                {
                    context.Warn(telemetry, "disableSpanReporting is true: its workloads send no traces", disabled.Span.Start);
                }
            }
        }
    }

    /// <summary>Warns about missing collectors of providers in use. Skips providers whose address this run sets.</summary>
    private static void Targets(PatchContext context, MeshView mesh, HashSet<string> used)
    {
        foreach (var provider in mesh.Root.Find("extensionProviders")?.Items ?? default)
        {
            if (
                provider.Find("name")?.Text is not { } name
                || !used.Contains(name)
                || (context.Options.Otlp is null && provider.Find("zipkin") is not null)
                || name == context.Options.Otlp?.Name
            )
            {
                continue;
            }

            if (provider.ResolvedPairs.All(p => !IsTracer(p.Key.Value)))
            {
                context.NotDone(
                    mesh.Resource,
                    $"the provider {name} is used for tracing, but its type sends no traces (use a provider such as opentelemetry)",
                    context.Manifest.Locate(mesh.Resource, mesh.ToDocument(provider.Span.Start))
                );
            }

            foreach (var (type, collector) in provider.ResolvedPairs)
            {
                if (
                    IsTracer(type.Value)
                    && collector.Find("service") is { Text: { } host } service
                    && TraceTarget.Missing(context.Manifest, host, context.Istio.Namespace) is { } missing
                )
                {
                    context.Warn(
                        mesh.Resource,
                        $"the tracing provider {name} sends traces to {host}, but the input has no {missing}",
                        mesh.ToDocument(service.Span.Start)
                    );
                }
            }
        }
    }

    private static bool IsDeclared(PatchContext context, YamlNode mesh, string name) =>
        IsBuiltIn(name)
        || name == context.Options.Otlp?.Name
        || mesh.Find("extensionProviders")?.Items.Any(p => p.Find("name")?.Is(name) == true) == true;

    /// <summary>The objects of the Telemetry API.</summary>
    public static IEnumerable<Resource> Telemetries(Manifest manifest) =>
        manifest.OfKind("Telemetry").Where(t => t.Id.Group == TelemetryGroup);

    /// <summary>True for a provider that needs no declaration.</summary>
    public static bool IsBuiltIn(string name) => Array.IndexOf(BuiltIn, name) >= 0;

    /// <summary>True for the fields of a provider that configure a tracer (ExtensionProvider in istio/api, 1.10 to 1.31).</summary>
    public static bool IsTracer(string field) =>
        field is "zipkin" or "opentelemetry" or "opencensus" or "datadog" or "skywalking" or "lightstep" or "stackdriver";

    private static IEnumerable<YamlNode> Names(Resource telemetry) =>
        (telemetry.Root.Find("spec", "tracing")?.Items ?? default)
            .SelectMany(t => t.Find("providers")?.Items ?? default, (_, provider) => provider.Find("name"))
            .OfType<YamlNode>();
}
