using Xunit;

namespace KymaIstioTransform.Tests.Patches.Tracing;

/// <summary>An OTLP tracing provider in the mesh configuration, instead of Zipkin.</summary>
public class OtlpTests
{
    private const string Provider =
        "name: otel\n  opentelemetry:\n    service: otel-collector.kyma-system.svc.cluster.local\n    port: 4317\n";

    [Theory]
    [InlineData("enableTracing: true\n", "enableTracing: true\nextensionProviders:\n- " + Provider)]
    [InlineData("extensionProviders:\n", "extensionProviders:\n- " + Provider)]
    [InlineData(
        "extensionProviders:\n- name: z\n  zipkin: {service: a.b, port: 1}\n",
        "extensionProviders:\n- name: z\n  zipkin: {service: a.b, port: 1}\n- " + Provider
    )]
    [InlineData("extensionProviders:\n- " + Provider, "extensionProviders:\n- " + Provider)]
    [InlineData(
        "extensionProviders:\n- name: otel\n  opentelemetry: {service: elsewhere, port: 4317}\n",
        "extensionProviders:\n- " + Provider
    )]
    [InlineData(
        "extensionProviders:\n- name: otel\n  opentelemetry: {service: otel-collector.kyma-system.svc.cluster.local, port: 1}\n",
        "extensionProviders:\n- " + Provider
    )]
    [InlineData("extensionProviders:\n- name: otel\n  lightstep: {}\n", "extensionProviders:\n- " + Provider)]
    public void The_provider_is_declared_once(string before, string after)
    {
        var result = Run(Stream("1.20.0", before));

        Assert.Equal(Stream("1.20.0", after), result.Text);
        Assert.Equal(result.Text, Run(result.Text).Text);
        Assert.DoesNotContain("not done", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.15.7", false)]
    [InlineData("1.16.0", true)]
    [InlineData("latest", true)]
    public void Opentelemetry_needs_Istio_1_16_or_later(string version, bool known)
    {
        var result = Run(Stream(version, "enableTracing: true\n"));

        Assert.Equal(known, result.Text.Contains("opentelemetry", StringComparison.Ordinal));
        Assert.Equal(
            !known,
            result.Error.Contains(
                $"not done: zipkin: mesh configuration: Istio {version} has no provider opentelemetry (1.16 and later have it)",
                StringComparison.Ordinal
            )
        );
    }

    [Fact]
    public void An_empty_mesh_configuration_is_reported()
    {
        var input = Stream("1.20.0", "# nothing\n");
        var result = Run(input);

        Assert.Equal(input, result.Text);
        Assert.Contains(
            "not done: <stdin>:1:1: zipkin: ConfigMap istio-system/istio: its mesh configuration is empty",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("zipkin: {address: zipkin:9411}", "zipkin: {address: zipkin:9411}", true)]
    [InlineData("zipkin: {address: zipkin.shop:9411}", "zipkin: {address: zipkin.shop:9411}", true)]
    [InlineData("zipkin: {address: zipkin.kyma-system:9411}", "", false)]
    [InlineData("zipkin: {address: zipkin.istio-system:9411}", "", false)]
    [InlineData("sampling: 100, zipkin: {address: zipkin.istio-system:9411}", "sampling: 100", false)]
    public void The_address_of_a_missing_Zipkin_is_removed_and_another_causes_a_warning(string before, string after, bool warned)
    {
        var result = Run(Stream("1.20.0", $"defaultConfig: {{tracing: {{{before}}}}}\n"));

        Assert.Contains($"defaultConfig: {{tracing: {{{after}}}}}\n", result.Text, StringComparison.Ordinal);
        Assert.Equal(warned, result.Error.Contains("traces are also sent to zipkin", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.9.9", false)]
    [InlineData("1.10.0", true)]
    [InlineData("1.22.8", true)]
    [InlineData("1.23.0", false)]
    public void Opencensus_needs_Istio_1_10_to_1_22(string version, bool known)
    {
        var result = Run(Stream(version, "enableTracing: true\n"), "--otlp-type", "opencensus");

        Assert.Equal(
            known,
            result.Text.Contains(
                """
                - name: otel
                      opencensus:
                        service: otel-collector.kyma-system.svc.cluster.local
                        port: 4317
                        context:
                        - W3C_TRACE_CONTEXT

                """,
                StringComparison.Ordinal
            )
        );
        Assert.Equal(!known, result.Error.Contains("has no provider opencensus (1.10 to 1.22 have it)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("enableTracing: true\n", "disabled", "enableTracing: false\n")]
    [InlineData("enableTracing: false\n", "enabled", "enableTracing: true\n")]
    [InlineData("enableTracing: false\n", "keep", "enableTracing: false\n")]
    [InlineData("trustDomain: a\n", "disabled", "trustDomain: a\n    enableTracing: false\n")]
    public void Mesh_tracing_can_be_enabled_and_disabled(string before, string mode, string after) =>
        Assert.Contains(after, Run(Stream("1.20.0", before), "--mesh-tracing", mode).Text, StringComparison.Ordinal);

    private static ToolResult Run(string stream, params string[] options) =>
        Tool.Run(
            stream,
            [
                "--only",
                "zipkin",
                "--otlp-provider",
                "otel",
                "--otlp-service",
                "otel-collector.kyma-system.svc.cluster.local",
                "--otlp-port",
                "4317",
                .. options,
            ]
        );

    private static string Stream(string version, string mesh) =>
        Objects.Stream(Objects.ConfigMap("istio", "mesh", mesh), Objects.Istiod(version));
}
