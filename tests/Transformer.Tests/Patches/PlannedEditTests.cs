using System.Text;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>What counts as an edit, and conflicts of two patches at the same place.</summary>
public class PlannedEditTests
{
    private const string Mesh =
        """
        defaultConfig:
          tracing:
            lightstep: {address: x}
        extensionProviders: [{name: a, opentelemetry: {service: 'http://jaeger-collector.istio-system:14268'}}]
        """;

    [Theory]
    [InlineData("addons")]
    [InlineData("zipkin,addons")]
    [InlineData("release-checks,zipkin,addons", "--require-policy-checks")]
    [InlineData("release-checks,addons", "--require-policy-checks")]
    public void Text_that_a_patch_only_reads_is_unchanged(string patches, params string[] more)
    {
        const string jaeger =
            """
            apiVersion: v1
            kind: Service
            metadata: {name: jaeger-collector, namespace: istio-system, labels: {app: jaeger, chart: tracing, release: istio}}

            """;
        var mesh = Objects.ConfigMap("istio", "mesh", Mesh);

        var result = Tool.Run(Objects.Stream(Objects.Pilot("1.4.0"), jaeger, mesh), ["--only", patches, .. more]);

        Assert.Contains(
            "ConfigMap istio-system/istio: still refers to the removed Service jaeger-collector",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.EndsWith(mesh, result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unchanged_part_of_a_changed_text_is_still_reported()
    {
        const string jaeger =
            """
            apiVersion: v1
            kind: Service
            metadata: {name: jaeger-collector, namespace: istio-system, labels: {app: jaeger, chart: tracing, release: istio}}

            """;
        var mesh = Objects.ConfigMap(
            "istio",
            "mesh",
            "defaultConfig:\n  zipkinAddress: zipkin:9411\n  other: http://jaeger-collector.istio-system:14268"
        );

        var result = Tool.Run(Objects.Stream(jaeger, mesh, Objects.Pilot("1.0.2")), "--only", "zipkin,addons");

        Assert.Contains("<stdin>:14:", result.Error, StringComparison.Ordinal);
        Assert.Contains("zipkinAddress: zipkin.kyma-system:9411", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_patches_that_edit_one_node_are_an_error_with_both_names_and_the_path()
    {
        var (editor, other, resource) = TwoPatches("spec: {a: {b: 1}}\n");
        var node = resource.Root.Find("spec", "a", "b")!.Value;
        editor.Set(node, "2");

        Assert.Equal("in:4:15: second: A first: spec.a.b is already changed by first", Message(() => other.Set(node, "3")));
        Assert.Equal("in:4:15: second: A first: spec.a.b is already changed by first", Message(() => other.Remove(node)));
        Assert.Equal(
            "in:4:11: second: A first: spec.a is already changed by first",
            Message(() => other.Set(resource.Root.Find("spec", "a")!.Value, YamlValue.Of("x")))
        );
        other.Add(resource.Root.Find("spec")!.Value, "c", YamlValue.Of("d"));
        Assert.Equal(
            "in:4:7: first: A first: spec.c is already changed by second",
            Message(() => editor.Add(resource.Root.Find("spec")!.Value, "c", YamlValue.Of("e")))
        );
    }

    [Fact]
    public void A_change_within_what_another_patch_replaces_or_removes_is_an_error()
    {
        var (editor, other, resource) = TwoPatches("spec: {a: {b: 1}, c: {d: 2}}\n");
        editor.Remove(resource.Root.Find("spec", "a")!.Value);
        editor.Set(resource.Root.Find("spec", "c")!.Value, YamlValue.Of("x"));

        Assert.EndsWith(
            "spec.a.b is already changed by first",
            Message(() => other.Set(resource.Root.Find("spec", "a", "b")!.Value, "2")),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "spec.c is already changed by first",
            Message(() => other.Add(resource.Root.Find("spec", "c")!.Value, "e", YamlValue.Of("f"))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Several_patches_can_read_a_text_and_one_can_replace_it()
    {
        var (editor, other, resource) = TwoPatches("data:\n  text: |\n    a: 1\n    b: 2\n");
        var text = resource.Root.Find("data", "text")!.Value;
        var (inner, same) = (editor.Open(text), other.Open(text));
        inner.Set(inner.Root.Find("a")!.Value, "3");
        same.Set(same.Root.Find("b")!.Value, "4");

        Assert.Equal("in:5:9: second: A first: data.text is already changed by first", Message(() => other.Set(text, "new")));
        Assert.Equal(
            "in:6:8: second: A first: data.text > a is already changed by first",
            Message(() => same.Set(same.Root.Find("a")!.Value, "5"))
        );
    }

    private static (FieldEditor First, FieldEditor Second, Resource Resource) TwoPatches(string content)
    {
        var manifest = ManifestReader.Read(
            new SourceText([new InputFile("in", Encoding.UTF8.GetBytes("apiVersion: v1\nkind: A\nmetadata: {name: first}\n" + content))])
        );
        var (istio, plan) = (IstioInstallation.Detect(manifest, null), new PatchPlan());
        return (Context("first").Edit(manifest.Resources[0]), Context("second").Edit(manifest.Resources[0]), manifest.Resources[0]);

        PatchContext Context(string patch) => new(patch, manifest, istio, null!, plan);
    }

    private static string Message(Action edit) => Assert.Throws<SelfCheckException>(edit).Message;
}
