using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>The gateway's ports on the node, and what is told where it has none of them.</summary>
public class HostPortTests
{
    [Fact]
    public void A_port_that_the_gateway_has_not_is_reported()
    {
        var result = Run(Objects.Deployment("istio-ingressgateway", "istio-proxy", "proxyv2:1.4.3").Replace("args: []", "ports: [{containerPort: 80}]", StringComparison.Ordinal));

        Assert.Contains("ports: [{containerPort: 80, hostPort: 80}]", result.Text, StringComparison.Ordinal);
        Assert.Contains("not done: <stdin>:1:1: host-ports: Deployment istio-system/istio-ingressgateway: it has no containerPort 443", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("containerPort 80", result.Error, StringComparison.Ordinal);
        Assert.Equal(result.Text, Run(result.Text).Text);
    }

    [Fact]
    public void A_missing_gateway_is_reported()
    {
        Assert.Contains("not done: host-ports: Deployment istio-ingressgateway: the input has none", Run(Objects.Istiod("1.20.0")).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("the input has none", Run(Objects.Deployment("istio-ingressgateway", "istio-proxy", "proxyv2:1.4.3")).Error, StringComparison.Ordinal);
    }

    private static ToolResult Run(string stream) => Tool.Run(stream, "--only", "host-ports", "--host-ports");
}
