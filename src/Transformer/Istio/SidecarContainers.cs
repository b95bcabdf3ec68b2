using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Istio;

/// <summary>The containers that Istio adds to a pod (Istio 1.0 to 1.31): the proxy, and init containers beside it.</summary>
internal static class SidecarContainers
{
    /// <summary>The name of the proxy.</summary>
    public const string Proxy = "istio-proxy";

    /// <summary>The name of the init container that redirects the pod's traffic to the proxy.</summary>
    public const string Init = "istio-init";

    /// <summary>The name of the init container that checks the redirection when a CNI plugin made it.</summary>
    public const string Validation = "istio-validation";

    /// <summary>The name of the init container that enables core dumps of the proxy.</summary>
    public const string CoreDump = "enable-core-dump";

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Proxy, Init, Validation, CoreDump];

    /// <summary>True for a container of such a name.</summary>
    public static bool IsOne(Container container) => Names.Contains(container.Name);

    /// <summary>
    /// The proxies that serve other containers of the same pod. A proxy in router mode is a gateway, even beside a helper such as
    /// <c>ingress-sds</c> (Istio 1.1 to 1.5). A proxy that is alone in its pod counts only when its arguments say that it is a sidecar.
    /// </summary>
    public static IEnumerable<Container> ProxiesOf(IReadOnlyList<Container> containers)
    {
        foreach (var container in containers)
        {
            if (MayBeSidecar(container, out var isCertain) && (isCertain || !IsAlone(container, containers)))
            {
                yield return container;
            }
        }
    }

    /// <summary>The proxies that are alone in their pods, and whose arguments do not show what they are.</summary>
    public static IEnumerable<Container> UnknownProxiesOf(IReadOnlyList<Container> containers)
    {
        foreach (var container in containers)
        {
            if (MayBeSidecar(container, out var isCertain) && !isCertain && IsAlone(container, containers))
            {
                yield return container;
            }
        }
    }

    /// <summary>True for a proxy whose arguments do not show another mode; certain when they show the mode of sidecars.</summary>
    private static bool MayBeSidecar(Container container, out bool isCertain)
    {
        var mode = IsProxy(container) ? ProxyMode.Of(container) : null;
        isCertain = mode == ProxyMode.Sidecar;
        return IsProxy(container) && !ProxyMode.IsNotSidecar(mode);
    }

    private static bool IsProxy(Container container) => container.Name == Proxy && (!container.IsInit || container.IsNativeSidecar);

    private static bool IsAlone(Container proxy, IReadOnlyList<Container> containers)
    {
        foreach (var other in containers)
        {
            if (other != proxy && !other.IsInit && other.PodSpec == proxy.PodSpec)
            {
                return false;
            }
        }

        return true;
    }
}
