using System.Text;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Patches.Tracing;
using KymaIstioTransform.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Patches.Tracing;

/// <summary>
/// Where a workload sends its traces, for every setting that can decide it (in addition to the golden case zipkin/targets).
/// </summary>
public class TraceRouteTests
{
    private const string Zipkin = "enableTracing: true\ndefaultConfig: {tracing: {zipkin: {address: zipkin.kyma-system:9411}}}\n";

    [Theory]
    [InlineData(Zipkin, "zipkin.kyma-system:9411 (defaultConfig of ConfigMap istio-system/istio)")]
    [InlineData("defaultConfig: {zipkinAddress: zipkin:9411}\n", "zipkin:9411 (defaultConfig of ConfigMap istio-system/istio), but")]
    [InlineData("defaultConfig: {tracing: {}}\n", "no traces (ConfigMap istio-system/istio has no tracer)")]
    [InlineData("enableTracing: false\ndefaultConfig: {zipkinAddress: z:1}\n", "no traces (enableTracing is false in")]
    [InlineData("defaultConfig: {tracing: {stackdriver: {}}}\n", "stackdriver (defaultConfig of ConfigMap istio-system/istio)")]
    [InlineData("defaultConfig: {tracing: {datadog: {address: '$(HOST_IP):8126'}}}\n", "$(HOST_IP):8126 (defaultConfig")]
    [InlineData("defaultProviders: {tracing: [stackdriver]}\n", "stackdriver (provider stackdriver of defaultProviders of")]
    [InlineData("defaultProviders: {tracing: [x]}\n", "no traces (provider x of defaultProviders of ConfigMap istio-system/istio, which")]
    [InlineData("defaultProviders: {tracing: []}\n" + Zipkin, "zipkin.kyma-system:9411 (defaultConfig")]
    public void The_mesh_decides_for_all_other_proxies(string mesh, string route) =>
        Assert.StartsWith(
            "other proxies: " + route,
            Assert.Single(Routes(Objects.ConfigMap("istio", "mesh", mesh))),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("args: [proxy, router, --zipkinAddress, zipkin.kyma-system:9411]", "zipkin.kyma-system:9411 (--zipkinAddress)")]
    [InlineData("args: [proxy, router, --datadogAgentAddress=agent.datadog:8126]", "agent.datadog:8126 (--datadogAgentAddress), but")]
    [InlineData("args: [proxy, router]", "zipkin.kyma-system:9411 (defaultConfig of ConfigMap istio-system/istio)")]
    [InlineData(
        "env: [{name: PROXY_CONFIG, value: '{\"tracing\":{\"zipkin\":{\"address\":\"jaeger.example.com:9411\"}}}'}]",
        "jaeger.example.com:9411 (environment variable PROXY_CONFIG)"
    )]
    [InlineData("env: [{name: PROXY_CONFIG, value: 'concurrency: 2'}]", "zipkin.kyma-system:9411 (defaultConfig")]
    [InlineData("args: [proxy, ztunnel]", null)]
    [InlineData("args: [proxy, --templateFile=/etc/istio/proxy/envoy_pilot.yaml.tmpl]", null)]
    public void A_workload_may_decide_for_its_proxy(string container, string? route)
    {
        var workload = Objects.Deployment("shop", "istio-proxy", "proxyv2:1.20.1").Replace("args: []", container, StringComparison.Ordinal);

        var routes = Routes(Objects.Stream(Objects.ConfigMap("istio", "mesh", Zipkin), workload));

        Assert.Equal(route is null ? 1 : 2, routes.Count);
        Assert.StartsWith(
            route is null ? "other proxies" : "Deployment istio-system/shop: " + route,
            routes[^1],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_revision_has_its_own_mesh_configuration()
    {
        var canary = Objects
            .ConfigMap("istio-canary", "mesh", "defaultConfig: {tracing: {zipkin: {address: canary.kyma-system:9411}}}\n")
            .Replace("  namespace:", "  labels: {istio.io/rev: canary}\n  namespace:", StringComparison.Ordinal);
        var workload = Objects
            .Deployment("shop", "istio-proxy", "proxyv2:1.20.1")
            .Replace("  template:\n", "  template:\n    metadata: {labels: {istio.io/rev: canary}}\n", StringComparison.Ordinal);

        Assert.Equal(
            "Deployment istio-system/shop: canary.kyma-system:9411 (defaultConfig of ConfigMap istio-system/istio-canary)",
            Routes(Objects.Stream(Objects.ConfigMap("istio", "mesh", Zipkin), canary, workload))[^1]
        );
    }

    [Fact]
    public void A_mesh_configuration_that_cannot_be_read_has_no_routes() =>
        Assert.Empty(Routes(Objects.ConfigMap("istio", "mesh", "defaultConfig: [\n")));

    private static List<string> Routes(string stream) =>
        [
            .. TraceRoutes
                .Find(ManifestReader.Read(new SourceText([new InputFile("a.yaml", Encoding.UTF8.GetBytes(stream))])))
                .Select(r => r.ToString()),
        ];
}
