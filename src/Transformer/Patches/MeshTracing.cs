using System.Globalization;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Manifests;
using KymaIstioTransform.Syntax;

namespace KymaIstioTransform.Patches;

/// <summary>
/// The tracer in the mesh configuration: <c>defaultConfig.zipkinAddress</c> (Istio 1.0), <c>defaultConfig.tracing.zipkin.address</c> (1.1
/// and later; 1.8 and 1.22+ name none by default) and <c>extensionProviders[].zipkin</c> (1.10 and later).
/// </summary>
internal static class MeshTracing
{
    private static readonly IstioVersion OldestWithOtlp = new(1, 16, null);

    /// <summary>Sets the address; returns how many places name Zipkin, those that were right already included.</summary>
    public static int Apply(PatchRun run, Resource configMap, string address)
    {
        var editor = run.Edit(configMap).Open(MeshConfig.Text(configMap)!.Value);
        if (editor.Root.Tree is null || !editor.Root.IsMapping)
        {
            run.Skip(configMap.Id.ToString(), "its mesh configuration is empty");
            return 0;
        }

        return Providers(editor, address) + Default(run, configMap, editor, address);
    }

    /// <summary>Brings an OTLP provider into every mesh configuration, and leaves Zipkin alone; a Telemetry object chooses the provider.</summary>
    public static void ApplyOtlp(PatchRun run, OtlpProvider otlp)
    {
        if (run.Istio.Version is { } version && version < OldestWithOtlp)
        {
            run.Skip("mesh configuration", $"Istio {version} has no provider opentelemetry (from {OldestWithOtlp} on)");
            return;
        }

        foreach (var configMap in run.Istio.Meshes)
        {
            var mesh = run.Edit(configMap).Open(MeshConfig.Text(configMap)!.Value);
            var (service, port) = (YamlValue.Of(otlp.Service), new YamlLiteral(otlp.Port.ToString(CultureInfo.InvariantCulture)));
            var provider = new YamlMap(("name", YamlValue.Of(otlp.Name)), ("opentelemetry", new YamlMap(("service", service), ("port", port))));
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
    }

    private static int Default(PatchRun run, Resource configMap, FieldEditor mesh, string address)
    {
        var defaults = mesh.Root.Find("defaultConfig");
        var tracing = defaults?.Find("tracing");
        if (defaults?.Find("zipkinAddress") is { } old)
        {
            mesh.Set(old, address);
            return 1;
        }

        if (tracing?.Find("zipkin", "address") is { } current)
        {
            mesh.Set(current, address);
            return 1;
        }

        if (OtherTracer(mesh.Root, tracing) is { } other)
        {
            run.Skip(configMap.Id.ToString(), $"its mesh configuration {other}, which is left alone");
            return 0;
        }

        Add(mesh, defaults, tracing, run.Istio.Era, address);
        return 1;
    }

    /// <summary>What the user chose instead of Zipkin, in words; null when nothing is chosen.</summary>
    private static string? OtherTracer(YamlNode mesh, YamlNode? tracing)
    {
        if (tracing is { IsMapping: true, Style: YamlStyle.Flow } empty && empty.Next == empty.Index + 1)
        {
            return "switches the tracer off (tracing: {})";
        }

        if (tracing?.Pairs.Select(p => p.Key.Value).FirstOrDefault(IsTracer) is { } tracer)
        {
            return $"uses the tracer {tracer}";
        }

        return mesh.Find("defaultProviders", "tracing")?.Items.Select(i => i.Text).FirstOrDefault() is { } provider ? $"uses the tracing provider {provider}" : null;
    }

    /// <summary>Tracers other than Zipkin, by the names of Istio's ProxyConfig.Tracing.</summary>
    private static bool IsTracer(string key) => key is "lightstep" or "datadog" or "stackdriver" or "openCensusAgent";

    private static void Add(FieldEditor mesh, YamlNode? defaults, YamlNode? tracing, IstioEra era, string address)
    {
        var collector = new YamlMap(("address", YamlValue.Of(address)));
        var zipkin = new YamlMap(("zipkin", collector));
        (string Key, YamlValue Value) entry = era == IstioEra.V1_0 ? ("zipkinAddress", YamlValue.Of(address)) : ("tracing", zipkin);
        if (tracing?.Find("zipkin") is { IsMapping: true } incomplete)
        {
            mesh.Add(incomplete, "address", YamlValue.Of(address));
        }
        else if (tracing?.Find("zipkin") is { } valueless)
        {
            mesh.Set(valueless, collector);
        }
        else if (tracing is { IsMapping: true } present)
        {
            mesh.Add(present, "zipkin", collector);
        }
        else if (tracing is { } empty)
        {
            mesh.Set(empty, zipkin);
        }
        else if (defaults is { IsMapping: true } mapping)
        {
            mesh.Add(mapping, entry.Key, entry.Value);
        }
        else if (defaults is { } none)
        {
            mesh.Set(none, new YamlMap(entry));
        }
        else
        {
            mesh.Add(mesh.Root, "defaultConfig", new YamlMap(entry));
        }
    }

    private static int Providers(FieldEditor mesh, string address)
    {
        var (host, port) = (address.Split(':')[0], address.Split(':')[1]);
        var found = 0;
        foreach (var zipkin in mesh.Root.Find("extensionProviders")?.Items.Select(p => p.Find("zipkin")).OfType<YamlNode>() ?? [])
        {
            if (zipkin.Find("service") is { } service)
            {
                mesh.Set(service, FullyQualified(host));
                found++;
            }

            if (zipkin.Find("port") is { } number && !number.Is(port))
            {
                mesh.Set(number, new YamlLiteral(int.Parse(port, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)));
            }
        }

        return found;
    }

    /// <summary>A provider names a host of the service registry, so <c>SERVICE.NAMESPACE</c> needs the cluster's domain.</summary>
    private static string FullyQualified(string host) => host.Count(c => c == '.') == 1 ? host + ".svc.cluster.local" : host;
}
