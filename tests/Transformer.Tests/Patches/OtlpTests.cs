using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>A tracing provider by OTLP in the mesh configuration, in place of Zipkin.</summary>
public class OtlpTests
{
    private const string Provider = "name: otel\n  opentelemetry:\n    service: otel-collector.kyma-system.svc.cluster.local\n    port: 4317\n";

    [Theory]
    [InlineData("enableTracing: true\n", "enableTracing: true\nextensionProviders:\n- " + Provider)]
    [InlineData("extensionProviders:\n", "extensionProviders:\n- " + Provider)]
    [InlineData("extensionProviders:\n- name: z\n  zipkin: {service: a.b, port: 1}\n", "extensionProviders:\n- name: z\n  zipkin: {service: a.b, port: 1}\n- " + Provider)]
    [InlineData("extensionProviders:\n- " + Provider, "extensionProviders:\n- " + Provider)]
    [InlineData("extensionProviders:\n- name: otel\n  opentelemetry: {service: elsewhere, port: 4317}\n", "extensionProviders:\n- " + Provider)]
    [InlineData("extensionProviders:\n- name: otel\n  opentelemetry: {service: otel-collector.kyma-system.svc.cluster.local, port: 1}\n", "extensionProviders:\n- " + Provider)]
    [InlineData("extensionProviders:\n- name: otel\n  lightstep: {}\n", "extensionProviders:\n- " + Provider)]
    public void It_stands_once_among_the_providers(string before, string after)
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
    public void Istio_knows_it_from_1_16_on(string version, bool known)
    {
        var result = Run(Stream(version, "enableTracing: true\n"));

        Assert.Equal(known, result.Text.Contains("opentelemetry", StringComparison.Ordinal));
        Assert.Equal(!known, result.Error.Contains($"not done: zipkin: mesh configuration: Istio {version} has no provider opentelemetry (from 1.16 on)", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_mesh_configuration_is_reported()
    {
        var input = Stream("1.20.0", "# nothing\n");
        var result = Run(input);

        Assert.Equal(input, result.Text);
        Assert.Contains("not done: <stdin>:1:1: zipkin: ConfigMap istio-system/istio: its mesh configuration is empty", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Zipkin_s_addresses_stay_as_they_are() =>
        Assert.Contains("address: zipkin:9411", Run(Stream("1.20.0", "defaultConfig: {tracing: {zipkin: {address: zipkin:9411}}}\n")).Text, StringComparison.Ordinal);

    private static ToolResult Run(string stream) =>
        Tool.Run(stream, "--only", "zipkin", "--otlp-provider", "otel", "--otlp-service", "otel-collector.kyma-system.svc.cluster.local", "--otlp-port", "4317");

    private static string Stream(string version, string mesh) => Objects.Stream(Objects.ConfigMap("istio", "mesh", mesh), Objects.Istiod(version));
}
