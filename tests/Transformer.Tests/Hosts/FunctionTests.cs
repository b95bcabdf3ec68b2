using System.Text;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>The protocol of KRM functions, tested in this process.</summary>
public class FunctionTests
{
    private const string Gateway = """
        - apiVersion: apps/v1 # kept
          kind: Deployment
          metadata:
            name: istio-ingressgateway
            namespace: istio-system
            annotations:
              internal.config.kubernetes.io/path: 'a/gateway.yaml'
              internal.config.kubernetes.io/index: '3'
          spec:
            template:
              spec:
                containers:
                - name: istio-proxy
                  image: proxyv2:1.30.0
                  args: [proxy, --zipkinAddress, "zipkin:9411"]
                volumes:
                - name: certs
                  secret: {secretName: istio-ingressgateway-certs}
        """;

    /// <summary>A certificate that is the same on every render: functions reject others.</summary>
    private const string Config = "spec: {ingressGateway: {tls: {mode: derived, seedVariable: KYMA_TLS_SEED}}}";

    private const string Addon = """
        - apiVersion: v1
          kind: Service
          metadata: {name: grafana, namespace: istio-system, labels: {app: grafana, chart: grafana-1.0}}
          spec: {}
        """;

    [Fact]
    public void Items_are_edited_in_place_and_all_other_bytes_are_unchanged()
    {
        var input = List(Gateway, Config);

        var result = Run(input);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        var items = result.Text[..result.Text.IndexOf("- apiVersion: v1", StringComparison.Ordinal)];
        Assert.Equal(
            input[..items.Length].Replace("zipkin:9411", "zipkin.kyma-system:9411", StringComparison.Ordinal)[..items.Length],
            items
        );
        Assert.Contains("functionConfig:\n  apiVersion: transform.kyma-project.io/v1alpha1", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_object_becomes_an_item_without_annotations()
    {
        var root = Root(Run(List(Gateway, Config)).Output);

        var added = ResourceList.Items(root).Last();
        Assert.Equal("Secret", added.Find("kind")!.Value.Value);
        Assert.Null(added.Find("metadata", "annotations"));
    }

    [Fact]
    public void Results_name_resource_field_and_file()
    {
        var results = Results(Run(List(Gateway, Config)).Output);

        var change = results.First(r => r.Find("tags", "patch")?.Is("zipkin") == true);
        Assert.Equal("info", change.Find("severity")!.Value.Value);
        Assert.Equal("istio-ingressgateway", change.Find("resourceRef", "name")!.Value.Value);
        Assert.Equal("istio-system", change.Find("resourceRef", "namespace")!.Value.Value);
        Assert.Equal("spec.template.spec.containers[0].args[2]", change.Find("field", "path")!.Value.Value);
        Assert.Equal("a/gateway.yaml", change.Find("file", "path")!.Value.Value);
        Assert.Equal("3", change.Find("file", "index")!.Value.Value);
    }

    [Fact]
    public void A_warning_is_a_result_of_its_severity()
    {
        const string Secret =
            "\n- {apiVersion: v1, kind: Secret, metadata: {name: istio-ingressgateway-certs, namespace: istio-system}, data: "
            + "{tls.crt: YQ==}}";

        var results = Results(Tool.Run(List(Gateway + Secret, "spec: {ingressGateway: {tls: {mode: keep}}}")).Output);

        Assert.Contains(
            "it lacks tls.key",
            Assert.Single(results, r => r.Find("severity")!.Value.Is("warning")).Find("message")!.Value.Value,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("spec: {}")]
    [InlineData("spec: {ingressGateway: {tls: {mode: self-signed}}}")]
    public void A_random_certificate_is_rejected_with_a_remedy(string config)
    {
        var result = Run(List(Gateway, config));

        Assert.Equal(ExitCode.Findings, result.Exit);
        var message = Assert.Single(Results(result.Output)).Find("message")!.Value.Value;
        Assert.Contains("would change on every render", message, StringComparison.Ordinal);
        Assert.Contains("set ingressGateway.tls.mode to derived with a seed", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    [InlineData("v1alpha1")]
    [InlineData("v7")]
    public void The_version_of_the_list_is_kept(string version)
    {
        var result = Run(
            List(Gateway, Config).Replace("config.kubernetes.io/v1\n", $"config.kubernetes.io/{version}\n", StringComparison.Ordinal)
        );

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.StartsWith($"apiVersion: config.kubernetes.io/{version}\nkind: ResourceList\n", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_for_an_invalid_item_is_a_result_of_the_list()
    {
        var result = Run(List("- just text", Config));

        Assert.Equal(ExitCode.Findings, result.Exit);
        Assert.StartsWith("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n", result.Text, StringComparison.Ordinal);
        Assert.StartsWith(
            "<stdin>:4:3: this object has no field",
            Assert.Single(Results(result.Output)).Find("message")!.Value.Value,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("- apiVersion: v1\n  kind: Service\n  metadata: {name: [a}\n  spec: {}", ":6:")]
    [InlineData("- just text", "<stdin>:4:3: this object has no field")]
    public void Invalid_items_fail_with_a_readable_error(string items, string message)
    {
        var result = Run(List(items, Config));

        Assert.NotEqual(ExitCode.Written, result.Exit);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_key_is_an_error_result_with_its_path_and_the_items_are_kept()
    {
        var result = Tool.Run(List(Gateway, "spec: {sidecars: {limits: {memry: 1Gi}}}"));

        Assert.Equal(ExitCode.Findings, result.Exit);
        var error = Assert.Single(Results(result.Output));
        Assert.Equal("error", error.Find("severity")!.Value.Value);
        Assert.Equal("spec.sidecars.limits.memry", error.Find("field", "path")!.Value.Value);
        Assert.Equal("IstioTransform", error.Find("resourceRef", "kind")!.Value.Value);
        Assert.Contains("did you mean memory?", error.Find("message")!.Value.Value, StringComparison.Ordinal);
        Assert.Contains("did you mean memory?", result.Error, StringComparison.Ordinal);
        Assert.StartsWith(List(Gateway, "spec: {sidecars: {limits: {memry: 1Gi}}}"), result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_invalid_value_is_an_error_result_with_its_path() =>
        Assert.Equal(
            "spec.tracing.zipkinAddress",
            Assert
                .Single(Results(Tool.Run(List(Gateway, "spec: {tracing: {zipkinAddress: nowhere}}")).Output))
                .Find("field", "path")!
                .Value.Value
        );

    [Fact]
    public void An_empty_list_is_rejected_unless_allowed()
    {
        const string Empty = "apiVersion: config.kubernetes.io/v1alpha1\nkind: ResourceList\nitems: []\n";

        var rejected = Tool.Run(Empty);

        Assert.Equal(ExitCode.Findings, rejected.Exit);
        Assert.StartsWith(Empty + "results:\n", rejected.Text, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Written, Tool.Run(Empty, "--allow-empty").Exit);
    }

    [Fact]
    public void The_items_are_an_empty_list_when_all_objects_are_removed()
    {
        var result = Tool.Run(List(Addon, "spec: {allowEmpty: true}"));

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Contains("\nitems: []\n", result.Text, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Findings, Tool.Run(List(Addon, "spec: {}")).Exit);
    }

    [Fact]
    public void JSON_stays_JSON()
    {
        const string Grafana =
            """{"apiVersion":"v1","kind":"Service","metadata":{"name":"grafana","namespace":"istio-system","labels":{"app":"grafana"}}}""";
        const string Pilot = """{"apiVersion":"v1","kind":"Service","metadata":{"name":"istio-pilot"},"spec":{}}""";
        const string Json = $$"""
            {"apiVersion":"config.kubernetes.io/v1beta1","kind":"ResourceList","items":[{{Grafana}},{{Pilot}}]}
            """;

        var result = Tool.Run(Json);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        using var read = System.Text.Json.JsonDocument.Parse(result.Text);
        Assert.Equal(
            "istio-pilot",
            Assert.Single(read.RootElement.GetProperty("items").EnumerateArray()).GetProperty("metadata").GetProperty("name").GetString()
        );
        Assert.NotEmpty(read.RootElement.GetProperty("results").EnumerateArray());
    }

    [Fact]
    public void A_ConfigMap_sets_options_by_path() =>
        Assert.Contains(
            "other:9411",
            Tool.Run(
                List(Gateway, "data: {tracing.zipkinAddress: 'other:9411', ingressGateway.tls.mode: none}")
                    .Replace(
                        "transform.kyma-project.io/v1alpha1\n  kind: IstioTransform",
                        "v1\n  kind: ConfigMap",
                        StringComparison.Ordinal
                    )
            ).Text,
            StringComparison.Ordinal
        );

    [Fact]
    public void Check_passes_transformed_items_and_reports_others()
    {
        var todo = Tool.Run(List(Gateway, "spec: {check: true}"));
        Assert.Equal(ExitCode.Findings, todo.Exit);
        Assert.Contains(Results(todo.Output), r => r.Find("severity")!.Value.Is("error"));

        var done = Run(
            Run(List(Gateway, Config)).Text.Replace("spec: {ingressGateway", "spec: {check: true, ingressGateway", StringComparison.Ordinal)
        );
        Assert.True(done.Exit == ExitCode.Written, done.Error);
    }

    private static ToolResult Run(string input) => Tool.Run(Encoding.UTF8.GetBytes(input), HostTools.Environment, false);

    private static string List(string items, string config) =>
        $"""
            apiVersion: config.kubernetes.io/v1
            kind: ResourceList
            items:
            {items}
            functionConfig:
              apiVersion: transform.kyma-project.io/v1alpha1
              kind: IstioTransform
              metadata:
                name: config
              {config}

            """;

    private static YamlNode Root(byte[] output) => YamlReader.Read(output, new ByteSpan(0, output.Length)).Root;

    private static List<YamlNode> Results(byte[] output) =>
        [.. Root(output).Find("results")?.Items ?? throw new InvalidOperationException($"no results in {Encoding.UTF8.GetString(output)}")];
}
