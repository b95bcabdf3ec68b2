using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Istio;

/// <summary>
/// The ConfigMap <c>istio-sidecar-injector</c> (with <c>-REVISION</c> from Istio 1.6 on). Key <c>config</c> holds YAML with the injection
/// policy and the Go templates; from Istio 1.2 on key <c>values</c> holds the chart values, as JSON, that the templates read.
/// </summary>
internal static class InjectorConfig
{
    private const string BaseName = "istio-sidecar-injector";

    /// <summary>True for the injector's ConfigMap of any revision.</summary>
    public static bool Is(Resource resource) =>
        resource.Kind == "ConfigMap"
        && (resource.Name == BaseName || resource.Name.StartsWith(BaseName + "-", StringComparison.Ordinal))
        && Config(resource) is not null;

    /// <summary>The scalar with the configuration as YAML; null when it is absent.</summary>
    public static YamlNode? Config(Resource configMap) =>
        configMap.Root.Find("data", "config") is { IsScalar: true } config ? config : null;

    /// <summary>The scalar with the chart values as JSON; null before Istio 1.2.</summary>
    public static YamlNode? Values(Resource configMap) =>
        configMap.Root.Find("data", "values") is { IsScalar: true } values ? values : null;

    /// <summary>
    /// The injection templates below <paramref name="config"/>: <c>template</c> up to Istio 1.11, and the entries of <c>templates</c> from
    /// 1.9 on, where <c>template</c> later is only a text that warns of a version mismatch. Users add their own entries (the chart value
    /// <c>sidecarInjectorWebhook.templates</c>). Pods choose entries by the annotation <c>inject.istio.io/templates</c>, or get those of
    /// <c>defaultTemplates</c>.
    /// </summary>
    public static IEnumerable<InjectionTemplate> Templates(YamlNode config)
    {
        if (config.Find("template") is { IsScalar: true } single && IsTemplate(single.Tree.TextAt(single.Index).Bytes))
        {
            yield return new InjectionTemplate("template", single, InjectionTemplateRole.Sidecar);
        }

        foreach (var (key, template) in config.Find("templates")?.ResolvedPairs ?? [])
        {
            var name = key.Value;
            if (template.IsScalar)
            {
                yield return new InjectionTemplate($"templates.{name}", template, RoleOf(name));
            }
        }
    }

    /// <summary>The role by the names that Istio gives its own templates (1.9 to 1.31).</summary>
    private static InjectionTemplateRole RoleOf(string name) =>
        name switch
        {
            "sidecar" or "grpc-agent" => InjectionTemplateRole.Sidecar,
            "gateway" or "kube-gateway" or "waypoint" => InjectionTemplateRole.Gateway,
            _ => InjectionTemplateRole.Custom,
        };

    /// <summary>A template has lines, or is JSON on one; the warning from 1.12 on is a single action.</summary>
    private static bool IsTemplate(ReadOnlySpan<byte> text) => text.Contains((byte)'\n') || text.IndexOf("ontainers"u8) >= 0;
}
