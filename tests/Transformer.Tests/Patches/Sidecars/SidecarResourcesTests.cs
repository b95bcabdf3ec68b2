using KymaIstioTransform.Cli;
using Xunit;

namespace KymaIstioTransform.Tests.Patches.Sidecars;

/// <summary>Memory limits of sidecars: of sidecars that the injector adds and of those in the input.</summary>
public class SidecarResourcesTests
{
    private const string Values = "{\"global\":{\"proxy\":{\"resources\":{\"requests\":{\"cpu\":\"50m\"}}}}}";

    private const string Template = """
        policy: enabled
        template: |
          containers:
          - name: istio-proxy
            image: proxyv2
            resources:
              {{ toYaml .Values.global.proxy.resources | indent 6 }}
          volumes:
          - name: istio-certs
        """;

    [Fact]
    public void Values_in_the_chart_are_filled_in_place_in_their_style()
    {
        var result = Run(Injector(Template, Values));

        Assert.Contains(
            """{"global":{"proxy":{"resources":{"requests":{"cpu":"50m","memory":"128Mi"},"limits":{"cpu":"100m","memory":"128Mi"}}}}}""",
            result.Text,
            StringComparison.Ordinal
        );
        Assert.Equal(result.Text, Run(result.Text).Text);
    }

    [Theory]
    [InlineData("[[ if x ]]", "an unclosed control structure")]
    [InlineData("[[ x", "an unclosed action")]
    [InlineData("[[ end ]]", "an unexpected end")]
    public void An_error_in_a_template_names_its_position(string line, string message)
    {
        var result = Tool.Run(
            $$"""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio-sidecar-injector, namespace: istio-system}
            data:
              config: |-
                policy: enabled
                template: |-
                  containers:
                  - name: istio-proxy
                   {{line}}

            """,
            "--only",
            "sidecar-resources"
        );

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Contains($"<stdin>:10:8: sidecar-resources: the template has {message}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Single_quoted_values_stay_single_quoted()
    {
        var result = Run(Injector(Template, "{\"it\":\"''s\",\"global\":{\"proxy\":{\"resources\":{}}}}"));

        Assert.Contains(
            "\n  values: '{\"it\":\"''s\",\"global\":{\"proxy\":{\"resources\":{\"limits\"",
            result.Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    public void Multi_line_JSON_values_stay_multi_line_JSON(string resources)
    {
        static string Stream(string value) =>
            Objects.ConfigMap("istio-sidecar-injector", "config", Template).TrimEnd()
            + "\n  values: |-\n    {\n      \"global\": {\n        \"proxy\": {\n"
            + $"          \"resources\": {value}\n        }}\n      }}\n    }}\n";

        Assert.Equal(
            Stream(
                """
                {
                            "limits": {
                              "cpu": "100m",
                              "memory": "128Mi"
                            },
                            "requests": {
                              "cpu": "10m",
                              "memory": "128Mi"
                            }
                          }
                """
            ),
            Run(Stream(resources)).Text
        );
    }

    [Theory]
    [InlineData(
        "{\"limits\":{\"cpu\":\"2\",\"memory\":\"2Gi\"},\"requests\":{\"cpu\":\"1\",\"memory\":\"1Gi\"}}",
        "{\"limits\":{\"cpu\":\"100m\",\"memory\":\"128Mi\"},\"requests\":{\"cpu\":\"10m\",\"memory\":\"128Mi\"}}"
    )]
    [InlineData(
        "{\"limits\":{},\"requests\":null}",
        "{\"limits\":{\"cpu\":\"100m\",\"memory\":\"128Mi\"},\"requests\":{\"cpu\":\"10m\",\"memory\":\"128Mi\"}}"
    )]
    public void Enforce_sets_limits_and_requests(string before, string after) =>
        Assert.Contains(
            $"{{\"resources\":{after}}}",
            Run(Injector(Template, $"{{\"global\":{{\"proxy\":{{\"resources\":{before}}}}}}}"), "--sidecar-mode", "enforce").Text,
            StringComparison.Ordinal
        );

    [Fact]
    public void Enforce_replaces_the_values_of_the_chart() =>
        Assert.Contains(
            "{\"resources\":{\"requests\":{\"cpu\":\"10m\",\"memory\":\"128Mi\"}",
            Run(Injector(Template, Values), "--sidecar-mode", "enforce").Text,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "{\"limits\":{\"memory\":\"64Mi\"}}",
        "{\"limits\":{\"memory\":\"64Mi\",\"cpu\":\"100m\"},\"requests\":{\"cpu\":\"10m\",\"memory\":\"64Mi\"}}"
    )]
    [InlineData(
        "{\"requests\":{\"memory\":\"1Gi\"}}",
        "{\"requests\":{\"memory\":\"1Gi\",\"cpu\":\"10m\"},\"limits\":{\"cpu\":\"100m\",\"memory\":\"1Gi\"}}"
    )]
    [InlineData(
        "{\"limits\":{\"cpu\":\"1\",\"memory\":\"1Gi\"},\"requests\":{\"cpu\":\"1\",\"memory\":\"2Gi\"}}",
        "{\"limits\":{\"cpu\":\"1\",\"memory\":\"2Gi\"},\"requests\":{\"cpu\":\"1\",\"memory\":\"2Gi\"}}"
    )]
    [InlineData("{}", "{\"limits\":{\"cpu\":\"100m\",\"memory\":\"128Mi\"},\"requests\":{\"cpu\":\"10m\",\"memory\":\"128Mi\"}}")]
    [InlineData(
        "{\"limits\":{}}",
        "{\"limits\":{\"cpu\":\"100m\",\"memory\":\"128Mi\"},\"requests\":{\"cpu\":\"10m\",\"memory\":\"128Mi\"}}"
    )]
    [InlineData(
        "{\"limits\":null}",
        "{\"limits\":{\"cpu\":\"100m\",\"memory\":\"128Mi\"},\"requests\":{\"cpu\":\"10m\",\"memory\":\"128Mi\"}}"
    )]
    [InlineData("null", "{\"limits\":{\"cpu\":\"100m\",\"memory\":\"128Mi\"},\"requests\":{\"cpu\":\"10m\",\"memory\":\"128Mi\"}}")]
    public void A_request_is_never_above_its_limit(string before, string after) =>
        Assert.Contains(
            $"{{\"resources\":{after}}}",
            Run(Injector(Template, $"{{\"global\":{{\"proxy\":{{\"resources\":{before}}}}}}}")).Text,
            StringComparison.Ordinal
        );

    [Fact]
    public void Volumes_and_templates_of_gateways_are_never_touched()
    {
        const string gateway = """
              gateway: |
                spec:
                  containers:
                  - name: istio-proxy
                    image: auto
            """;
        var input = Injector(
            """
            policy: enabled
            templates:
              sidecar: |
                spec:
                  containers:
                  - name: istio-proxy
                    image: x
                  volumes:
                  - name: istio-envoy

            """
                + gateway,
            "{}"
        );

        var output = Run(input).Text;

        Assert.Contains(
            "      - name: istio-proxy\n            image: x\n            resources:\n              limits:\n",
            output,
            StringComparison.Ordinal
        );
        Assert.EndsWith(input[input.IndexOf("          volumes:", StringComparison.Ordinal)..], output, StringComparison.Ordinal);
    }

    /// <summary>Istio 1.9 and later: pods choose templates by annotation, or get those in <c>defaultTemplates</c>.</summary>
    [Theory]
    [InlineData("containers:\n- name: istio-proxy\n  image: x\n  args: [proxy, sidecar]\n- name: mine\n  image: y\n", true)]
    [InlineData("spec:\n  initContainers:\n  - image: x\n    name: istio-init\n", true)]
    [InlineData("{\"spec\":{\"initContainers\":[{\"name\":\"istio-validation\",\"image\":\"x\"}]}}", true)]
    [InlineData(
        """
        spec:
          initContainers:
          - name: enable-core-dump
            {{ if .x }}
            image: x
            {{ else }}
            image: y
            {{ end }}

        """,
        true
    )]
    [InlineData("spec:\n  containers:\n  - name: istio-proxy\n    env: [{name: GREETING, value: hello}]\n", false)]
    [InlineData("spec:\n  containers:\n  - name: istio-proxy\n    image: x\n    args:\n    - proxy\n    - router\n", false)]
    [InlineData("spec:\n  containers:\n  - name: vault\n    image: x\n", false)]
    public void User_templates_that_add_Istio_s_containers_get_limits(string template, bool isLimited)
    {
        var input = Custom(template);

        var result = Run(input);

        Assert.Equal(
            isLimited ? 1 : 0,
            result.Text[result.Text.IndexOf("  mine:", StringComparison.Ordinal)..].Split("limits").Length - 1
        );
        Assert.DoesNotContain("not done", result.Error, StringComparison.Ordinal);
        Assert.Equal(result.Text, Run(result.Text).Text);
    }

    [Fact]
    public void Containers_that_a_user_template_only_changes_are_reported()
    {
        var input = Custom("spec:\n  containers:\n  - name: istio-proxy\n    env: []\n");

        Assert.Contains(
            "templates.mine: istio-proxy has no image here, so it only changes what another template adds",
            Tool.Run(input, "--only", "sidecar-resources", "-v").Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("a: {name: istio-proxy, image: x}\n", "\"istio-proxy\" is ")]
    [InlineData("containers:\n- ? name\n  : istio-proxy\n", "a key that starts with a question mark")]
    public void A_user_template_that_cannot_be_analysed_is_reported_as_not_done(string template, string problem)
    {
        var result = Tool.Run(Custom(template), "--only", "sidecar-resources", "--strict");

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Contains($"templates.mine: {problem}", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("args: [proxy, sidecar]", true, false)]
    [InlineData("args: [proxy, --domain, router, sidecar]", true, false)]
    [InlineData("command: [sh, -c, exec pilot-agent proxy sidecar]", true, false)]
    [InlineData("args: [proxy, router]", false, false)]
    [InlineData("args: [proxy, waypoint]", false, false)]
    [InlineData("command: [sh, -c, exec pilot-agent proxy router --domain x]", false, false)]
    [InlineData("image: auto", false, false)]
    [InlineData("resources: {limits: {memory: 1Gi}}", false, false)]
    [InlineData("env: []", false, true)]
    [InlineData("resources: {limits: {memory: 0}}", false, true)]
    public void A_proxy_alone_in_its_pod_is_limited_or_reported(string key, bool isLimited, bool isReported)
    {
        var image = key.StartsWith("image", StringComparison.Ordinal) ? "" : "image: i, ";
        var input = Objects.Stream(
            $$"""
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: a, namespace: b}
            spec: {template: {spec: {containers: [{name: istio-proxy, {{image}}{{key}} }] } } }

            """,
            Objects.Istiod("1.20.1")
        );

        var result = Run(input);

        Assert.Equal(isLimited, result.Text.Contains("128Mi", StringComparison.Ordinal));
        Assert.Equal(
            isReported,
            result.Error.Contains("StatefulSet b/a: container istio-proxy is alone in its pod", StringComparison.Ordinal)
        );
        var exit = Tool.Run(input, "--only", "sidecar-resources", "--strict").Exit;
        Assert.Equal(isReported ? ExitCode.InputRejected : ExitCode.Written, exit);
    }

    [Theory]
    [InlineData("initContainers: [{name: istio-init, image: i}]", "init container istio-init has no memory limit")]
    [InlineData("initContainers: [{name: istio-proxy, image: i}]", "init container istio-proxy has no memory limit")]
    [InlineData("initContainers: [{name: istio-init, image: i, resources: {limits: {memory: 1Gi}}}]", null)]
    [InlineData("a: 'containers: [{name: istio-proxy, image: i}]'", "container istio-proxy in embedded text has no memory limit")]
    [InlineData(
        "a: '{\"spec\": {\"initContainers\": [{\"name\": \"istio-init\", \"image\": \"i\"}]}}'",
        "container istio-init in embedded text"
    )]
    [InlineData("a: 'containers: [{name: istio-proxy, image: i, resources: {limits: {memory: 1Gi}}}]'", null)]
    [InlineData("a: 'containers: [{name: istio-proxy, image: i, args: [proxy, router]}]'", null)]
    [InlineData("a: 'name: istio-proxy, containers: {'", null)]
    [InlineData("a: \"\\uFEFFcontainers: [{name: istio-proxy, image: i}]\"", "embedded text with a byte order mark at its start")]
    public void What_cannot_be_limited_is_work_not_done(string field, string? problem)
    {
        var input = Objects.Stream(
            $"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers: [{{name: x, image: y}}]\n  {field}\n",
            Objects.Istiod("1.20.1")
        );

        var result = Run(input);

        Assert.Equal(input, result.Text);
        Assert.Equal(problem is not null, result.Error.Contains($"Pod a: {problem}", StringComparison.Ordinal));
        Assert.Equal(
            problem is null ? ExitCode.Written : ExitCode.InputRejected,
            Tool.Run(input, "--only", "sidecar-resources", "--strict").Exit
        );
    }

    [Theory]
    [InlineData("ReplicaSet", "Deployment web", true)]
    [InlineData("ReplicaSet", "Deployment other", false)]
    [InlineData("Revision", "Deployment web", true)]
    public void A_sidecar_that_a_controller_creates_is_left_to_its_owner(string kind, string owner, bool isHere)
    {
        var (ownerKind, ownerName) = (owner.Split(' ')[0], owner.Split(' ')[1]);
        const string containers = "{containers: [{name: a, image: a}, {name: istio-proxy, image: i, args: [--zipkinAddress, "
            + "'zipkin:9411']}]}";
        var input = Objects.Stream(
            $"apiVersion: {(kind == "Revision" ? "serving.knative.dev/v1" : "apps/v1")}\n"
            + $"kind: {kind}\nmetadata: {{name: web-1, namespace: istio-system, ownerReferences: [{{kind: {ownerKind}, name: "
            + $"{ownerName}, controller: true}}]}}\n"
            + $"spec: {{template: {{spec: {containers}}}}}\n",
            Objects.Deployment("web", "a", "b"),
            Objects.Istiod("1.20.1")
        );

        var result = Tool.Run(input, "--only", "sidecar-resources,zipkin", "-v");

        Assert.Equal(input, result.Text);
        foreach (var what in new[] { "container istio-proxy has no memory limit", "refers to Istio's Zipkin (zipkin:9411)" })
        {
            Assert.Contains(
                isHere
                    ? $"{what}, and its controller creates it again from Deployment istio-system/web\n"
                    : $"{what}, and its owner Deployment istio-system/other is not in the input (change the owner)\n",
                result.Error,
                StringComparison.Ordinal
            );
        }

        Assert.Equal(isHere, !result.Error.Contains("not done", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("resources: {}")]
    [InlineData("resources:\n          limits: {}\n          requests: {}")]
    [InlineData("resources:\n          limits:\n          requests: null")]
    public void Values_in_block_style_get_blocks(string before)
    {
        static string Stream(string resources) =>
            Objects.ConfigMap("istio-sidecar-injector", "config", Template).TrimEnd()
            + $"\n  values: |\n    global:\n      proxy:\n        {resources}\n";

        Assert.Equal(
            Stream(
                """
                resources:
                          limits:
                            cpu: 100m
                            memory: 128Mi
                          requests:
                            cpu: 10m
                            memory: 128Mi
                """
            ),
            Run(Stream(before)).Text
        );
    }

    [Theory]
    [InlineData(
        "{\"global\":{\"proxy\":{}}}",
        """{"global":{"proxy":{"resources":{"limits":{"cpu":"100m","memory":"128Mi"},"requests":{"cpu":"10m","memory":"128Mi"}}}}}"""
    )]
    [InlineData(
        "{\"global\":{\"proxy\":{\"resources\":[\"a\"]}}}",
        """{"global":{"proxy":{"resources":{"limits":{"cpu":"100m","memory":"128Mi"},"requests":{"cpu":"10m","memory":"128Mi"}}}}}"""
    )]
    [InlineData("{\"global\":{}}", "{\"global\":{}}")]
    public void Chart_values_without_resources_get_them_where_the_template_reads_them(string before, string after) =>
        Assert.Contains($"values: '{after}'", Run(Injector(Template, before)).Text, StringComparison.Ordinal);

    [Fact]
    public void Configured_requests_are_added_if_a_chart_has_none() =>
        Assert.Contains(
            "{\"resources\":{\"limits\":{\"cpu\":\"100m\",\"memory\":\"128Mi\"},\"requests\":{\"cpu\":\"100m\",\"memory\":\"64Mi\"}}}",
            Run(
                Injector(Template, "{\"global\":{\"proxy\":{\"resources\":{}}}}"),
                "--sidecar-cpu-request",
                "100m",
                "--sidecar-memory-request",
                "64Mi"
            ).Text,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_container_inside_another_is_rejected()
    {
        const string nested =
            """
            policy: enabled
            template: |
              initContainers:
               - name: istio-init
               containers:
               - name: istio-proxy
                 image: istio/proxyv2:1.0.2
                 resources:
                   [[ if (isset .ObjectMeta.Annotations "sidecar.istio.io/proxyCPU") -]]
                   requests:
                     cpu: "[[ index .ObjectMeta.Annotations "sidecar.istio.io/proxyCPU" ]]"
                     memory: "[[ index .ObjectMeta.Annotations "sidecar.istio.io/proxyMemory" ]]"
                 [[ else -]]
                   requests:
                     cpu: 10m
                 [[ end -]]
                 volumeMounts: []

            """;

        var result = Run(Injector(nested, "{}"));

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Contains("a container or a quoted text contains another one", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "if (isset .ObjectMeta.Annotations \"sidecar.istio.io/proxyCPU\")",
        "or (isset .ObjectMeta.Annotations \"sidecar.istio.io/proxyCPU\") (isset .ObjectMeta.Annotations `sidecar.istio.io/proxyMemory`)"
    )]
    [InlineData(
        "if isset .ObjectMeta.Annotations `sidecar.istio.io/proxyCPU`",
        "or (isset .ObjectMeta.Annotations `sidecar.istio.io/proxyCPU`) (isset .ObjectMeta.Annotations `sidecar.istio.io/proxyMemory`)"
    )]
    [InlineData(
        "if (isset .ObjectMeta.Annotations \"sidecar.istio.io/proxyMemory\")",
        "or (isset .ObjectMeta.Annotations \"sidecar.istio.io/proxyMemory\") (isset .ObjectMeta.Annotations `sidecar.istio.io/proxyCPU`)"
    )]
    [InlineData(
        "if or (isset .ObjectMeta.Annotations \"sidecar.istio.io/proxyCPU\") (isset .ObjectMeta.Annotations "
        + "\"sidecar.istio.io/proxyMemory\")",
        null
    )]
    [InlineData(
        "if and (isset .ObjectMeta.Annotations \"sidecar.istio.io/proxyCPU\") (isset .ObjectMeta.Annotations "
        + "\"sidecar.istio.io/proxyMemory\")",
        null
    )]
    [InlineData("if or .Values.x (isset .ObjectMeta.Annotations \"sidecar.istio.io/proxyCPU\")", null)]
    [InlineData("if (isset .ObjectMeta.Annotations \"sidecar.istio.io/status\")", null)]
    [InlineData("if .Values.resources", null)]
    [InlineData("if (isset .Values \"resources\")", null)]
    [InlineData("with (isset .ObjectMeta.Annotations \"sidecar.istio.io/proxyCPU\")", null)]
    public void A_branch_that_prints_two_annotations_tests_for_either(string header, string? condition)
    {
        var config =
            $"""
            policy: enabled
            template: |
              containers:
              - name: istio-proxy
                image: x
                resources:
                  [[ {header} -]]
                  requests:
                    cpu: "[[ index .ObjectMeta.Annotations "sidecar.istio.io/proxyCPU" ]]"
                    memory: "[[ index .ObjectMeta.Annotations "sidecar.istio.io/proxyMemory" ]]"
                  [[ end -]]

            """;

        var text = Run(Injector(config, "{}")).Text;

        Assert.Contains($"[[ {(condition is null ? header : "if " + condition)} -]]", text, StringComparison.Ordinal);
        Assert.Equal(condition is not null, text.Contains("[[ else ]]10m[[ end ]]", StringComparison.Ordinal));
    }

    [Fact]
    public void A_template_in_a_quoted_scalar_is_edited_too() =>
        Assert.Contains(
            "limits:\\n",
            Run(Injector("policy: enabled\ntemplate: \"containers:\\n- name: istio-proxy\\n  image: x\\n\"", "{}")).Text,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "template: |\n  containers:\n  - name: istio-proxy\n    image: {{ .Values.x\n",
        "the template has an unclosed action"
    )]
    [InlineData("template: |\n  {{ if .x }}\n  containers:\n", "the template has an unclosed control structure")]
    [InlineData("template: [\n", "<stdin>")]
    public void A_malformed_template_is_rejected_with_its_position(string config, string reason)
    {
        var result = Run(Injector(config, "{}"));

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.StartsWith("error: <stdin>:", result.Error, StringComparison.Ordinal);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_injector_without_a_template_is_reported()
    {
        Assert.Contains(
            "its configuration has no sidecar template",
            Run(Injector("policy: enabled", "{}")).Error,
            StringComparison.Ordinal
        );
        Assert.Contains("the input has no sidecar injector", Run(Objects.Istiod("1.20.0"), "-v").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_without_a_proxy_is_reported_as_not_done()
    {
        var result = Run(Injector("template: |\n  containers:\n  - name: other\n    image: x\n", "{}"), "--strict");

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Contains("template: adds no recognisable container istio-proxy", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "resources: {limits: {memory: 128Mi}}")]
    [InlineData("resources: {}", "resources: {limits: {memory: 128Mi}}")]
    [InlineData("resources: {requests: {memory: 1Gi, cpu: 1}}", "resources: {requests: {memory: 1Gi, cpu: 1}, limits: {memory: 1Gi}}")]
    [InlineData("resources: {limits: {cpu: 1}}", "resources: {limits: {cpu: 1, memory: 128Mi}}")]
    [InlineData("resources: {limits: {}}", "resources: {limits: {memory: 128Mi}}")]
    [InlineData("resources: {limits: {memory: 64Mi}}", "resources: {limits: {memory: 64Mi}}")]
    public void A_sidecar_in_the_input_gets_a_memory_limit_and_nothing_else(string before, string after)
    {
        var result = Run(
            Pod("- {name: app, image: x}", $"- {{name: istio-proxy, image: proxyv2{(before.Length > 0 ? ", " + before : "")}}}")
        );

        Assert.Equal(Pod("- {name: app, image: x}", $"- {{name: istio-proxy, image: proxyv2, {after}}}"), result.Text);
    }

    [Theory]
    [InlineData("{limits: {memory: null}}", "{limits: {memory: 128Mi}}")]
    [InlineData("{limits: {memory: lots}}", "{limits: {memory: lots}}")]
    [InlineData("null", "{limits: {memory: 128Mi}}")]
    [InlineData("lots", "lots")]
    public void An_invalid_quantity_is_kept_and_an_empty_value_is_filled(string before, string after)
    {
        static string Sidecar(string resources) =>
            Pod("- {name: app, image: x}", $"- {{name: istio-proxy, image: proxyv2, resources: {resources}}}");

        Assert.Equal(Sidecar(after), Run(Sidecar(before)).Text);
    }

    [Theory]
    [InlineData("- {name: istio-proxy, image: proxyv2}")] // alone: a gateway
    [InlineData("- {name: istio-proxy, image: proxyv2, args: [proxy, router]}", "- {name: ingress-sds, image: x}")]
    [InlineData("- {name: istio-proxy, image: auto}", "- {name: helper, image: x}")]
    [InlineData("- {name: install-cni, image: install-cni}", "- {name: other, image: x}")]
    public void Other_containers_are_unchanged(params string[] containers)
    {
        var input = Pod(containers);

        Assert.Equal(input, Run(input).Text);
    }

    [Fact]
    public void A_native_sidecar_is_a_sidecar()
    {
        var input =
            Pod("- {name: app, image: x}") + "      initContainers:\n      - {name: istio-proxy, image: proxyv2, restartPolicy: Always}\n";

        Assert.EndsWith(
            "- {name: istio-proxy, image: proxyv2, restartPolicy: Always, resources: {limits: {memory: 128Mi}}}\n",
            Run(input).Text,
            StringComparison.Ordinal
        );
    }

    private static ToolResult Run(string stream, params string[] args) => Tool.Run(stream, ["--only", "sidecar-resources", .. args]);

    private static string Injector(string config, string values) =>
        Objects.ConfigMap("istio-sidecar-injector", "config", config).TrimEnd() + $"\n  values: '{values}'\n";

    /// <summary>An injector with Istio's sidecar template and one of the user.</summary>
    private static string Custom(string template)
    {
        var mine = string.Join("\n", template.TrimEnd('\n').Split('\n').Select(l => "    " + l));
        return Injector(
            $$"""
            policy: enabled
            defaultTemplates: [sidecar, mine]
            templates:
              sidecar: |
                containers:
                - name: istio-proxy
                  resources: {limits: {cpu: 1, memory: 1Gi} }
              mine: |
            {{mine}}
            """,
            "{}"
        );
    }

    private static string Pod(params string[] containers) =>
        $"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: istio-workload
              namespace: istio-system
            spec:
              template:
                spec:
                  containers:
                  {string.Join("\n      ", containers)}

            """;
}
