using KymaIstioTransform.Istio;
using KymaIstioTransform.Istio.Templates;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Tracing;

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

    public void Apply(PatchContext context)
    {
        if (context.Options.Otlp is { } otlp)
        {
            OtlpTracing.Apply(context, otlp);
            return;
        }

        var address = context.Options.ZipkinAddress;
        var places = 0;
        foreach (var workload in context.Manifest.Resources)
        {
            places += Flags(context, workload, address);
        }

        places += context.Istio.Injectors.Sum(injector => InjectionTemplates(context, injector, address));
        places += context.Istio.Meshes.Sum(mesh => MeshTracing.Apply(context, mesh, address));
        places += context.Manifest.OfKind("ConfigMap").Sum(configMap => ChartValuesTracing.Apply(context, configMap, address));
        KialiTracing.Warn(context);
        if (places == 0)
        {
            context.NotApplicable("Zipkin addresses", "no component in the input names Zipkin");
        }
    }

    private static int Flags(PatchContext context, Resource workload, string address)
    {
        var found = 0;
        foreach (var container in Workload.Containers(workload))
        {
            foreach (var flag in CommandLineFlag.Find(container.Node, Address, Url, LightstepAddress, DatadogAddress))
            {
                switch (flag.Name)
                {
                    case Address:
                        context.Edit(workload).Set(flag.Item, flag.Prefix + address);
                        found++;
                        break;
                    case Url:
                        context.Edit(workload).Set(flag.Item, flag.Prefix + WithHost(flag.Value, address));
                        found++;
                        break;
                    default:
                        context.Warn(workload, $"container {container.Name} uses the tracer {(flag.Name == LightstepAddress ? "Lightstep" : "Datadog")} ({flag.Name}), which is left alone", flag.Item.Span.Start);
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

    private static int InjectionTemplates(PatchContext context, Resource injector, string address)
    {
        var editor = context.Edit(injector);
        var config = editor.Open(InjectorConfig.Config(injector)!.Value);
        var found = 0;
        foreach (var (_, template) in InjectorConfig.Templates(config.Root))
        {
            var text = config.OpenText(template);
            foreach (var value in context.InTemplate(config, text, parsed => TemplateFlag.Find(parsed, Address)))
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
