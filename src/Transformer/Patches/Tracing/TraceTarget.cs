using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>The host that traces are sent to.</summary>
internal static class TraceTarget
{
    /// <summary>Where Kyma installs its collectors: in a stream of their own.</summary>
    private const string KymaNamespace = "kyma-system";

    /// <summary>
    /// The Service of the cluster that a host names and nobody installs, in words; null when it is in the input or in Kyma's namespace, or the
    /// host is outside of the cluster.
    /// </summary>
    /// <param name="context">The run.</param>
    /// <param name="address"><c>HOST</c> or <c>HOST:PORT</c>.</param>
    /// <param name="fromNamespace">The namespace that a host without one belongs to.</param>
    public static string? Missing(PatchContext context, string address, string fromNamespace)
    {
        var host = address.Split(':')[0].TrimEnd('.').Split('.');
        if (host.Length > 2 && host[2] != "svc")
        {
            return null;
        }

        var (name, targetNamespace) = (host[0], host.Length > 1 ? host[1] : fromNamespace);
        return targetNamespace == KymaNamespace || context.Manifest.OfKind("Service").Any(s => s.Name == name && NamespaceOf(context, s) == targetNamespace)
            ? null
            : $"Service {targetNamespace}/{name}";
    }

    /// <summary>True for an address of Istio's own Zipkin. A host without a namespace may be a Service of the resource's own namespace.</summary>
    public static bool IsIstioZipkin(PatchContext context, Resource resource, string address) =>
        IstioZipkin.Is(address, context.Istio.Namespace)
        && !(IstioZipkin.IsShort(address)
            && NamespaceOf(context, resource) is var own && own != context.Istio.Namespace
            && context.Manifest.OfKind("Service").Any(s => s.Namespace == own && s.Name == address.Split(':')[0]));

    /// <summary>Objects without a namespace are installed into Istio's.</summary>
    public static string NamespaceOf(PatchContext context, Resource resource) => resource.Namespace.Length > 0 ? resource.Namespace : context.Istio.Namespace;
}
