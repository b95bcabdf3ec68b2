using System.Text;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.JsonPatch;
using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>Values from a merge key (<c>&lt;&lt;</c>) are read and changed as kubectl resolves them.</summary>
public class MergeKeyTests
{
    private const string Sidecars = "sidecar-resources,zipkin";

    [Theory]
    [InlineData("resources: &big {limits: {memory: 1Gi, cpu: 1}, requests: {memory: 512Mi}}", "resources:\n          <<: *big")]
    [InlineData("resources: &big\n          limits:\n            memory: 1Gi", "resources: {<<: *big}")]
    [InlineData("a: &big {memory: 1Gi}", "resources: {limits: {<<: *big, cpu: 2}}")]
    [InlineData("a: &big {memory: 1Gi}", "resources:\n          limits:\n            <<: [*big, {memory: 3Gi}]")]
    [InlineData("a: &big {resources: {limits: {memory: 1Gi}}}", "<<: [{env: []}, *big]")]
    [InlineData("a: &big {limits: {memory: 1Gi}}\n        b: &outer {<<: *big}", "resources: {<<: *outer}")]
    [InlineData("a: b", "resources: {limits: {<<: {memory: 1Gi}}}")]
    [InlineData("a: b", "resources:\n          limits:\n            !!merge <<: {memory: 1Gi}")]
    [InlineData("a: b", "resources:\n          limits:\n            ! <<: {memory: 1Gi}")]
    [InlineData("a: b", "resources:\n          \"limits\":\n            <<:\n              'memory': 1Gi")]
    public void A_merged_limit_is_kept(string app, string proxy)
    {
        var input = Web(app, "name: istio-proxy\n        " + proxy);

        Assert.Equal(input, Run(input).Text);
    }

    [Theory]
    [InlineData(
        "<<: {name: istio-proxy, args: [proxy, sidecar, --zipkinAddress, \"zipkin:9411\"]}\n        image: i",
        """
        <<: {name: istio-proxy, args: [proxy, sidecar, --zipkinAddress, "zipkin.kyma-system:9411"]}
                image: i
                resources:
                  limits:
                    memory: 128Mi
        """
    )]
    [InlineData(
        "<<:\n          name: 'istio-proxy'\n          args:\n          - --zipkinAddress=zipkin:9411\n        image: i",
        """
        <<:
                  name: 'istio-proxy'
                  args:
                  - --zipkinAddress=zipkin.kyma-system:9411
                image: i
                resources:
                  limits:
                    memory: 128Mi
        """
    )]
    [InlineData(
        "name: istio-proxy\n        resources: {<<: {limits: {cpu: 2}}}",
        "name: istio-proxy\n        resources: {<<: {limits: {cpu: 2, memory: 128Mi}}}"
    )]
    [InlineData(
        "name: istio-proxy\n        resources:\n          <<: {requests: {memory: 300Mi}}",
        "name: istio-proxy\n        resources:\n          <<: {requests: {memory: 300Mi}}\n          limits:\n            memory: 300Mi"
    )]
    public void A_merged_name_argument_or_request_is_found(string proxy, string expected)
    {
        Assert.Equal(Web("a: b", expected), Run(Web("a: b", proxy)).Text);
        Assert.Equal(
            Web("a: b", expected).Replace("\n", "\r\n", StringComparison.Ordinal),
            Run(Web("a: b", proxy).Replace("\n", "\r\n", StringComparison.Ordinal)).Text
        );
    }

    [Theory]
    [InlineData("!!str <<")]
    [InlineData("!t <<")]
    [InlineData("'<<'")]
    public void A_key_of_another_type_does_not_merge(string key)
    {
        var proxy = $"name: istio-proxy\n        resources:\n          limits:\n            {key}: {{memory: 1Gi}}";

        Assert.Equal(Web("a: b", proxy + "\n            memory: 128Mi"), Run(Web("a: b", proxy)).Text);
    }

    [Fact]
    public void Other_uses_of_an_anchor_are_unchanged()
    {
        var input = Web(
            "args: &args {command: [--zipkinAddress, 'zipkin:9411'], resources: {limits: {memory: 1Gi}}}",
            "<<: *args\n        name: istio-proxy"
        );

        var result = Run(input);

        Assert.Contains(
            "        args: &args {command: [--zipkinAddress, 'zipkin:9411'], resources: {limits: {memory: 1Gi}}}\n",
            result.Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            """
                  - <<: {command: [--zipkinAddress, "zipkin.kyma-system:9411"], resources: {limits: {memory: 1Gi}}}
                    name: istio-proxy

            """,
            result.Text,
            StringComparison.Ordinal
        );
        Assert.Contains("patched (zipkin)", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "name: istio-proxy\n        resources: {limits: {memory: 1Gi}, <<: {limits: {cpu: 2}}}",
        "the key \"limits\" is above a merge key that also sets it"
    )]
    [InlineData("name: istio-proxy\n        <<: 1", "a merge key needs a mapping or a list of mappings")]
    [InlineData("name: istio-proxy\n        <<: [{a: b}, [c]]", "a merge key needs a mapping or a list of mappings")]
    [InlineData("name: istio-proxy\n        <<: {a: b}\n        <<: {c: d}", "duplicate key \"<<\"")]
    public void Merges_that_readers_disagree_on_are_rejected_with_their_position(string proxy, string problem)
    {
        var result = Run(Web("a: b", proxy));

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Empty(result.Text);
        Assert.Matches("^error: <stdin>:[0-9]+:[0-9]+: [a-z-]+: ", result.Error);
        Assert.Contains(problem, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- <<: *a\n  metadata: {name: b}\n  spec: SPEC\n", "  spec: SPEC\n")]
    [InlineData("- {<<: *a, metadata: {name: b}, spec: SPEC}\n", "spec: SPEC}")]
    [InlineData("- <<: [{spec: SPEC}, *a]\n  metadata: {name: b}\n", "{spec: SPEC}")]
    [InlineData("- <<: [*a, {spec: SPEC}]\n  metadata: {name: b}\n", "[*a, {spec: SPEC}]")]
    public void An_overridden_merged_value_is_unchanged(string item, string kept)
    {
        const string spec = "{template: {spec: {containers: [{name: x, args: [--zipkinAddress, 'zipkin:9411']}]}}}";
        const string other = "{template: {spec: {containers: [{name: y}]}}}";
        var input = Objects.Stream(
            $$"""
            apiVersion: v1
            kind: List
            items:
            - &a
              apiVersion: apps/v1
              kind: Deployment
              metadata: {name: a}
              spec: {{spec}}
            {{item.Replace("SPEC", other, StringComparison.Ordinal)}}
            """,
            Objects.Istiod("1.20.1")
        );

        var result = Run(input);

        Assert.Equal(ExitCode.Written, result.Exit);
        Assert.Equal(result.Text, Run(result.Text).Text);
        Assert.Contains("zipkin.kyma-system:9411", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("left alone", result.Error, StringComparison.Ordinal);
        var isFirst = item.StartsWith("- <<: [*a", StringComparison.Ordinal);
        Assert.Equal(isFirst ? 2 : 1, result.Text.Split("zipkin.kyma-system:9411").Length - 1);
        Assert.Contains(kept.Replace("SPEC", other, StringComparison.Ordinal), isFirst ? input : result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_below_a_key_that_readers_disagree_on_is_rejected()
    {
        const string containers = "{containers: [{name: app, image: a}, {name: istio-proxy, image: i, args: [--zipkinAddress, "
            + "'zipkin:9411']}]}";
        var input = Objects.Stream(
            $"apiVersion: example.com/v1\nkind: Shop\nmetadata: {{name: a}}\nspec: {containers}\n<<: {{spec: {containers}}}\n",
            Objects.Istiod("1.20.1")
        );

        var result = Run(input);

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Contains("readers disagree on which one counts", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Merged_labels_of_pods_make_a_gateway()
    {
        const string gateway =
            "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: g}\nspec: {selector: {<<: {edge: mine}}, servers: []}\n";
        const string workload =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: e, namespace: istio-system}
            spec: {template: {metadata: {labels: {<<: {edge: mine}, a: b}}, spec: {containers: [{name: istio-proxy, image: i}]}}}

            """;

        Assert.DoesNotContain("not done", Run(Objects.Stream(gateway, workload, Objects.Istiod("1.20.1"))).Error, StringComparison.Ordinal);
        Assert.Contains("not done", Run(Objects.Stream(workload, Objects.Istiod("1.20.1"))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_document_with_aliases_positions_are_those_of_the_input()
    {
        var web = Web(
            "a: &big {limits: {cpu: 2}, requests: {cpu: 1}}\n        b: *big\n        c: *big",
            "name: istio-proxy\n        resources:\n          limits: {memory: 1Gi}\n          <<: *big"
        );

        Assert.StartsWith(
            "error: <stdin>:14:19: sidecar-resources: the key \"limits\" is above a merge",
            Run(web).Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("&a\n        b: *a", "&a\n        b: null")]
    [InlineData("&a ~\n        b: *a", "&a ~\n        b: null")]
    [InlineData("&a {c, d: }\n        b: *a", "&a {c, d: }\n        b: {c: null, d: null}")]
    [InlineData("&a [b?c, :d, x:y]\n        b: *a", null)]
    [InlineData(
        "&a\n        - b?c\n        - :d\n        - x:y\n        b: *a",
        "&a\n        - b?c\n        - :d\n        - x:y\n        b: [\"b?c\", \":d\", x:y]"
    )]
    public void An_alias_is_replaced_by_what_kubectl_reads(string app, string? expected)
    {
        var result = Run(Web("a: " + app, "name: istio-proxy"));

        Assert.Equal(expected is not null, result.Exit == ExitCode.Written);
        Assert.Contains(expected ?? "text with a question mark", expected is null ? result.Error : result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void In_embedded_text_positions_are_those_of_the_input()
    {
        var mesh = Objects
            .ConfigMap("istio", "mesh", "base: &b {a: b}\ndefaultConfig:\n  zipkinAddress: a\n  zipkinAddress: b\n  c: *b")
            .Replace("  name: istio\n", "  name: istio\n  labels: {istio.io/rev: a}\n", StringComparison.Ordinal);

        Assert.StartsWith(
            "error: <stdin>:12:7: zipkin: ",
            Tool.Run(Objects.Stream(mesh, Objects.Pilot("1.0.2")), "--only", "zipkin").Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_quoted_merge_key_is_an_ordinary_key()
    {
        var result = Run(Web("a: b", "name: istio-proxy\n        resources: {\"<<\": {limits: {memory: 1Gi}}}"));

        Assert.Contains(
            "resources: {\"<<\": {limits: {memory: 1Gi}}, \"limits\": {\"memory\": \"128Mi\"}}",
            result.Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_object_with_merged_metadata_is_recognised_by_its_name()
    {
        const string grafana =
            "apiVersion: v1\nkind: Service\nmetadata:\n  labels: &l {<<: {app: grafana}}\n  <<: {name: grafana, namespace: istio-system}\n";

        Assert.Contains(
            "service \"grafana\" removed (addons)",
            Tool.Run(Objects.Stream(grafana, Objects.Istiod("1.20.1")), "--only", "addons").Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("[{\"op\": \"remove\", \"path\": \"/data/a\"}]", "data: {<<: {b: c}, d: e}")]
    [InlineData("[{\"op\": \"replace\", \"path\": \"/data/a\", \"value\": \"z\"}]", "data: {<<: {a: z, b: c}, d: e}")]
    [InlineData("[{\"op\": \"remove\", \"path\": \"/data/d\"}]", "data: {<<: {a: x, b: c}}")]
    [InlineData("[{\"op\": \"add\", \"path\": \"/data/f\", \"value\": \"g\"}]", "data: {<<: {a: x, b: c}, d: e, f: g}")]
    public void A_patch_of_the_user_sees_merged_values(string patch, string expected)
    {
        const string map = "data: {<<: {a: x, b: c}, d: e}\n";

        Assert.Equal(expected + "\n", Patching.Apply(map, patch));
    }

    [Fact]
    public void Aliases_and_merges_in_embedded_text_are_read_and_edited()
    {
        const string mesh = "base: &base\n  zipkinAddress: zipkin:9411\ndefaultConfig:\n  <<: *base\n  a: b";
        var input = Objects.Stream(
            Objects.Pilot("1.0.2"),
            Objects
                .ConfigMap("istio", "mesh", mesh)
                .Replace("  name: istio\n", "  name: istio\n  labels: {istio.io/rev: default}\n", StringComparison.Ordinal)
        );

        var result = Tool.Run(input, "--only", "zipkin");

        Assert.Contains(
            """
                base: &base
                  zipkinAddress: zipkin:9411
                defaultConfig:
                  <<: {zipkinAddress: zipkin.kyma-system:9411}
                  a: b

            """,
            result.Text,
            StringComparison.Ordinal
        );
        Assert.Equal(Encoding.UTF8.GetString(result.Output), Tool.Run(result.Text, "--only", "zipkin").Text);
    }

    /// <summary>A workload with two containers; further keys of each are indented by eight columns.</summary>
    private static string Web(string app, string proxy) =>
        Objects.Stream(
            $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              template:
                spec:
                  containers:
                  - name: app
                    {{app}}
                  - {{proxy}}

            """,
            Objects.Istiod("1.20.1")
        );

    private static ToolResult Run(string input) => Tool.Run(input, "--only", Sidecars);
}
