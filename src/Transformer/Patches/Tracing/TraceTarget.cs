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
    /// namespace, or when the host is the pod itself or outside of the cluster.
    /// </summary>
    /// <param name="manifest">The manifests.</param>
    /// <param name="address"><c>HOST</c> or <c>HOST:PORT</c>.</param>
    /// <param name="fromNamespace">The default namespace for a host without one.</param>
    public static string? Missing(Manifest manifest, string address, string fromNamespace)
    {
        var text = address.Split(':')[0];
        if (!IsHostName(text) || text == "localhost")
        {
            return null;
        }

        var host = text.TrimEnd('.').Split('.');
        if (host.Length > 2 && host[2] != "svc")
        {
            return null;
        }

        var (name, targetNamespace) = (host[0], host.Length > 1 ? host[1] : fromNamespace);
        return
            targetNamespace == KymaNamespace
            || manifest.OfKind("Service").Any(s => s.Name == name && (s.Namespace.Length == 0 || s.Namespace == targetNamespace))
            ? null
            : $"Service {targetNamespace}/{name}";
    }

    /// <summary>The end of a message about a target of the whole mesh that is not installed; empty for any other.</summary>
    public static string MissingEnding(PatchContext context, string? address) =>
        address is not null && Missing(context.Manifest, address, context.Istio.Namespace) is { } missing
            ? $"; the input has no {missing}"
            : "";

    /// <summary>Warns when the target that the options name is neither in the input nor in Kyma's namespace.</summary>
    public static void WarnOfMissing(PatchContext context, string address)
    {
        if (MissingEnding(context, address) is { Length: > 0 } ending)
        {
            context.Warn($"traces go to {address}{ending}");
        }
    }

    /// <summary>False for what a pod replaces with an address of its node: <c>$(HOST_IP)</c>.</summary>
    private static bool IsHostName(string text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '.'))
            {
                return false;
            }
        }

        return text.Length > 0;
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
