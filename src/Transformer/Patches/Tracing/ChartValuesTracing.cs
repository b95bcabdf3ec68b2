using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>
/// The Zipkin address where charts leave their values for later: key <c>values</c> of the injector's ConfigMap (Istio 1.2 and later) and
/// the ConfigMap <c>values</c> (1.26 and later, with <c>-REVISION</c>). Only an address that is there is changed; an empty one is there.
/// </summary>
internal static class ChartValuesTracing
{
    private static readonly string[] Keys = ["values", "original-values", "merged-values"];

    /// <summary>Sets the addresses; returns how many there are.</summary>
    public static int Apply(PatchContext context, Resource configMap, string address)
    {
        if (!configMap.Name.StartsWith("istio-sidecar-injector", StringComparison.Ordinal) && configMap.Name != "values" && !configMap.Name.StartsWith("values-", StringComparison.Ordinal))
        {
            return 0;
        }

        var found = 0;
        foreach (var text in Keys.Select(key => configMap.Root.Find("data", key)).OfType<YamlNode>().Where(n => n.IsScalar && n.Raw.IndexOf("zipkin"u8) >= 0))
        {
            var values = context.Edit(configMap).Open(text);
            var addresses = new[] { Tracer(values.Root), values.Root.Find("meshConfig", "defaultConfig", "tracing", "zipkin", "address") }.OfType<YamlNode>().ToList();
            addresses.ForEach(current => values.Set(current, address));
            found += addresses.Count + ZipkinProviders.Set(values, values.Root.Find("meshConfig"), address);
        }

        return found;
    }

    /// <summary>The address for the injection templates, unless these values choose another tracer.</summary>
    private static YamlNode? Tracer(YamlNode values) =>
        values.Find("global", "proxy", "tracer")?.Text is null or "" or "zipkin" or "none" ? values.Find("global", "tracer", "zipkin", "address") : null;
}
