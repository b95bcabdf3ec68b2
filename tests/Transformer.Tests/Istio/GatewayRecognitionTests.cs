using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Certificates;
using KymaIstioTransform.Tests.Patches;
using Xunit;

namespace KymaIstioTransform.Tests.Istio;

/// <summary>Recognition of ingress gateways: by what a workload runs, not by its name.</summary>
public sealed class GatewayRecognitionTests : IDisposable
{
    private readonly CertificateModes modes = new(Samples.Now);

    public static TheoryData<string, string, string, string> Shapes
    {
        get
        {
            var shapes = new TheoryData<string, string, string, string>();
            foreach (var kind in new[] { "Deployment", "DaemonSet" })
            {
                foreach (var name in GatewayWorkloads.Names)
                {
                    foreach (var sign in GatewayWorkloads.Signs)
                    {
                        foreach (var labels in GatewayWorkloads.LabelPlaces)
                        {
                            shapes.Add(kind, name, sign, labels);
                        }
                    }
                }
            }

            return shapes;
        }
    }

    public void Dispose() => modes.Dispose();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Any_ingress_gateway_gets_its_certificate(string kind, string name, string sign, string labels)
    {
        var gateway = GatewayWorkloads.Gateway($"app: {name}", "{httpsRedirect: true}", "*");
        var workload = GatewayWorkloads.Workload(kind, name, sign, labels);

        var result = Run(sign == "selector" ? Objects.Stream(workload, gateway) : workload);

        Assert.Contains($"\n  name: kyma-gateway-certs\n  namespace: {name}\n", result.Text, StringComparison.Ordinal);
        Assert.Contains($"loaded by {kind} {name}/{name} as credentialName", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("istio-egressgateway", "egressgateway", "")]
    [InlineData("out", "egressgateway", "")]
    [InlineData("istio-egress", "egress", "")]
    [InlineData("out", "out", "operator.istio.io/component: EgressGateways")]
    [InlineData("istio-eastwestgateway", "eastwestgateway", "")]
    [InlineData("network-1", "eastwestgateway", "")]
    [InlineData("network-1", "network-1", "topology.istio.io/network: network1")]
    [InlineData("cluster-local-gateway", "cluster-local-gateway", "")]
    [InlineData("istio-ilbgateway", "ilbgateway", "")]
    [InlineData("edge-istio", "edge-istio", "gateway.networking.k8s.io/gateway-name: edge")]
    public void Other_gateways_get_no_certificate(string name, string istio, string more)
    {
        foreach (var sign in new[] { "router", "template" })
        {
            var result = Run(
                GatewayWorkloads.Workload("Deployment", name, sign, "both", istio, [.. more.Length > 0 ? [more] : Array.Empty<string>()])
            );

            Assert.DoesNotContain("kind: Secret", result.Text, StringComparison.Ordinal);
            Assert.Contains("the input has no Ingress Gateway", result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("LoadBalancer", true, "80:80", "443:443")]
    [InlineData("NodePort", true, "443:8443")]
    [InlineData("ClusterIP", false, "80:80", "443:443")]
    [InlineData("LoadBalancer", false, "15021:15021", "15443:15443", "15012:15012", "15017:15017")]
    [InlineData("LoadBalancer", true, "15443:15443", "80:8080", "443:8443")]
    [InlineData("LoadBalancer", true, "9443:9443")]
    public void Without_a_known_name_the_Service_decides(string type, bool isIngress, params string[] ports)
    {
        var result = Run(
            Objects.Stream(GatewayWorkloads.Workload("Deployment", "public", "template"), GatewayWorkloads.Service("public", type, ports))
        );

        Assert.Equal(isIngress, result.Text.Contains("kyma-gateway-certs", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DaemonSet", "", true)]
    [InlineData("Deployment", "      hostNetwork: true\n", true)]
    [InlineData("Deployment", "        ports: [{containerPort: 8443, hostPort: 443}]\n", true)]
    [InlineData("Deployment", "        ports: [{containerPort: 8443}]\n", false)]
    public void A_gateway_that_the_node_s_address_reaches_needs_no_other_Service_type(string kind, string more, bool isIngress)
    {
        var stream = Objects.Stream(
            GatewayWorkloads.Workload(kind, "public", "template") + more,
            GatewayWorkloads.Service("public", "ClusterIP", "443:8443")
        );

        var result = Run(stream);

        Assert.Equal(isIngress, result.Text.Contains("kyma-gateway-certs", StringComparison.Ordinal));
        Assert.Equal(!isIngress, result.Error.Contains("only the cluster reaches Deployment public/public", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cluster_internal_gateway_counts_if_a_Gateway_uses_it()
    {
        var stream = Objects.Stream(
            GatewayWorkloads.Workload("Deployment", "public", "template"),
            GatewayWorkloads.Service("public", "ClusterIP", "443:443"),
            GatewayWorkloads.Gateway("istio: public", "{mode: PASSTHROUGH}", "*")
        );

        Assert.Contains("kyma-gateway-certs", Run(stream).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sidecar")]
    [InlineData("ingress")]
    [InlineData("waypoint")]
    public void A_proxy_with_another_role_is_never_a_gateway(string role)
    {
        var app = Objects
            .Deployment("router", "istio-proxy", "proxyv2:1.0.2", "proxy", role, "--serviceCluster", "router")
            .Replace("  namespace", "  labels: {app: router}\n  namespace", StringComparison.Ordinal);
        var gateway = GatewayWorkloads.Gateway("app: router", "{mode: PASSTHROUGH}", "*");

        Assert.DoesNotContain("kind: Secret", Run(Objects.Stream(Objects.Istiod("1.30.3"), app, gateway)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_alone_does_not_make_a_gateway() =>
        Assert.DoesNotContain(
            "kind: Secret",
            Run(
                Objects.Stream(
                    Objects.Istiod("1.30.3"),
                    Objects.Deployment("istio-ingressgateway-exporter", "exporter", "example/exporter:1")
                )
            ).Text,
            StringComparison.Ordinal
        );

    private ToolResult Run(string input)
    {
        var result = modes.RunOn(input, "derived from a file", "-v");
        Assert.True(result.Exit == ExitCode.Written, result.Error);
        return result;
    }
}
