using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Istio;

/// <summary>The containers that Istio adds to a pod (Istio 1.0 to 1.31): the proxy, and init containers beside it.</summary>
internal static class SidecarContainers
{
    public const string Proxy = "istio-proxy";

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Proxy, "istio-init", "istio-validation", "enable-core-dump"];

    /// <summary>True for a container of such a name.</summary>
    public static bool IsOne(Container container) => Names.Contains(container.Name);

    /// <summary>
    /// The proxies that serve other containers of the same pod. A proxy in router mode is a gateway, even beside a helper such as
    /// <c>ingress-sds</c> (Istio 1.1 to 1.5), and a proxy that is alone in its pod serves no other container.
    /// </summary>
    public static IEnumerable<Container> ProxiesOf(IReadOnlyList<Container> containers)
    {
        foreach (var container in containers)
        {
            if (
                container.Name == Proxy
                && (!container.IsInit || container.IsNativeSidecar)
                && containers.Any(c => c != container && !c.IsInit && c.PodSpec == container.PodSpec)
                && ProxyMode.Of(container) != ProxyMode.Router
            )
            {
                yield return container;
            }
        }
    }
}
