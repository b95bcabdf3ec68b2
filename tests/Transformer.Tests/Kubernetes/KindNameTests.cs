using KymaIstioTransform.Kubernetes;
using Xunit;

namespace KymaIstioTransform.Tests.Kubernetes;

public class KindNameTests
{
    [Theory]
    [InlineData("Deployment", "apps/v1", "Deployment")]
    [InlineData("deployment", "apps/v1", "Deployment")]
    [InlineData("deployments", "apps/v1", "Deployment")]
    [InlineData("DEPLOY", "apps/v1", "Deployment")]
    [InlineData("deploy.apps", "apps/v1", "Deployment")]
    [InlineData("cm", "v1", "ConfigMap")]
    [InlineData("svc", "v1", "Service")]
    [InlineData("ingresses", "networking.k8s.io/v1", "Ingress")]
    [InlineData("ing.networking.k8s.io", "networking.k8s.io/v1", "Ingress")]
    [InlineData("policies.authentication.istio.io", "authentication.istio.io/v1alpha1", "Policy")]
    [InlineData("gateways.Networking.Istio.IO", "networking.istio.io/v1", "Gateway")]
    [InlineData("vs", "networking.istio.io/v1", "VirtualService")]
    [InlineData("crds", "apiextensions.k8s.io/v1", "CustomResourceDefinition")]
    [InlineData("endpoints", "v1", "Endpoints")]
    [InlineData("batches", "example.com/v1", "Batch")]
    [InlineData("keys", "example.com/v1", "Key")]
    public void Names_the_kind(string typed, string apiVersion, string kind) => Assert.True(KindName.Names(typed, Id(apiVersion, kind)));

    [Theory]
    [InlineData("", "v1", "Pod")]
    [InlineData("po ", "v1", "Pod")]
    [InlineData("services", "v1", "ServiceAccount")]
    [InlineData("serviceentry", "v1", "Service")]
    [InlineData("gw.gateway.networking.k8s.io", "networking.istio.io/v1", "Gateway")]
    [InlineData("deploy.extensions", "apps/v1", "Deployment")]
    [InlineData("secret.core", "v1", "Secret")]
    [InlineData("policys", "authentication.istio.io/v1alpha1", "Policy")]
    public void Does_not_name_the_kind(string typed, string apiVersion, string kind) =>
        Assert.False(KindName.Names(typed, Id(apiVersion, kind)));

    private static ResourceId Id(string apiVersion, string kind) => new(apiVersion, kind, "", "any");
}
