using System.Text;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>
/// One configuration in three forms: an operator's object, the values of Istio's charts, and their rendered manifests. The program must
/// write the same settings into the object as into the manifests.
/// </summary>
public class DeclaredEqualsRenderedTests
{
    private static readonly string[] Options =
    [
        "--only",
        "sidecar-resources,zipkin,injection-policy",
        "--require-istio",
        ">=1.0",
        "--require-mtls",
        "any",
    ];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var profile in new[] { "kyma-module", "kyma-module-light", "kyma-2.6-2.9-production", "kyma-2.10-2.13" })
            {
                cases.Add(profile, "sail");
                cases.Add(profile, "operator");
            }

            return cases;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void An_object_gets_the_settings_of_the_patched_manifests(string profile, string api)
    {
        string[] options = [.. Options, "--profile", profile];
        var declared = Declared(api, options);

        var rendered = Read(Patched(SharedData.ReadStream(Stream(profile)), options));

        // Templates of Istio 1.8 and later have one set of resources: they do not read those of proxy_init.
        var values = EmbeddedYaml.Of(Injector(rendered).Root.Find("data", "values")!.Value).Root;
        Assert.Equal(Plain(values.Find("global", "proxy", "resources")), Plain(declared.Values.Find("global", "proxy", "resources")));

        Assert.Equal(Tracing(Mesh(rendered)), Tracing(declared.Mesh));
    }

    /// <summary>Needs Helm and the charts that <c>make istio-release</c> writes to artifacts/istio-charts.</summary>
    [SkippableTheory]
    [InlineData("kyma-module")]
    [InlineData("kyma-module-light")]
    public void The_charts_render_an_object_s_values_to_the_patched_manifests(string profile)
    {
        var charts = Path.Combine(SharedData.Repository, "artifacts", "istio-charts");
        Skip.IfNot(Directory.Exists(charts), "no charts of Istio are there (make istio-release)");
        var helm = HostTools.Require("helm3", "helm");
        string[] options = [.. Options, "--profile", profile];
        foreach (var release in Directory.EnumerateDirectories(charts))
        {
            var chart = Path.Combine(release, "istio-control", "istio-discovery");
            using var folder = new Certificates.TemporaryDirectory();
            var file = Path.Combine(folder.Root, "values.yaml");
            File.WriteAllText(file, Declared("sail", options).ValuesText);

            var byValues = Read(Render(helm, chart, "--values", file));
            var byPatch = Read(Patched(Render(helm, chart), options));

            Assert.Equal(Plain(Mesh(byPatch)), Plain(Mesh(byValues)));
            Assert.Equal(Settings(byPatch), Settings(byValues));
        }
    }

    /// <summary>A stream of an Istio release that supports the profile's provider.</summary>
    private static string Stream(string profile) =>
        profile.StartsWith("kyma-module", StringComparison.Ordinal) ? "modern/1.30.3-istiod.yaml" : "modern/1.12.9-default.yaml";

    /// <summary>The values and the mesh configuration that the program writes into an object that has neither.</summary>
    private static (YamlNode Values, YamlNode Mesh, string ValuesText) Declared(string api, string[] options)
    {
        var input =
            api == "sail"
                ? "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata:\n  name: default\nspec:\n  namespace: istio-system\n"
                : "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata:\n  name: default\n  namespace: istio-system\n"
                    + "spec:\n  profile: default\n";
        var root = Read(Patched(Encoding.UTF8.GetBytes(input), options)).Resources[0].Root;
        var values = root.Find("spec", "values")!.Value;
        var mesh = (api == "sail" ? values.Find("meshConfig") : root.Find("spec", "meshConfig"))!.Value;

        // The node starts at its first key; its other keys have the same indentation.
        return (values, mesh, "    " + values);
    }

    private static byte[] Patched(byte[] input, string[] options)
    {
        var result = Tool.Run(input, options);
        Assert.True(result.Exit == KymaIstioTransform.Cli.ExitCode.Written, result.Error);
        return result.Output;
    }

    private static byte[] Render(string helm, string chart, params string[] more)
    {
        var (exit, output, error) = ExternalTool.Run(helm, ["template", "istiod", chart, "--namespace", "istio-system", .. more]);
        Assert.True(exit == 0, error);
        return output;
    }

    private static Manifest Read(byte[] stream) => ManifestReader.Read(new SourceText([new InputFile("stream", stream)]));

    private static Resource Injector(Manifest manifest) => manifest.OfKind("ConfigMap").Single(c => c.Name == "istio-sidecar-injector");

    private static YamlNode Mesh(Manifest manifest) =>
        EmbeddedYaml.Of(MeshConfig.Text(manifest.OfKind("ConfigMap").Single(MeshConfig.Is))!.Value).Root;

    private static string Tracing(YamlNode mesh) =>
        string.Join(
            '\n',
            Plain(mesh.Find("enableTracing")),
            Plain(mesh.Find("extensionProviders")),
            Plain(mesh.Find("defaultConfig", "tracing", "zipkin"))
        );

    /// <summary>The values of the injection templates that the patches set.</summary>
    private static string Settings(Manifest manifest)
    {
        var data = Injector(manifest).Root.Find("data")!.Value;
        var values = EmbeddedYaml.Of(data.Find("values")!.Value).Root;
        return string.Join(
            '\n',
            Plain(values.Find("global", "proxy", "resources")),
            EmbeddedYaml.Of(data.Find("config")!.Value).Root.Find("policy")?.Text,
            string.Join(
                ',',
                manifest
                    .OfKind("MutatingWebhookConfiguration")
                    .SelectMany(w => w.Root.Find("webhooks")!.Value.Items)
                    .Select(webhook => Plain(webhook.Find("namespaceSelector")))
            )
        );
    }

    /// <summary>A node as text that does not depend on style or on the order of keys.</summary>
    private static string Plain(YamlNode? node) =>
        node switch
        {
            null => "(none)",
            { IsMapping: true } mapping => "{"
                + string.Join(", ", mapping.Pairs.Select(p => $"{p.Key.Value}: {Plain(p.Value)}").Order(StringComparer.Ordinal))
                + "}",
            { IsSequence: true } list => "[" + string.Join(", ", list.Items.Select(i => Plain(i))) + "]",
            { } scalar => scalar.Text ?? "null",
        };
}
