using System.Globalization;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>Brings an OTLP provider into every mesh configuration and leaves Zipkin alone; a Telemetry object chooses the provider.</summary>
internal static class OtlpTracing
{
    private static readonly IstioVersion OldestWithOtlp = new(1, 16, null);

    public static void Apply(PatchContext context, OtlpProvider otlp)
    {
        if (context.Istio.Version is { } version && version < OldestWithOtlp)
        {
            context.NotDone("mesh configuration", $"Istio {version} has no provider opentelemetry (from {OldestWithOtlp} on)");
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
            }
            else
            {
                context.NotDone(configMap, "its mesh configuration is empty");
            }
        }
    }

    /// <summary>Adds the provider to a mesh configuration, or corrects it there.</summary>
    public static void Apply(FieldEditor mesh, OtlpProvider otlp)
    {
        var port = Port(otlp);
        var provider = Provider(otlp);
        var providers = mesh.Root.Find("extensionProviders");
        if (providers?.Items.FirstOrDefault(p => p.Find("name")?.Is(otlp.Name) == true) is { Tree: not null } present)
        {
            if (present.Find("opentelemetry", "service")?.Is(otlp.Service) != true || present.Find("opentelemetry", "port")?.Is(port.Source) != true)
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
    public static YamlMap Provider(OtlpProvider otlp) =>
        new(("name", YamlValue.Of(otlp.Name)), ("opentelemetry", new YamlMap(("service", YamlValue.Of(otlp.Service)), ("port", Port(otlp)))));

    private static YamlLiteral Port(OtlpProvider otlp) => new(otlp.Port.ToString(CultureInfo.InvariantCulture));
}
