using System.Globalization;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>The tracing providers of type Zipkin in a mesh configuration's <c>extensionProviders</c> (Istio 1.10 and later).</summary>
internal static class ZipkinProviders
{
    /// <summary>The names of the providers.</summary>
    public static IEnumerable<string?> Names(YamlNode? meshConfig) => Entries(meshConfig).Select(p => p.Find("name")?.Text);

    /// <summary>Sets host and port of each provider; returns the number of providers.</summary>
    public static int Set(FieldEditor editor, YamlNode? meshConfig, string address)
    {
        var (host, port) = (address.Split(':')[0], address.Split(':')[1]);
        var found = 0;
        foreach (var zipkin in Entries(meshConfig).Select(p => p.Find("zipkin")!.Value).Where(z => z.IsMapping))
        {
            editor.SetPath(zipkin, ["service"], FullyQualified(host));
            if (zipkin.Find("port") is not { } present)
            {
                editor.Add(zipkin, "port", Number(port));
            }
            else if (!present.Is(port))
            {
                editor.Set(present, Number(port));
            }

            found++;
        }

        return found;
    }

    private static IEnumerable<YamlNode> Entries(YamlNode? meshConfig) =>
        meshConfig?.Find("extensionProviders")?.Items.Where(p => p.Find("zipkin") is not null) ?? [];

    /// <summary>A provider names a host of the service registry, so <c>SERVICE.NAMESPACE</c> needs the cluster's domain.</summary>
    private static string FullyQualified(string host) => host.Count(c => c == '.') == 1 ? host + ".svc.cluster.local" : host;

    private static YamlLiteral Number(string port) =>
        new(int.Parse(port, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
}
