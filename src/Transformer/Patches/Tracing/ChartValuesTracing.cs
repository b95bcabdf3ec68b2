using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>
/// The Zipkin address in stored chart values: in the key <c>values</c> of the injector's ConfigMap (Istio 1.2 and later) and in the
/// ConfigMap <c>values</c> (1.26 and later, with <c>-REVISION</c>). Only an existing address is changed; an empty address counts as
/// existing.
/// </summary>
internal static class ChartValuesTracing
{
    /// <summary>The path of the address for the injection templates.</summary>
    public static IReadOnlyList<string> TracerPath => Tracer;

    private static readonly string[] Tracer = ["global", "tracer", "zipkin", "address"];

    private static readonly string[] Keys = ["values", "original-values", "merged-values"];

    /// <summary>Sets the addresses; returns the number of addresses.</summary>
    public static int Apply(PatchContext context, Resource configMap, string address)
    {
        if (
            !configMap.Name.StartsWith("istio-sidecar-injector", StringComparison.Ordinal)
            && configMap.Name != "values"
            && !configMap.Name.StartsWith("values-", StringComparison.Ordinal)
        )
        {
            return 0;
        }

        var found = 0;
        foreach (
            var text in Keys.Select(key => configMap.Root.Find("data", key))
                .OfType<YamlNode>()
                .Where(n => n.IsScalar && n.Raw.IndexOf("zipkin"u8) >= 0)
        )
        {
            var values = context.Edit(configMap).Open(text);
            found += SetTracer(values, values.Root, address) + SetMesh(values, values.Root, address);
        }

        return found;
    }

    /// <summary>
    /// Sets the address for the injection templates, unless the values choose another tracer; returns the number of addresses.
    /// </summary>
    public static int SetTracer(FieldEditor editor, YamlNode values, string address)
    {
        if (!UsesZipkin(values) || values.Find(Tracer) is not { } current)
        {
            return 0;
        }

        editor.Set(current, address);
        return 1;
    }

    /// <summary>Sets the addresses in the mesh configuration within the values; returns the number of addresses.</summary>
    public static int SetMesh(FieldEditor editor, YamlNode values, string address)
    {
        var current = values.Find("meshConfig", "defaultConfig", "tracing", "zipkin", "address");
        if (current is { } present)
        {
            editor.Set(present, address);
        }

        return (current is null ? 0 : 1) + ZipkinProviders.Set(editor, values.Find("meshConfig"), address);
    }

    /// <summary>True unless chart values choose another tracer for the injection templates.</summary>
    public static bool UsesZipkin(YamlNode? values) => values?.Find("global", "proxy", "tracer")?.Text is null or "" or "zipkin" or "none";
}
