using KymaIstioTransform.Cli;
using Xunit;

namespace KymaIstioTransform.Tests.Patches.Tracing;

/// <summary>Trace addresses in flags, templates and chart values, and tracers that stay unchanged.</summary>
public class ZipkinTests
{
    [Theory]
    [InlineData("--zipkinAddress, zipkin:9411", "--zipkinAddress, zipkin.kyma-system:9411")]
    [InlineData("--zipkinAddress=zipkin.mesh:9411", "--zipkinAddress=zipkin.kyma-system:9411")]
    [InlineData(
        "--trace_zipkin_url=http://zipkin.mesh:9411/api/v1/spans",
        "--trace_zipkin_url=http://zipkin.kyma-system:9411/api/v1/spans"
    )]
    [InlineData(
        "--trace_zipkin_url, \"https://zipkin/api/v2/spans\"",
        "--trace_zipkin_url, \"https://zipkin.kyma-system:9411/api/v2/spans\""
    )]
    [InlineData("--zipkinAddress, zipkin.kyma-system:9411", "--zipkinAddress, zipkin.kyma-system:9411")]
    [InlineData("--otherAddress, zipkin:9411", "--otherAddress, zipkin:9411")]
    public void Flags_are_found_by_their_name(string before, string after) => Assert.Equal(Gateway(after), Run(Gateway(before)).Text);

    [Fact]
    public void Input_without_Zipkin_is_reported_as_not_applicable() =>
        Assert.Contains(
            "not applicable: zipkin: Zipkin addresses: no component in the input names Zipkin",
            Run(Gateway("proxy"), "-v").Error,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("--lightstepAddress, l:1", "Lightstep")]
    [InlineData("--datadogAgentAddress, d:1", "Datadog")]
    public void Other_tracers_of_gateways_are_unchanged_and_reported(string flag, string tracer)
    {
        var input = Gateway(flag);
        var result = Run(input);

        Assert.Equal(input, result.Text);
        Assert.Contains($"container istio-proxy uses the tracer {tracer}", result.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Written, Run(input, "--strict").Exit);
    }

    [Theory]
    [InlineData("- {{ .ProxyConfig.GetTracing.GetZipkin.GetAddress }}", "- zipkin.kyma-system:9411")]
    [InlineData("- \"{{ .ProxyConfig.GetTracing.GetZipkin.GetAddress }}\"", "- \"zipkin.kyma-system:9411\"")]
    [InlineData("- [[ .ProxyConfig.ZipkinAddress ]]", "- zipkin.kyma-system:9411")]
    public void The_Zipkin_argument_of_a_template_is_always_replaced(string before, string after)
    {
        static string Injector(string value) =>
            Objects.ConfigMap(
                "istio-sidecar-injector",
                "config",
                $"template: |\n  containers:\n  - name: istio-proxy\n    args:\n    - --zipkinAddress\n    {value}\n"
            );

        Assert.Equal(Injector(after), Run(Injector(before)).Text);
    }

    /// <summary>Both patches change the injection template of the example.</summary>
    [Theory]
    [InlineData("zipkin")]
    [InlineData("sidecar-resources")]
    public void What_prevents_edits_around_a_template_is_named_with_its_place(string patch)
    {
        var example = File.ReadAllText(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));
        const string Name = "  name: istio-sidecar-injector\n";
        var at = example.IndexOf(Name, StringComparison.Ordinal);
        var input = example.Insert(at, "  annotations:\n    note: &a.b x\n");

        var result = Tool.Run(input, "--only", patch);

        var line = example[..at].Count(c => c == '\n') + 2;
        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Contains($":{line}:16: {patch}: readers disagree on the anchor &a.b", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[sh, -c, \"exec proxy --zipkinAddress zipkin:9411 --x\"]")]
    [InlineData("[sh, -c, 'exec proxy --zipkinAddress=zipkin:9411']")]
    [InlineData("[sh, -c, exec proxy --zipkinAddress 'zipkin:9411']")]
    [InlineData("\n    - |\n      [[ if .X ]]\n      exec proxy \\\n        --zipkinAddress \\\n        zipkin:9411\n      [[ end ]]")]
    [InlineData("\n    - exec proxy --y --zipkinAddress zipkin:9411 # --zipkinAddress")]
    [InlineData("\n    - sh\n    - >-\n      exec proxy --zipkinAddress zipkin:9411")]
    public void A_shell_command_in_a_template_gets_the_address(string command)
    {
        var input = Injector(command);
        var expected = Injector(command.Replace("zipkin:9411", "zipkin.kyma-system:9411", StringComparison.Ordinal));

        Assert.Equal(expected, Run(input).Text);
        var action = Injector(command.Replace("zipkin:9411", "[[ .ProxyConfig.ZipkinAddress ]]", StringComparison.Ordinal));
        Assert.Equal(expected, Run(action).Text);
    }

    [Theory]
    [InlineData("[sh, -c, \"exec proxy --zipkinAddress \\\"zipkin:9411\\\"\"]", "warning: <stdin>:11:", "refers to Istio's Zipkin")]
    [InlineData("[sh, -c, 'exec proxy --zipkinAddress ''zipkin:9411''']", "warning: <stdin>:11:", "refers to Istio's Zipkin")]
    [InlineData("[sh, -c, exec proxy --zipkinAddress $ZIPKIN]", "not done: <stdin>:11:", "template: --zipkinAddress is $ZIPKIN in")]
    public void A_shell_command_in_a_template_that_is_not_plain_is_reported(string command, string place, string report)
    {
        var input = Injector(command);
        var result = Run(input);

        Assert.Equal(input, result.Text);
        Assert.Contains(place, result.Error, StringComparison.Ordinal);
        Assert.Contains(report, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- 'a\n    [[ if .X ]]\n    - b'\n    [[ end ]]", false)]
    [InlineData("- 'a\n    [[ if .X ]]\n    - b\n    [[ else ]]'\n    [[ end ]]", false)]
    [InlineData("[[ if .X ]]\n    - 'a\n    [[ end ]]\n    - b'", false)]
    [InlineData("- '[[ if .X ]]a[[ else ]]b[[ end ]]'", true)]
    [InlineData("[[ if .X ]]\n    - a\n    [[ else ]]\n    - b\n    [[ end ]]", true)]
    public void A_flag_whose_quotes_contain_a_part_of_a_control_structure_is_rejected(string value, bool accepted)
    {
        var input = Objects.ConfigMap(
            "istio-sidecar-injector",
            "config",
            $"template: |\n  containers:\n  - name: istio-proxy\n    args:\n    - --zipkinAddress\n    {value}\n"
        );

        var result = Run(input);

        Assert.Equal(accepted ? ExitCode.Written : ExitCode.InputRejected, result.Exit);
        Assert.Equal(
            !accepted,
            result.Error.Contains(
                "zipkin: the value of --zipkinAddress contains only a part of a control structure",
                StringComparison.Ordinal
            )
        );
    }

    [Theory]
    [InlineData(
        "{\"global\":{\"tracer\":{\"zipkin\":{\"address\":\"\"}}}}",
        "{\"global\":{\"tracer\":{\"zipkin\":{\"address\":\"zipkin.kyma-system:9411\"}}}}"
    )]
    [InlineData("{\"global\":{\"proxy\":{\"tracer\":\"lightstep\"},\"tracer\":{\"zipkin\":{\"address\":\"\"}}}}", null)]
    [InlineData("{\"global\":{\"tracer\":{}}}", null)]
    [InlineData(
        "{\"meshConfig\":{\"defaultConfig\":{\"tracing\":{\"zipkin\":{\"address\":\"a:1\"}}}}}",
        "{\"meshConfig\":{\"defaultConfig\":{\"tracing\":{\"zipkin\":{\"address\":\"zipkin.kyma-system:9411\"}}}}}"
    )]
    [InlineData(
        "{\"meshConfig\":{\"extensionProviders\":[{\"name\":\"z\",\"zipkin\":{\"service\":\"a.b\",\"port\":1}}]}}",
        """{"meshConfig":{"extensionProviders":[{"name":"z","zipkin":{"service":"zipkin.kyma-system.svc.cluster.local","port":9411}}]}}"""
    )]
    public void Chart_values_are_edited_where_they_name_Zipkin(string before, string? after)
    {
        foreach (
            var (name, key) in new[]
            {
                ("istio-sidecar-injector", "values"),
                ("values", "merged-values"),
                ("values-canary", "original-values"),
            }
        )
        {
            Assert.Equal(Objects.ConfigMap(name, key, after ?? before), Run(Objects.ConfigMap(name, key, before)).Text);
        }
    }

    [Fact]
    public void A_provider_other_than_Zipkin_is_unchanged_beside_the_default_tracer_of_the_chart()
    {
        static string Mesh(string address) =>
            Objects.ConfigMap(
                "istio",
                "mesh",
                $$"""
                defaultConfig:
                  tracing:
                    zipkin:
                      address: {{address}}
                defaultProviders:
                  tracing: [otel]
                extensionProviders:
                - name: otel
                  opentelemetry: {service: c.d, port: 4317}

                """
            );

        var result = Run(Mesh("zipkin.istio-system:9411"));

        Assert.Equal(Mesh("zipkin.kyma-system:9411"), result.Text);
        Assert.Contains("uses the tracing provider otel; left unchanged", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mesh_wide_Telemetry_object_selects_the_tracer()
    {
        const string telemetry =
            """
            apiVersion: telemetry.istio.io/v1
            kind: Telemetry
            metadata:
              name: mesh
              namespace: istio-system
            spec:
              tracing:
              - providers:
                - name: otel

            """;
        var input = Objects.Stream(
            Objects.ConfigMap("istio", "mesh", "extensionProviders:\n- name: otel\n  opentelemetry: {service: c.d, port: 4317}\n"),
            telemetry
        );

        var result = Run(input);

        Assert.Equal(input, result.Text);
        Assert.Contains("uses the tracing provider otel; left unchanged", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ConfigMap", "external_services:\n  tracing:\n    in_cluster_url: http://tracing/jaeger\n")]
    [InlineData("ConfigMap", "external_services:\n  jaeger:\n    url: http://tracing/jaeger\n")]
    [InlineData("Kiali", "external_services: {tracing: {url: \"http://tracing/jaeger\"}}\n")]
    public void The_addresses_of_Kiali_are_reported_and_unchanged(string kind, string config)
    {
        var input =
            kind == "Kiali"
                ? $"apiVersion: kiali.io/v1alpha1\nkind: Kiali\nmetadata:\n  name: kiali\n  namespace: istio-system\nspec:\n  {config}"
                : Objects.ConfigMap("kiali", "config.yaml", config);

        var result = Run(input);

        Assert.Equal(input, result.Text);
        Assert.Contains(
            $"{kind} istio-system/kiali: reads traces from http://tracing/jaeger; left unchanged",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_mesh_configuration_with_invalid_YAML_is_rejected_with_its_position()
    {
        var result = Run(Objects.ConfigMap("istio", "mesh", "defaultConfig:\n  a: [\n"));

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.StartsWith("error: <stdin>:", result.Error, StringComparison.Ordinal);
        Assert.Contains(": zipkin:", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://zipkin:9411", "http://zipkin.kyma-system:9411")]
    [InlineData("zipkin:9411/api/v2/spans", "zipkin.kyma-system:9411/api/v2/spans")]
    [InlineData("/api/v2/spans", "zipkin.kyma-system:9411/api/v2/spans")]
    public void A_URL_keeps_its_scheme_and_path(string before, string after) =>
        Assert.Equal(Gateway($"--trace_zipkin_url={after}"), Run(Gateway($"--trace_zipkin_url={before}")).Text);

    public static TheoryData<string[]> WhatNamesZipkin
    {
        get
        {
            string[] places =
            [
                Gateway("--zipkinAddress, zipkin:9411"),
                Gateway("--trace_zipkin_url=http://zipkin:9411"),
                Objects.ConfigMap("istio", "mesh", "defaultConfig: {zipkinAddress: a:1}\n"),
                Objects.ConfigMap("istio", "mesh", "defaultConfig: {}\n"),
                Objects.ConfigMap(
                    "istio",
                    "mesh",
                    "defaultProviders: {tracing: [z]}\nextensionProviders:\n- name: z\n  zipkin: {service: a.b, port: 1}\n"
                ),
                Objects.ConfigMap(
                    "istio-sidecar-injector",
                    "config",
                    "template: |\n  containers:\n  - name: istio-proxy\n    args:\n    - --zipkinAddress\n    - {{ .x }}\n"
                ),
                Objects.ConfigMap("values", "merged-values", "{\"global\":{\"tracer\":{\"zipkin\":{\"address\":\"\"}}}}"),
                Objects.ConfigMap(
                    "values",
                    "merged-values",
                    "{\"meshConfig\":{\"extensionProviders\":[{\"name\":\"z\",\"zipkin\":{\"service\":\"a.b\",\"port\":1}}]}}"
                ),
            ];
            var data = new TheoryData<string[]>();
            foreach (var (index, place) in places.Index())
            {
                data.Add([place]);
                foreach (var other in places[(index + 1)..])
                {
                    data.Add([place, other.Replace("name: istio-ingressgateway", "name: istio-egressgateway", StringComparison.Ordinal)]);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(WhatNamesZipkin))]
    public void Input_with_Zipkin_is_not_reported_as_not_applicable(string[] objects) =>
        Assert.DoesNotContain(
            "no component in the input names Zipkin",
            Run(Objects.Stream(objects)).Written().Error,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("istio-config", "values", "{\"global\":{\"tracer\":{\"zipkin\":{\"address\":\"\"}}}}")] // another ConfigMap
    [InlineData("values", "other", "{\"global\":{\"tracer\":{\"zipkin\":{\"address\":\"\"}}}}")]
    [InlineData("values", "values", "{no YAML")] // nothing of Zipkin in it
    public void Unrelated_texts_are_unchanged_and_need_not_be_YAML(string name, string key, string text)
    {
        var input = Objects.Stream(Objects.ConfigMap(name, key, text), Gateway("proxy"));

        Assert.Equal(input, Run(input).Text);
    }

    [Fact]
    public void Values_that_are_not_text_are_unchanged()
    {
        var input = Objects.Stream(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: values, namespace: istio-system}
            data:
              values: {global: {tracer: {zipkin: {address: a}}}}

            """,
            Gateway("proxy")
        );

        Assert.Equal(input, Run(input).Text);
    }

    [Fact]
    public void Every_address_of_the_mesh_configuration_is_set()
    {
        static string Mesh(string address) =>
            Objects.ConfigMap(
                "istio",
                "mesh",
                $"defaultConfig:\n  zipkinAddress: {address}\n  tracing:\n    zipkin:\n      address: {address}\n"
            );

        Assert.Equal(Mesh("zipkin.kyma-system:9411"), Run(Mesh("zipkin:9411")).Text);
    }

    [Theory]
    [InlineData("zipkin: {}#c", "zipkin: #c\n      address: zipkin.kyma-system:9411")]
    [InlineData("zipkin: {}#c\n    sampling: 1", "zipkin: #c\n      address: zipkin.kyma-system:9411\n    sampling: 1")]
    public void A_comment_right_after_a_value_stays_a_comment(string before, string after)
    {
        static string Mesh(string zipkin) => Objects.ConfigMap("istio", "mesh", $"defaultConfig:\n  tracing:\n    {zipkin}");

        Assert.Equal(Mesh(after), Run(Mesh(before)).Text);
    }

    [Fact]
    public void A_list_where_a_mapping_must_be_is_rejected()
    {
        const string istio = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: {name: a}\nspec:\n- a: b\n";
        const string problem = "error: <stdin>:5:1: zipkin: \"spec\" is a list and must be a mapping";

        Assert.StartsWith(problem, Run(istio).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_mesh_configuration_is_reported()
    {
        var input = Objects.ConfigMap("istio", "mesh", "# nothing\n");
        var result = Run(input);

        Assert.Equal(input, result.Text);
        Assert.Contains(
            "not done: <stdin>:1:1: zipkin: ConfigMap istio-system/istio: its mesh configuration is empty",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("zipkin.tracing:9411", "{service: zipkin.tracing.svc.cluster.local, port: 9411}")]
    [InlineData("zipkin:9411", "{service: zipkin, port: 9411}")]
    [InlineData("zipkin.example.com:80", "{service: zipkin.example.com, port: 80}")]
    public void A_provider_gets_a_host_of_the_service_registry(string address, string provider)
    {
        static string Mesh(string provider) =>
            Objects.ConfigMap(
                "istio",
                "mesh",
                $"defaultProviders: {{tracing: [z]}}\nextensionProviders:\n- name: z\n  zipkin: {provider}\n"
            );

        foreach (var before in new[] { "{service: a.b, port: 1}", "{service: a.b}", "{service: {a: b}, port: 1}" })
        {
            Assert.Equal(Mesh(provider), Run(Mesh(before), "--zipkin-address", address).Text);
        }
    }

    [Fact]
    public void The_report_shows_the_old_text_of_a_template()
    {
        var injector = Objects.ConfigMap(
            "istio-sidecar-injector",
            "config",
            "template: |\n  containers:\n  - name: istio-proxy\n    args:\n    - --zipkinAddress\n    - {{ .Values.zipkin }}\n"
        );

        Assert.Contains(
            "--zipkinAddress: {{ .Values.zipkin }} -> zipkin.kyma-system:9411",
            Run(injector, "-v").Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(80, false)]
    [InlineData(81, true)]
    public void The_report_shortens_values_longer_than_80_characters(int length, bool shortened)
    {
        var address = new string('z', length);

        Assert.Contains(
            $": {(shortened ? address[..80] + "…" : address)} -> zipkin.kyma-system:9411",
            Run(Gateway($"--zipkinAddress, {address}"), "-v").Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("istio", "config.yaml", "external_services: {tracing: {url: a}}\n")] // another ConfigMap
    [InlineData("kiali", "config.yaml", "# nothing\n")]
    [InlineData("kiali", "config.yaml", "external_services: {tracing: {url: ''}}\n")]
    [InlineData("kiali", "config.yaml", "external_services: {tracing: {}}\n")]
    public void Without_an_address_in_Kiali_nothing_is_reported(string name, string key, string config) =>
        Assert.DoesNotContain(
            "reads traces",
            Run(Objects.Stream(Objects.ConfigMap(name, key, config), Gateway("proxy"))).Written().Error,
            StringComparison.Ordinal
        );

    private static string Injector(string command) =>
        Objects.ConfigMap(
            "istio-sidecar-injector",
            "config",
            $"template: |\n  containers:\n  - name: istio-proxy\n    command: {command}\n"
        );

    private static ToolResult Run(string stream, params string[] args) => Tool.Run(stream, ["--only", "zipkin", .. args]);

    private static string Gateway(string args) =>
        Objects.Deployment("istio-ingressgateway", "istio-proxy", "docker.io/istio/proxyv2:1.4.3", "proxy", "router", args);
}
