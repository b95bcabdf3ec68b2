using KymaIstioTransform.Istio;
using KymaIstioTransform.Istio.Templates;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>
/// Sets Kyma's Zipkin wherever Istio reports traces: flags of gateways and mixers, the injection template, the mesh configuration, and
/// overrides for single workloads. The places are found by flag and field name. Kyma's Job used the argument index and did not change the
/// mesh configuration.
/// </summary>
internal sealed class ZipkinAddress : IPatch
{
    public string Name => "zipkin";

    public string Summary => "send traces of Istio components to Zipkin in kyma-system";

    public void Apply(PatchContext context)
    {
        EnableTracing.Apply(context, context.Options.MeshTracing);
        if (context.Options.Otlp is { } otlp)
        {
            OtlpTracing.Apply(context, otlp);
            TraceTarget.WarnOfMissing(context, otlp.Service);
            TracingProviders.Check(context);
            ZipkinMentions.Warn(context);
            return;
        }

        var address = context.Options.ZipkinAddress;
        var places = 0;
        var workloads = new WorkloadTracing(context, address);
        foreach (var resource in context.Manifest.Mentioning(TraceWords.Filter))
        {
            places += workloads.Apply(resource);
        }

        places += context.Istio.Injectors.Sum(injector => InjectionTemplates(context, injector, address));
        places += context.Istio.Meshes.Sum(mesh => MeshTracing.Apply(context, mesh, address));
        places += context.Manifest.OfKind("ConfigMap").Sum(configMap => ChartValuesTracing.Apply(context, configMap, address));
        places += DeclarativeIstio.All(context.Manifest).Sum(istio => DeclarativeTracing.Apply(context, istio, address));
        TracingProviders.Check(context);
        ZipkinMentions.Warn(context);
        KialiTracing.Warn(context);
        if (places == 0)
        {
            context.NotApplicable("Zipkin addresses", "no component in the input names Zipkin");
        }
        else
        {
            TraceTarget.WarnOfMissing(context, address);
        }
    }

    private static int InjectionTemplates(PatchContext context, Resource injector, string address)
    {
        var editor = context.Edit(injector);
        var config = editor.Open(InjectorConfig.Config(injector)!.Value);
        var found = 0;
        foreach (var template in InjectorConfig.Templates(config.Root))
        {
            var text = config.OpenText(template.Scalar);
            if (text.Text.Contains(WorkloadTracing.AddressFlag))
            {
                found += context.InTemplate(config, text, parsed => InjectionTemplate(parsed, config, text, address));
            }
        }

        return found;
    }

    /// <summary>Sets the address in one template and returns the number of its addresses.</summary>
    private static int InjectionTemplate(GoTemplate template, FieldEditor editor, ScalarEdits text, string address)
    {
        var values = TemplateFlag.Find(template, WorkloadTracing.AddressFlag).ToList();
        foreach (var value in values)
        {
            if (template.Splits(value))
            {
                throw new YamlException(
                    $"the value of {WorkloadTracing.AddressFlag} contains only a part of a control structure (check its quotes)",
                    value.Start
                );
            }

            var before = template.Text(value);
            if (before != address)
            {
                text.Replace(value, address);
                editor.NoteText(text, value.Start, WorkloadTracing.AddressFlag, before, address);
            }
        }

        return values.Count;
    }
}
