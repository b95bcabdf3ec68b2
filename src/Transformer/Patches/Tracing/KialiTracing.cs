using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>
/// Reports where Kiali looks for traces: <c>external_services.tracing</c>, called <c>jaeger</c> in Istio 1.0 and 1.1, in its ConfigMap or
/// in its operator's object. The value is the address of Jaeger's user interface. It does not follow from Kyma's Zipkin address, so it is
/// left unchanged.
/// </summary>
internal static class KialiTracing
{
    private static readonly string[] Tracers = ["tracing", "jaeger"];

    private static readonly string[] Urls = ["url", "in_cluster_url", "internal_url", "external_url"];

    /// <summary>Warns about each address.</summary>
    public static void Warn(PatchContext context)
    {
        var manifest = context.Manifest;
        foreach (var kiali in manifest.OfKind("Kiali").Count == 0 ? manifest.OfKind("ConfigMap") : manifest.Resources)
        {
            if (kiali.Name != "kiali")
            {
                continue;
            }

            if (kiali.Kind == "Kiali")
            {
                Warn(context, kiali, kiali.Root.Find("spec"), offset => offset);
            }
            else if (kiali.Kind == "ConfigMap" && kiali.Root.Find("data", "config.yaml") is { IsScalar: true } config)
            {
                var text = EmbeddedYaml.Of(config);
                Warn(context, kiali, text.Root, text.ToSource);
            }
        }
    }

    private static void Warn(PatchContext context, Resource kiali, YamlNode? config, Func<int, int> toDocument)
    {
        var urls = Tracers.SelectMany(tracer => Urls.Select(url => config?.Find("external_services", tracer, url))).OfType<YamlNode>();
        foreach (var url in urls.Where(u => u.Text is { Length: > 0 }))
        {
            context.WarnOfChange($"reads traces from {url.Text}; left unchanged", kiali, toDocument(url.Span.Start));
        }
    }
}
