using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>Objects in unusual places, pods of unusual kinds, and duplicate objects.</summary>
public class ShapeTests
{
    private const string Pods =
        """
        containers:
              - {name: app, image: a}
              - name: istio-proxy
                image: istio/proxyv2:1.0.2
                args: [proxy, sidecar, --zipkinAddress, "zipkin:9411"]

        """;

    [Theory]
    [InlineData("argoproj.io/v1alpha1", "Rollout", "spec:\n  template:\n    spec:\n      ")]
    [InlineData("v1", "PodTemplate", "template:\n  a:\n    spec:\n      ")]
    [InlineData("serving.knative.dev/v1", "Service", "spec:\n  template:\n    spec:\n      containerConcurrency: 1\n      ")]
    [InlineData("example.com/v1", "Cluster", "spec:\n  nodes:\n    worker:\n      ")]
    [InlineData("example.com/v1", "Cluster", "\"spec\":\n  \"nodes\":\n    worker:\n      <<: {replicas: 1}\n      ")]
    public void A_proxy_in_a_pod_template_of_any_kind_is_a_sidecar(string apiVersion, string kind, string path)
    {
        var input = Objects.Stream(
            $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: a, namespace: shop}}\n{path}{Pods}",
            Objects.Istiod("1.20.1")
        );
        var expected = input
            .Replace("zipkin:9411", "zipkin.kyma-system:9411", StringComparison.Ordinal)
            .Replace("9411\"]\n", "9411\"]\n        resources:\n          limits:\n            memory: 128Mi\n", StringComparison.Ordinal);

        Assert.Equal(expected, Run(input).Text);
        Assert.Equal(
            expected.Replace("\n", "\r\n", StringComparison.Ordinal),
            Run(input.Replace("\n", "\r\n", StringComparison.Ordinal)).Text
        );
    }

    [Theory]
    [InlineData(
        "spec: {nodes: [{template: {spec: {containers: [{name: app, image: a}, {name: istio-proxy, image: i}]}}}]}",
        "{name: istio-proxy, image: i, resources: {limits: {memory: 128Mi}}}"
    )]
    [InlineData(
        "{\"spec\": {\"containers\": [{\"name\": \"app\", \"image\": \"a\"}, {\"name\": \"istio-proxy\", \"image\": \"i\"}]}}",
        "{\"name\": \"istio-proxy\", \"image\": \"i\", \"resources\": {\"limits\": {\"memory\": \"128Mi\"}}}"
    )]
    [InlineData("spec: {a: {containers: [{name: istio-proxy, image: i}]}, b: {containers: [{name: app, image: a}]}}", null)]
    [InlineData("spec: {containers: [app, istio-proxy]}", null)]
    [InlineData("spec: {containers: {name: istio-proxy, image: i}}", null)]
    [InlineData("status: {containers: [{name: app, image: a}, {name: istio-proxy, image: i}]}", null)]
    public void Pod_specs_are_recognised_by_their_structure(string content, string? proxy)
    {
        var json = content.StartsWith('{');
        var input = Objects.Stream(
            json
                ? "{\"apiVersion\": \"example.com/v1\", \"kind\": \"Cluster\", \"metadata\": {\"name\": \"a\"}, " + content[1..] + "\n"
                : $"apiVersion: example.com/v1\nkind: Cluster\nmetadata: {{name: a}}\n{content}\n",
            Objects.Istiod("1.20.1")
        );

        var result = Run(input);

        if (proxy is null)
        {
            Assert.Equal(input, result.Text);
        }
        else
        {
            Assert.Contains(proxy, result.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("- apiVersion: v1\n  kind: List\n  items:\n  - {ITEM}\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}")]
    [InlineData(
        "- {\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": "
        + "[{ITEM}]}, {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}]}"
    )]
    [InlineData(
        """
        - apiVersion: v1
          kind: ServiceList
          items:
          - {metadata: {name: grafana, namespace: istio-system, labels: {app: grafana}}}
          - {metadata: {name: b}}
        """
    )]
    public void Lists_in_lists_are_flattened(string items)
    {
        const string grafana =
            "{apiVersion: v1, kind: Service, metadata: {name: grafana, namespace: istio-system, labels: {app: grafana}}}";
        var input = Objects.Stream(
            $"apiVersion: v1\nkind: List\nitems:\n{items.Replace("{ITEM}", grafana, StringComparison.Ordinal)}\n",
            Objects.Istiod("1.20.1")
        );

        var result = Tool.Run(input, "--only", "addons");

        Assert.Equal(ExitCode.Written, result.Exit);
        Assert.Contains("service \"grafana\" removed (addons)\n", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("grafana", result.Text, StringComparison.Ordinal);
        Assert.Contains("name: b", result.Text, StringComparison.Ordinal);
        Assert.Equal(result.Text, Tool.Run(result.Text, "--only", "addons").Text);
    }

    [Fact]
    public void A_duplicate_object_is_reported_with_both_positions_and_written_to_one_file()
    {
        static string Crd(string version) =>
            $$"""
            apiVersion: apiextensions.k8s.io/{{version}}
            kind: CustomResourceDefinition
            metadata: {name: a.istio.io}
            spec: {version: {{version}}}

            """;
        var input = Objects.Stream(Crd("v1beta1"), Objects.Istiod("1.20.1"), Crd("v1"));

        var result = Tool.Run(input, "--only", "addons");

        Assert.Contains(
            "<stdin>:19:1: CustomResourceDefinition a.istio.io: duplicate object, first at <stdin>:1:1",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(input, result.Text);
        var strict = Tool.Run(input, "--only", "addons", "--strict");
        Assert.Equal(ExitCode.InputRejected, strict.Exit);
        Assert.Contains("at <stdin>:1:1", strict.Error, StringComparison.Ordinal);

        using var folder = new TemporaryDirectory();
        Assert.Equal(ExitCode.Written, Tool.Run(input, "--only", "addons", "--output-dir", folder.Root).Exit);
        Assert.Equal(
            2,
            File.ReadAllLines(Path.Combine(folder.Root, "kustomization.yaml")).Count(l => l.StartsWith("- ", StringComparison.Ordinal))
        );
        Assert.Contains(
            "version: v1}",
            File.ReadAllText(Path.Combine(folder.Root, "customresourcedefinition-a.istio.io.yaml")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Objects_with_equal_generateName_are_not_duplicates()
    {
        const string job =
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {generateName: migrate-, namespace: istio-system}
            spec: {template: {spec: {containers: [{name: a, image: b}]}}}

            """;

        Assert.DoesNotContain(
            "already",
            Tool.Run(Objects.Stream(job, job, Objects.Istiod("1.20.1")), "--only", "addons", "--strict").Written().Error,
            StringComparison.Ordinal
        );
    }

    /// <summary>Found by mutation: the search for the name of a duplicate object ended with exit code 5.</summary>
    [Fact]
    public void A_duplicate_object_may_have_a_duplicate_name_key()
    {
        const string twice = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  name: a\n";

        var result = Tool.Run(Objects.Stream(twice, twice, Objects.Istiod("1.20.1")), "--only", "addons");

        Assert.Equal(ExitCode.Written, result.Exit);
        Assert.Contains("ConfigMap a: duplicate object, first at", result.Error, StringComparison.Ordinal);
    }

    private static ToolResult Run(string input) => Tool.Run(input, "--only", "sidecar-resources,zipkin");
}
