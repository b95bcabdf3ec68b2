using KymaIstioTransform.Istio;
using KymaIstioTransform.Istio.Templates;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
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
    private const string Flag = WorkloadTracing.AddressFlag;

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
        foreach (var resource in context.Manifest.Mentioning(PatchWords.For(context.Options), PatchWords.Tracers, inDefinitions: true))
        {
            places += workloads.Apply(resource);
        }

        var flags = (Arguments: new FlagPlaces(TemplateFlag.Find), Shell: new FlagPlaces(TemplateShellFlag.Find));
        places += context.Istio.Injectors.Sum(injector => InjectionTemplates(context, injector, flags, address));
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

    private static int InjectionTemplates(
        PatchContext context,
        Resource injector,
        (FlagPlaces Arguments, FlagPlaces Shell) flags,
        string address
    )
    {
        var editor = context.Edit(injector);
        var config = editor.Open(InjectorConfig.Config(injector)!.Value);
        var found = 0;
        foreach (var template in InjectorConfig.Templates(config.Root))
        {
            var text = config.OpenText(template.Scalar);
            if (text.Text.Contains(Flag))
            {
                var edits = (config, text);
                found += context.InTemplate(config, text, parsed => Arguments(parsed, flags.Arguments, edits, address));
                found += context.InTemplate(config, text, parsed => ShellCommands(parsed, flags.Shell, edits, address, OnlyShell));

                void OnlyShell(string value, Location at) =>
                    context.NotDone(injector, $"{template.Name}: {WorkloadTracing.OnlyShell(Flag, value, address)}", at);
            }
        }

        return found;
    }

    /// <summary>Sets the addresses in the argument lists of a template and returns their number.</summary>
    private static int Arguments(
        GoTemplate template,
        FlagPlaces flags,
        (FieldEditor Config, ScalarEdits Text) editors,
        string address
    )
    {
        var values = flags.In(template);
        foreach (var value in values)
        {
            Set(template, editors, value, address);
        }

        return values.Count;
    }

    /// <summary>Sets the addresses in the shell commands of a template and returns their number.</summary>
    private static int ShellCommands(
        GoTemplate template,
        FlagPlaces flags,
        (FieldEditor Config, ScalarEdits Text) editors,
        string address,
        Action<string, Location> skip
    )
    {
        var found = 0;
        foreach (var value in flags.In(template))
        {
            if (template.Masked.AsSpan(value.Start, value.Length).Contains((byte)'$'))
            {
                skip(template.Text(value), editors.Config.Locate(editors.Text, value.Start));
                continue;
            }

            Set(template, editors, value, address);
            found++;
        }

        return found;
    }

    /// <exception cref="YamlException">
    /// The value has only a part of a control structure; the offset is into the template.
    /// </exception>
    private static void Set(GoTemplate template, (FieldEditor Config, ScalarEdits Text) editors, ByteSpan value, string address)
    {
        var alternatives =
            template.Alternatives(value)
            ?? throw new YamlException($"the value of {Flag} contains only a part of a control structure (check its quotes)", value.Start);
        foreach (var alternative in alternatives)
        {
            var before = template.Text(alternative);
            if (before != address)
            {
                editors.Text.Replace(alternative, address);
                editors.Config.NoteText(editors.Text, alternative.Start, Flag, before, address);
            }
        }
    }

    /// <summary>Finds the values of the flag in templates. Revisions of one release have identical ones.</summary>
    private sealed class FlagPlaces(Func<GoTemplate, string, IEnumerable<ByteSpan>> find)
    {
        private GoTemplate? last;
        private List<ByteSpan> places = [];

        /// <summary>The spans of the values in a template.</summary>
        public List<ByteSpan> In(GoTemplate template)
        {
            if (last != template)
            {
                (places, last) = ([.. find(template, Flag)], template);
            }

            return places;
        }
    }
}
