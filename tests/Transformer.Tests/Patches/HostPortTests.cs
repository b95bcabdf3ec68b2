using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Istio;
using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>Host ports of the gateway: those that its Service maps 80 and 443 to.</summary>
public class HostPortTests
{
    [Theory]
    [InlineData(
        "80:80",
        "443:443",
        "[{containerPort: 80}, {containerPort: 443}]",
        "[{containerPort: 80, hostPort: 80}, {containerPort: 443, hostPort: 443}]"
    )]
    [InlineData(
        "80:8080",
        "443:8443",
        "[{containerPort: 8080}, {containerPort: 8443}]",
        "[{containerPort: 8080, hostPort: 80}, {containerPort: 8443, hostPort: 443}]"
    )]
    [InlineData(
        "80:http2",
        "443:https",
        "[{name: http2, containerPort: 8080}, {name: https, containerPort: 8443}]",
        "[{name: http2, containerPort: 8080, hostPort: 80}, {name: https, containerPort: 8443, hostPort: 443}]"
    )]
    [InlineData(
        "80:8080",
        "443:8443",
        "[{containerPort: 15021}, {containerPort: 8443, hostPort: 9443}, {containerPort: 8080}]",
        "[{containerPort: 15021}, {containerPort: 8443, hostPort: 443}, {containerPort: 8080, hostPort: 80}]"
    )]
    [InlineData(
        "80:80",
        "443:443",
        "[{containerPort: 15090}]",
        "[{containerPort: 15090}, {containerPort: 80, hostPort: 80, protocol: TCP}, {containerPort: 443, hostPort: 443, protocol: TCP}]"
    )]
    public void The_bound_ports_follow_the_Service(string http, string https, string ports, string expected)
    {
        foreach (var kind in new[] { "Deployment", "DaemonSet" })
        {
            var workload = GatewayWorkloads
                .Workload(kind, "public", "template")
                .Replace("image: auto\n", $"image: auto\n        ports: {ports}\n", StringComparison.Ordinal);
            var result = Run(Objects.Stream(workload, GatewayWorkloads.Service("public", "NodePort", "15021:15021", http, https)));

            Assert.Contains($"        ports: {expected}\n", result.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("not done", result.Error, StringComparison.Ordinal);
            Assert.Equal(result.Text, Run(result.Text).Text);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("        ports: []\n")]
    [InlineData("        ports:\n")]
    public void A_container_without_ports_gets_them(string ports)
    {
        var workload = GatewayWorkloads
            .Workload("Deployment", "public", "template")
            .Replace("image: auto\n", $"image: auto\n{ports}", StringComparison.Ordinal);
        var result = Run(Objects.Stream(workload, GatewayWorkloads.Service("public", "NodePort", "80:80", "443:443")));

        Assert.Contains(
            "        ports:\n        - containerPort: 80\n          hostPort: 80\n          protocol: TCP\n        - containerPort: 443\n",
            result.Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("[{containerPort: 80}, {containerPort: 443}]", "[{containerPort: 80, hostPort: 80}, {containerPort: 443, hostPort: 443}]")]
    [InlineData(
        "[{containerPort: 8080}, {containerPort: 8443}]",
        "[{containerPort: 8080, hostPort: 80}, {containerPort: 8443, hostPort: 443}]"
    )]
    public void Without_a_Service_the_container_ports_decide(string ports, string expected) =>
        Assert.Contains(
            expected,
            Run(
                Objects
                    .Deployment("istio-ingressgateway", "istio-proxy", "proxyv2:1.4.3")
                    .Replace("args: []", $"ports: {ports}", StringComparison.Ordinal)
            ).Text,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("80:http2", "443:8443", "its Service maps port 80 to http2, but the container istio-proxy has no port of that name")]
    [InlineData("80:8080", "9443:8443", "its Service has no port 443")]
    public void Ports_that_cannot_be_bound_are_reported(string http, string https, string reason) =>
        Assert.Contains(
            $"Deployment public/public: {reason}",
            Run(
                Objects.Stream(
                    GatewayWorkloads.Workload("Deployment", "public", "router"),
                    GatewayWorkloads.Service("public", "NodePort", http, https)
                )
            ).Error,
            StringComparison.Ordinal
        );

    [Fact]
    public void On_the_host_network_only_the_same_port_can_be_bound()
    {
        var workload = GatewayWorkloads
            .Workload("DaemonSet", "public", "router")
            .Replace("    spec:\n      containers", "    spec:\n      hostNetwork: true\n      containers", StringComparison.Ordinal);

        Assert.Contains(
            "it uses the host network, where port 8080 cannot be bound as 80",
            Run(Objects.Stream(workload, GatewayWorkloads.Service("public", "NodePort", "80:8080", "443:443"))).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Other_gateways_bind_no_port_and_a_missing_one_is_reported()
    {
        var input = Objects.Stream(Objects.Istiod("1.20.0"), GatewayWorkloads.Workload("Deployment", "istio-egressgateway", "router"));

        var result = Run(input);

        Assert.Equal(input, result.Text);
        Assert.Contains(
            "not done: host-ports: Deployment istio-ingressgateway: not in the input",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("1", false)]
    [InlineData("5", true)]
    public void Several_replicas_need_several_nodes(string most, bool warns)
    {
        var scaler =
            $$"""
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: public, namespace: public}
            spec:
              maxReplicas: {{most}}
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: public}

            """;

        Assert.Equal(
            warns,
            Run(Objects.Stream(GatewayWorkloads.Workload("Deployment", "public", "router"), scaler))
                .Error.Contains("scales Deployment public/public to 5 pods", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Two_gateways_need_two_nodes() =>
        Assert.Contains(
            "2 ingress gateways bind the node's ports 80 and 443",
            Run(
                Objects.Stream(
                    GatewayWorkloads.Workload("Deployment", "one", "router"),
                    GatewayWorkloads.Workload("Deployment", "two", "router")
                )
            ).Error,
            StringComparison.Ordinal
        );

    private static ToolResult Run(string stream)
    {
        var result = Tool.Run(stream, "--only", "host-ports", "--host-ports");
        Assert.True(result.Exit == ExitCode.Written, result.Error);
        return result;
    }
}
