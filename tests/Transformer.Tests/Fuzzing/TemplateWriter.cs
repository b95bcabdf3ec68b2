using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Reading;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Tests.Fuzzing;

/// <summary>
/// Writes the ConfigMap of an injector whose template is a pod in random YAML style, with actions of Go templates around some of its lines
/// and in some of its values.
/// </summary>
internal sealed class TemplateWriter(Random random)
{
    private const string Tracing = "--zipkinAddress, 'zipkin.istio-system:9411'";

    private static readonly string[] Containers = ["istio-proxy", "istio-init", "istio-validation", "enable-core-dump", "helper"];

    private static readonly string[] Resources =
    [
        "{}",
        "null",
        "text",
        "{requests: {cpu: 10m}}",
        "{requests: {cpu: 10m, memory: 300Mi}, limits: {cpu: '2'}}",
        "{limits: {memory: 1Gi}}",
        "{limits: {memory: 0}, requests: {memory: 64Mi}}",
    ];

    private static readonly string[] Conditions =
    [
        "if .Values.global.proxy.resources",
        "if and (isset .ObjectMeta.Annotations `sidecar.istio.io/proxyCPU`) .X",
        "if eq .Values.a \"b\"",
        "if ne (annotation .ObjectMeta `sidecar.istio.io/interceptionMode` .ProxyConfig.InterceptionMode) `NONE`",
        "with .Values.global.proxy.resources",
        "range $key, $value := .Values.x",
        "define \"resources\"",
        "block \"x\" .",
    ];

    private static readonly string[] WholeLines =
    [
        "toYaml .Values.global.proxy.resources | indent 4",
        "template \"resources\" .",
        "/* a comment */",
        "$x := 1",
        "end",
        "else",
        "",
        "if",
    ];

    private static readonly string[] Values =
    [
        ".Values.global.hub",
        "annotation .ObjectMeta `sidecar.istio.io/proxyImage` .Values.global.proxy.image",
        "\"quoted: {{\"",
        "valueOrDefault .DeploymentMeta.Name \"istio-proxy\" | quote",
        "toJson .X",
    ];

    private (string Open, string Close) delimiters;

    public byte[] Write()
    {
        delimiters = Chance(3) ? ("[[", "]]") : ("{{", "}}");
        var template = Quoted(WithActions(Restyled(Pod())));
        var config = Chance(2)
            ? $"policy: enabled\ntemplate: {template}\n"
            : $"policy: enabled\ndefaultTemplates: [sidecar]\ntemplates: {{sidecar: {template}}}\n";
        var values = Chance(3) ? "" : $"\n  values: {Quoted("{\"global\":{\"proxy\":{\"resources\":" + Json() + "}}}")}";
        var map =
            $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: istio-sidecar-injector, namespace: istio-system}}\n"
            + $"data:\n  config: {Quoted(Restyled(config))}{values}\n";
        return Encoding.UTF8.GetBytes(Restyled(map));
    }

    private static string Quoted(string text) => $"\"{ScalarWriter.Escape(text)}\"";

    private bool Chance(int oneIn) => random.Next(oneIn) == 0;

    private string One(string[] of) => of[random.Next(of.Length)];

    private string Json() => One(["{}", "null", "{\"requests\":{\"cpu\":\"10m\"}}", "{\"limits\":{\"memory\":\"1Gi\"}}"]);

    private string Pod()
    {
        var pod = new StringBuilder();
        foreach (var list in new[] { "initContainers", "containers" })
        {
            if (list == "initContainers" && Chance(2))
            {
                continue;
            }

            pod.Append(list).Append(":\n");
            for (var count = random.Next(1, 3); count > 0; count--)
            {
                pod.Append("- name: ").Append(list == "containers" && Chance(2) ? Containers[0] : One(Containers)).Append('\n');
                pod.Append("  image: docker.io/istio/proxyv2:1.0.2\n");
                pod.Append(Chance(2) ? $"  args: [proxy, sidecar, {Tracing}, --connectTimeout, 10s]\n" : "");
                pod.Append(Chance(3) ? "" : $"  resources: {One(Resources)}\n");
                pod.Append(Chance(3) ? "  securityContext: {runAsUser: 1337}\n" : "");
            }
        }

        pod.Append(Chance(2) ? "volumes:\n- {name: istio-envoy, emptyDir: {medium: Memory}}\n" : "");
        return Chance(3) ? "metadata: {labels: {a: b}}\nspec:\n  " + pod.Replace("\n", "\n  ").ToString().TrimEnd(' ') : pod.ToString();
    }

    private string Restyled(string yaml)
    {
        var bytes = Encoding.UTF8.GetBytes(yaml);
        return Chance(4) ? yaml : new StyleWriter(random).Write(YamlReader.Read(bytes, new ByteSpan(0, bytes.Length)).Root);
    }

    private string Action(string text) => delimiters.Open + (Chance(2) ? "- " : " ") + text + (Chance(3) ? " -" : " ") + delimiters.Close;

    /// <summary>Conditions around lines next to each other, inside of one another or not, and actions in place of values.</summary>
    private string WithActions(string pod)
    {
        var lines = pod.Split('\n').ToList();
        for (var count = random.Next(5); count > 0; count--)
        {
            var first = random.Next(lines.Count);
            var last = Math.Min(lines.Count, first + 1 + random.Next(5));
            var indent = new string(' ', random.Next(3) == 0 ? random.Next(8) : lines[first].Length - lines[first].TrimStart(' ').Length);
            switch (random.Next(5))
            {
                case 0:
                    lines.Insert(first, indent + Action(One(WholeLines)));
                    break;
                case 1 when lines[first].LastIndexOf(": ", StringComparison.Ordinal) is > 0 and var colon:
                    lines[first] = lines[first][..(colon + 2)] + (Chance(2) ? $"\"{Action(One(Values))}\"" : Action(One(Values)));
                    break;
                case 2:
                    // The same lines in both branches, as Istio's templates have them.
                    lines.InsertRange(last, [indent + Action("else"), .. lines[first..last], indent + Action("end")]);
                    lines.Insert(first, indent + Action(One(Conditions)));
                    break;
                default:
                    lines.Insert(last, indent + Action("end"));
                    lines.Insert(first, indent + Action(One(Conditions)));
                    break;
            }
        }

        return string.Join('\n', lines);
    }
}
