using System.Text;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes.CommandLines;
using KymaIstioTransform.Tests.Snapshots;
using Xunit;

namespace KymaIstioTransform.Tests.Patches.Tracing;

/// <summary>
/// Tracers of single workloads and of declarative Istio objects, in addition to the golden cases.
/// </summary>
public class WorkloadTracingTests
{
    private const string Flag = "--zipkinAddress";

    public static TheoryData<string> Cases =>
        [
            .. new[] { "zipkin", "declarative" }.SelectMany(g =>
                Directory.EnumerateDirectories(Path.Combine(Snapshot.Root, g)).Select(d => $"{g}/{Path.GetFileName(d)}")
            ),
        ];

    [Theory]
    [InlineData("zipkin:9411", true)]
    [InlineData("zipkin", true)]
    [InlineData("zipkin.istio-system:9411", true)]
    [InlineData("zipkin.mesh:9411", true)]
    [InlineData("zipkin.mesh.svc:9411", true)]
    [InlineData("zipkin.mesh.svc.cluster.local.:9411", true)]
    [InlineData("jaeger-collector.istio-system.svc.example.org:9411", true)]
    [InlineData("zipkin.kyma-system:9411", false)]
    [InlineData("zipkin.mesh.example.com:9411", false)]
    [InlineData("my-zipkin.mesh:9411", false)]
    [InlineData("zipkins.mesh:9411", false)]
    [InlineData("collector.observability:9411", false)]
    [InlineData(":9411", false)]
    [InlineData("", false)]
    public void An_address_of_Istio_s_Zipkin_is_recognised_by_its_host(string address, bool isIstios) =>
        Assert.Equal(isIstios, IstioZipkin.Is(address, "mesh"));

    [Theory]
    [InlineData("a --zipkinAddress zipkin:9411", "zipkin:9411")]
    [InlineData("--zipkinAddress=zipkin:9411 b", "zipkin:9411")]
    [InlineData("a --zipkinAddress=\"zipkin:9411\"", "zipkin:9411")]
    [InlineData("a \"--zipkinAddress\" 'zipkin:9411'", "zipkin:9411")]
    [InlineData("a \"--zipkinAddress=zipkin:9411\"", "zipkin:9411")]
    [InlineData("a --zipkinAddress\t \\\n  zipkin:9411\\\n b", "zipkin:9411")]
    [InlineData("(a --zipkinAddress zipkin:9411); b", "zipkin:9411")]
    [InlineData("a --zipkinAddress zipkin:9411&& b --zipkinAddress x:1", "zipkin:9411,x:1")]
    [InlineData("a --zipkinAddresses zipkin:9411", "")]
    [InlineData("a --no--zipkinAddress zipkin:9411", "")]
    [InlineData("a --zipkinAddress", "")]
    [InlineData("a --zipkinAddress=", "")]
    [InlineData("a --zipkinAddress \n", "")]
    public void A_flag_in_a_shell_command_is_found_with_its_value(string command, string values)
    {
        var text = Encoding.UTF8.GetBytes(command);

        Assert.Equal(
            values,
            string.Join(',', ShellFlag.Find(text, Flag).Select(f => Encoding.UTF8.GetString(text, f.Value.Start, f.Value.Length)))
        );
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_second_run_changes_nothing_and_verify_finds_only_what_was_not_done(string name)
    {
        var snapshot = new Snapshot(name);
        string[] args = [.. snapshot.Arguments];
        var first = Tool.Run(snapshot.Input, args);

        var second = Tool.Run(first.Output, args);
        var verified = Tool.Run(first.Output, ["verify", .. args]);

        Assert.Equal(ExitCode.Written, first.Exit);
        Assert.Equal(first.Text, second.Text);
        Assert.DoesNotContain("patched", second.Error, StringComparison.Ordinal);
        Assert.Equal(first.Error.Contains("not done:", StringComparison.Ordinal) ? ExitCode.Findings : ExitCode.Written, verified.Exit);
        Assert.DoesNotContain("would be", verified.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Windows_line_breaks_make_no_difference(string name)
    {
        var snapshot = new Snapshot(name);
        var input = Encoding.UTF8.GetString(snapshot.Input);

        Assert.Equal(
            Tool.Run(input, [.. snapshot.Arguments]).Text.ReplaceLineEndings("\r\n"),
            Tool.Run(input.ReplaceLineEndings("\r\n"), [.. snapshot.Arguments]).Text
        );
    }

    [Theory]
    [InlineData("env: [{name: ZIPKIN_URL, value: 'http://zipkin.istio-system:9411/api/v2/spans'}]", true)]
    [InlineData("env: [{name: ZIPKIN_URL, value: 'http://zipkin.kyma-system:9411/api/v2/spans'}]", false)]
    [InlineData("args: [serve, 'http://my-zipkin.istio-system:9411']", false)]
    [InlineData("args: [serve, zipkin]", false)]
    public void An_address_that_no_rule_changes_is_reported(string container, bool isReported)
    {
        var input = Objects.Deployment("shop", "shop", "shop:1").Replace("args: []", container, StringComparison.Ordinal);

        var result = Tool.Run(input, "--only", "zipkin");

        Assert.Equal(input, result.Text);
        Assert.Equal(
            isReported,
            result.Error.Contains("refers to Istio's Zipkin (zipkin.istio-system:9411); left unchanged", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("zipkin", "", true)]
    [InlineData("zipkin", "extensionProviders: [{name: zipkin, zipkin: {service: z, port: 1}}]\n", false)]
    [InlineData("stackdriver", "", false)]
    public void An_undeclared_provider_is_reported_as_not_done(string provider, string mesh, bool isReported)
    {
        var telemetry =
            $$"""
            apiVersion: telemetry.istio.io/v1
            kind: Telemetry
            metadata: {name: mesh, namespace: istio-system}
            spec: {tracing: [{providers: [{name: {{provider}}}]}]}

            """;
        var input = Objects.Stream(
            Objects.Istiod("1.20.0"),
            Objects.ConfigMap("istio", "mesh", "rootNamespace: istio-system\n" + mesh),
            telemetry
        );

        var result = Tool.Run(input, "--only", "zipkin", "--strict");

        Assert.Equal(isReported ? ExitCode.InputRejected : ExitCode.Written, result.Exit);
        Assert.Equal(
            isReported,
            result.Error.Contains(
                $"Telemetry istio-system/mesh: the tracing provider {provider} is not declared in any mesh configuration",
                StringComparison.Ordinal
            )
        );
    }
}
