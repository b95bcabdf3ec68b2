using System.Globalization;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>
/// Adds a tracing provider to every mesh configuration and removes the chart's address of a Zipkin that is not installed. A Telemetry
/// object selects the provider.
/// </summary>
internal static class OtlpTracing
{
    private static readonly IstioVersion OldestWithOtlp = new(1, 16, null);
    private static readonly IstioVersion OldestWithOpenCensus = new(1, 10, null);

    /// <summary>Istio 1.23 dropped the provider opencensus.</summary>
    private static readonly IstioVersion FirstWithoutOpenCensus = new(1, 23, null);

    /// <summary>Applies the change to all mesh configurations, rendered and declared.</summary>
    public static void Apply(PatchContext context, OtlpProvider otlp)
    {
        if (context.Istio.Version is { } version && Unsupported(version, otlp.Type) is { } reason)
        {
            context.NotDone("mesh configuration", $"Istio {version} has no provider {FieldOf(otlp.Type)} ({reason})");
            return;
        }

        foreach (var istio in DeclarativeIstio.All(context.Manifest))
        {
            DeclarativeTracing.Apply(context, istio, otlp);
        }

        foreach (var configMap in context.Istio.Meshes)
        {
            var mesh = context.Edit(configMap).Open(MeshConfig.Text(configMap)!.Value);
            if (mesh.Root.IsMapping)
            {
                Apply(mesh, otlp);
                RemoveZipkin(context, mesh);
            }
            else
            {
                context.NotDone(configMap, "its mesh configuration is empty");
            }
        }
    }

    /// <summary>Adds the provider to a mesh configuration, or corrects an existing entry.</summary>
    public static void Apply(FieldEditor mesh, OtlpProvider otlp)
    {
        var field = FieldOf(otlp.Type);
        var port = Port(otlp);
        var provider = Provider(otlp);
        var providers = mesh.Root.Find("extensionProviders");
        if (providers?.Items.FirstOrDefault(p => p.Find("name")?.Is(otlp.Name) == true) is { Tree: not null } present)
        {
            if (present.Find(field, "service")?.Is(otlp.Service) != true || present.Find(field, "port")?.Is(port.Source) != true)
            {
                mesh.Set(present, provider);
            }
        }
        else if (providers is { IsSequence: true } list)
        {
            mesh.AddItem(list, provider);
        }
        else if (providers is { } empty)
        {
            mesh.Set(empty, new YamlList(provider));
        }
        else
        {
            mesh.Add(mesh.Root, "extensionProviders", new YamlList(provider));
        }
    }

    /// <summary>The entry of <c>extensionProviders</c>.</summary>
    public static YamlMap Provider(OtlpProvider otlp)
    {
        (string, YamlValue)[] collector = [("service", YamlValue.Of(otlp.Service)), ("port", Port(otlp))];
        return new(
            ("name", YamlValue.Of(otlp.Name)),
            (
                FieldOf(otlp.Type),
                otlp.Type == TraceProviderType.Opencensus
                    ? new YamlMap([.. collector, ("context", new YamlList(YamlValue.Of("W3C_TRACE_CONTEXT")))])
                    : new YamlMap(collector)
            )
        );
    }

    private static YamlLiteral Port(OtlpProvider otlp) => new(otlp.Port.ToString(CultureInfo.InvariantCulture));

    private static string? Unsupported(IstioVersion version, TraceProviderType type) =>
        type switch
        {
            TraceProviderType.Opentelemetry when version < OldestWithOtlp => $"{OldestWithOtlp} and later have it",
            TraceProviderType.Opencensus when version < OldestWithOpenCensus || version >= FirstWithoutOpenCensus =>
                $"{OldestWithOpenCensus} to 1.22 have it",
            _ => null,
        };

    private static string FieldOf(TraceProviderType type) => type == TraceProviderType.Opencensus ? "opencensus" : "opentelemetry";

    /// <summary>
    /// Removes Zipkin addresses. The charts of Istio 1.12 to 1.20 write <c>zipkin.NAMESPACE:9411</c> unless <c>global.proxy.tracer</c> is
    /// another tracer. Kyma's own Zipkin no longer exists either. An empty <c>tracing</c> means that there is no tracer except providers.
    /// Any other address is the user's and stays.
    /// </summary>
    private static void RemoveZipkin(PatchContext context, FieldEditor mesh)
    {
        if (mesh.Root.Find("defaultConfig", "tracing") is not { IsMapping: true } tracing || tracing.Find("zipkin") is not { } zipkin)
        {
            return;
        }

        if (
            zipkin.Find("address")?.Text is { } address
            && address != $"zipkin.{context.Istio.Namespace}:9411"
            && address != TransformOptions.DefaultZipkinAddress
        )
        {
            context.Warn(
                $"traces are also sent to {address}{TraceTarget.MissingEnding(context, address)} "
                + "(remove defaultConfig.tracing.zipkin from the mesh configuration)",
                null,
                mesh.Locate(zipkin)
            );
        }
        else if (tracing.ResolvedPairs.Count() == 1)
        {
            mesh.Set(tracing, new YamlMap());
        }
        else
        {
            mesh.Remove(zipkin);
        }
    }
}
