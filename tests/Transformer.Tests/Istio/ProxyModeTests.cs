using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Tests.Yaml;
using Xunit;

namespace KymaIstioTransform.Tests.Istio;

public class ProxyModeTests
{
    [Theory]
    [InlineData("{args: [proxy, router, --domain, x]}", "router")]
    [InlineData("{args: [proxy, --domain, x, router]}", "router")]
    [InlineData("{args: [proxy, --domain=x, router]}", "router")]
    [InlineData("{args: [--domain, x, proxy, router]}", "router")]
    [InlineData("{args: [proxy, --log_as_json, router]}", "router")]
    [InlineData("{args: [proxy, -h, router]}", "router")]
    [InlineData("{args: [proxy, sidecar]}", "sidecar")]
    [InlineData("{args: [proxy, ingress]}", "ingress")]
    [InlineData("{command: [/usr/local/bin/pilot-agent, proxy], args: [router]}", "router")]
    [InlineData("{args: [proxy, --domain, router]}", null)]
    [InlineData("{args: [proxy, --domain, --log_as_json, router]}", "router")]
    [InlineData("{args: [--serviceCluster, proxy, router]}", null)]
    [InlineData("{args: [proxy]}", null)]
    [InlineData("{args: [wait, router]}", null)]
    [InlineData("{args: proxy router}", null)]
    [InlineData("{image: proxyv2}", null)]
    public void The_mode_is_the_argument_after_the_command(string container, string? mode)
    {
        var node = YamlText.Read(container).Root;

        Assert.Equal(mode, ProxyMode.Of(new Container(node, "istio-proxy", IsInit: false, node)));
    }
}
