using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Istio;

/// <summary>
/// The ConfigMap <c>istio-sidecar-injector</c> (with <c>-REVISION</c> from Istio 1.6 on). Key <c>config</c> holds YAML with the injection
/// policy and the Go templates; from Istio 1.2 on key <c>values</c> holds the chart values, as JSON, that the templates read.
/// </summary>
internal static class InjectorConfig
{
    private const string BaseName = "istio-sidecar-injector";

    /// <summary>
    /// The templates that add a sidecar; <c>gateway</c>, <c>waypoint</c> and similar templates run proxies that are not sidecars (Istio
    /// 1.12+).
    /// </summary>
    private static readonly string[] SidecarTemplates = ["sidecar", "grpc-agent"];

    public static bool Is(Resource resource) =>
        resource.Kind == "ConfigMap"
        && (resource.Name == BaseName || resource.Name.StartsWith(BaseName + "-", StringComparison.Ordinal))
        && Config(resource) is not null;

    public static YamlNode? Config(Resource configMap) =>
        configMap.Root.Find("data", "config") is { IsScalar: true } config ? config : null;

    public static YamlNode? Values(Resource configMap) =>
        configMap.Root.Find("data", "values") is { IsScalar: true } values ? values : null;

    /// <summary>
    /// The scalars below <paramref name="config"/> that hold templates of sidecars, with their names: <c>template</c> up to Istio 1.11, and
    /// the entries of <c>templates</c> from 1.12 on, where <c>template</c> is only a text that warns of a version mismatch.
    /// </summary>
    public static IEnumerable<(string Name, YamlNode Template)> Templates(YamlNode config)
    {
        if (config.Find("template") is { IsScalar: true } single && IsTemplate(ScalarText.Decode(single).Bytes))
        {
            yield return ("template", single);
        }

        foreach (var name in SidecarTemplates)
        {
            if (config.Find("templates", name) is { IsScalar: true } template)
            {
                yield return ($"templates.{name}", template);
            }
        }
    }

    /// <summary>A template has lines, or is JSON on one; the warning from 1.12 on is a single action.</summary>
    private static bool IsTemplate(ReadOnlySpan<byte> text) => text.Contains((byte)'\n') || text.IndexOf("ontainers"u8) >= 0;
}
