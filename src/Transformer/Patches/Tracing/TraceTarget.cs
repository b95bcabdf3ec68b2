using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>The host that traces are sent to.</summary>
internal static class TraceTarget
{
    /// <summary>The namespace where Kyma installs its collectors, from a separate stream.</summary>
    private const string KymaNamespace = "kyma-system";

    /// <summary>
    /// Describes the cluster Service that a host names but that is not installed. Null when the Service is in the input or in Kyma's
    /// namespace, or when the host is outside of the cluster.
    /// </summary>
    /// <param name="context">The run.</param>
    /// <param name="address"><c>HOST</c> or <c>HOST:PORT</c>.</param>
    /// <param name="fromNamespace">The default namespace for a host without one.</param>
    public static string? Missing(PatchContext context, string address, string fromNamespace)
    {
        var host = address.Split(':')[0].TrimEnd('.').Split('.');
        if (host.Length > 2 && host[2] != "svc")
        {
            return null;
        }

        var (name, targetNamespace) = (host[0], host.Length > 1 ? host[1] : fromNamespace);
        return
            targetNamespace == KymaNamespace
            || context.Manifest.OfKind("Service").Any(s => s.Name == name && NamespaceOf(context, s) == targetNamespace)
            ? null
            : $"Service {targetNamespace}/{name}";
    }

    /// <summary>
    /// True for an address of Istio's own Zipkin. A host without a namespace may be a Service in the resource's namespace.
    /// </summary>
    public static bool IsIstioZipkin(PatchContext context, Resource resource, string address) =>
        IstioZipkin.Is(address, context.Istio.Namespace)
        && !(
            IstioZipkin.IsShort(address)
            && NamespaceOf(context, resource) is var own
            && own != context.Istio.Namespace
            && context.Manifest.OfKind("Service").Any(s => s.Namespace == own && s.Name == address.Split(':')[0])
        );

    /// <summary>Objects without a namespace are installed into Istio's namespace.</summary>
    public static string NamespaceOf(PatchContext context, Resource resource) =>
        resource.Namespace.Length > 0 ? resource.Namespace : context.Istio.Namespace;
}
