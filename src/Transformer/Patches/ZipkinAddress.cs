using KymaIstioTransform.Istio;
using KymaIstioTransform.Manifests;

namespace KymaIstioTransform.Patches;

/// <summary>
/// Points everything in Istio that reports traces at Kyma's Zipkin: flags of gateways and mixers, the injection template, the mesh
/// configuration. By flag and field name; Kyma's Job went by index and left the mesh configuration out.
/// </summary>
internal sealed class ZipkinAddress : IPatch
{
    /// <summary>The flag of proxies, also in injection templates.</summary>
    private const string Address = "--zipkinAddress";

    /// <summary>The flag of mixers.</summary>
    private const string Url = "--trace_zipkin_url";

    /// <summary>Flags of proxies that name another tracer's collector (Istio 1.1 and later).</summary>
    private const string LightstepAddress = "--lightstepAddress";
    private const string DatadogAddress = "--datadogAgentAddress";

    public string Name => "zipkin";

    public string Summary => "Istio components send traces to Zipkin in kyma-system";

    public void Apply(PatchRun run)
    {
        if (run.Options.Otlp is { } otlp)
        {
            OtlpTracing.Apply(run, otlp);
            return;
        }

        var address = run.Options.ZipkinAddress;
        var places = 0;
        foreach (var workload in run.Manifest.Resources)
        {
            places += Flags(run, workload, address);
        }

        places += run.Istio.Injectors.Sum(injector => InjectionTemplates(run, injector, address));
        places += run.Istio.Meshes.Sum(mesh => MeshTracing.Apply(run, mesh, address));
        places += run.Manifest.OfKind("ConfigMap").Sum(configMap => ChartValuesTracing.Apply(run, configMap, address));
        KialiTracing.Warn(run);
        if (places == 0)
        {
            run.Skip("Zipkin addresses", "no component in the input names Zipkin");
        }
    }

    private static int Flags(PatchRun run, Resource workload, string address)
    {
        var found = 0;
        foreach (var container in Workload.Containers(workload))
        {
            foreach (var flag in CommandLineFlag.Find(container.Node, Address, Url, LightstepAddress, DatadogAddress))
            {
                switch (flag.Name)
                {
                    case Address:
                        run.Edit(workload).Set(flag.Item, flag.Prefix + address);
                        found++;
                        break;
                    case Url:
                        run.Edit(workload).Set(flag.Item, flag.Prefix + WithHost(flag.Value, address));
                        found++;
                        break;
                    default:
                        run.Skip($"{workload.Id}, container {container.Name}", $"it uses the tracer {(flag.Name == LightstepAddress ? "Lightstep" : "Datadog")} ({flag.Name}), which is left alone");
                        break;
                }
            }
        }

        return found;
    }

    /// <summary>Another host and port in a URL; scheme and path stay. Text without a scheme is taken as host and port.</summary>
    private static string WithHost(string url, string address)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var host = scheme < 0 ? 0 : scheme + 3;
        var path = url.IndexOf('/', host);
        return url[..host] + address + (path < 0 ? "" : url[path..]);
    }

    private static int InjectionTemplates(PatchRun run, Resource injector, string address)
    {
        var editor = run.Edit(injector);
        var config = editor.Open(InjectorConfig.Config(injector)!.Value);
        var found = 0;
        foreach (var (_, template) in InjectorConfig.Templates(config.Root))
        {
            var text = config.OpenText(template);
            foreach (var value in run.InTemplate(config, text, parsed => TemplateFlag.Find(parsed, Address)))
            {
                var before = System.Text.Encoding.UTF8.GetString(text.Text.Bytes, value.Start, value.Length);
                found++;
                if (before != address)
                {
                    text.Replace(value, address);
                    config.NoteText(text, value.Start, Address, before, address);
                }
            }
        }

        return found;
    }
}
