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
        var telemetry = Telemetries(context).Where(t => t.Namespace == root && t.Root.Find("spec", "selector") is null);
        return
        [
            .. Defaults(mesh)
                .Concat(telemetry.SelectMany(Names))
                .Select(n => n.Text)
                .OfType<string>()
                .Where(n => IsDeclared(context, mesh, n)),
        ];
    }

    /// <summary>Reports names that no mesh configuration declares, and providers in use whose Service is not installed.</summary>
    public static void Check(PatchContext context)
    {
        // Without a mesh configuration, the names cannot be checked.
        var meshes = Meshes(context).ToList();
        if (meshes.Count == 0)
        {
            return;
        }

        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (resource, mesh, toDocument) in meshes)
        {
            foreach (var name in Defaults(mesh))
            {
                Use(resource, name, toDocument(name.Span.Start));
            }
        }

        foreach (var telemetry in Telemetries(context))
        {
            foreach (var name in Names(telemetry))
            {
                Use(telemetry, name, name.Span.Start);
            }

            foreach (var tracing in telemetry.Root.Find("spec", "tracing")?.Items ?? default)
            {
                if (tracing.Find("disableSpanReporting") is { } disabled && disabled.Is("true"))
                {
                    context.Warn(telemetry, "disableSpanReporting is true: its workloads send no traces", disabled.Span.Start);
                }
            }
        }

        foreach (var (resource, mesh, toDocument) in meshes)
        {
            Targets(context, resource, mesh, used, toDocument);
        }

        void Use(Resource resource, YamlNode name, int offset)
        {
            if (name.Text is { Length: > 0 } provider)
            {
                used.Add(provider);
                if (!meshes.Exists(m => IsDeclared(context, m.Mesh, provider)))
                {
                    context.NotDone(
                        resource,
                        $"the tracing provider {provider} is not declared in any mesh configuration, and no traces are sent (add it "
                        + "to extensionProviders)",
                        offset
                    );
                }
            }
        }
    }

    /// <summary>Warns about missing collectors of providers in use. Skips providers whose address this run sets.</summary>
    private static void Targets(PatchContext context, Resource resource, YamlNode mesh, HashSet<string> used, Func<int, int> toDocument)
    {
        foreach (var provider in mesh.Find("extensionProviders")?.Items ?? default)
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

            foreach (var (_, collector) in provider.Pairs)
            {
                if (
                    collector.Find("service") is { Text: { } host } service
                    && TraceTarget.Missing(context, host, context.Istio.Namespace) is { } missing
                )
                {
                    context.Warn(
                        resource,
                        $"the tracing provider {name} sends traces to {host}, but the input has no {missing}",
                        toDocument(service.Span.Start)
                    );
                }
            }
        }
    }

    private static bool IsDeclared(PatchContext context, YamlNode mesh, string name) =>
        BuiltIn.Contains(name)
        || name == context.Options.Otlp?.Name
        || mesh.Find("extensionProviders")?.Items.Any(p => p.Find("name")?.Is(name) == true) == true;

    /// <summary>The mesh configurations of the input, with a function from an offset in the configuration to one in the document.</summary>
    private static IEnumerable<(Resource Resource, YamlNode Mesh, Func<int, int> ToDocument)> Meshes(PatchContext context)
    {
        foreach (var configMap in context.Istio.Meshes)
        {
            var text = EmbeddedYaml.Of(MeshConfig.Text(configMap)!.Value);
            yield return (configMap, text.Root, text.ToSource);
        }

        foreach (var istio in DeclarativeIstio.All(context.Manifest).Where(i => i.MeshPath.Length > 0))
        {
            yield return (istio.Resource, istio.Resource.Root.Find(istio.MeshPath) ?? istio.Resource.Root, offset => offset);
        }
    }

    private static YamlNodes Defaults(YamlNode mesh) => mesh.Find("defaultProviders", "tracing")?.Items ?? default;

    private static IEnumerable<Resource> Telemetries(PatchContext context) =>
        context.Manifest.OfKind("Telemetry").Where(t => t.Id.Group == TelemetryGroup);

    private static IEnumerable<YamlNode> Names(Resource telemetry) =>
        (telemetry.Root.Find("spec", "tracing")?.Items ?? default)
            .SelectMany(t => t.Find("providers")?.Items ?? default, (_, provider) => provider.Find("name"))
            .OfType<YamlNode>();
}
