namespace KymaIstioTransform.Istio;

/// <summary>
/// The addresses of the Zipkin that Istio's own charts and samples install: the Services <c>zipkin</c> and <c>jaeger-collector</c> in the
/// control plane's namespace, which may be left out.
/// </summary>
internal static class IstioZipkin
{
    private const string ClusterSuffix = "svc";

    /// <summary>
    /// True for <c>HOST</c> or <c>HOST:PORT</c> with a host such as <c>zipkin</c>, <c>zipkin.istio-system</c>,
    /// <c>zipkin.istio-system.svc</c> or <c>zipkin.istio-system.svc.cluster.local</c>.
    /// </summary>
    public static bool Is(ReadOnlySpan<char> address, string istioNamespace)
    {
        var port = address.IndexOf(':');
        var host = (port < 0 ? address : address[..port]).TrimEnd('.').ToString().Split('.');
        return host[0] is "zipkin" or "jaeger-collector"
            && (host.Length == 1 || host[1] == istioNamespace || host[1] == IstioInstallation.DefaultNamespace)
            && (host.Length <= 2 || host[2] == ClusterSuffix);
    }

    /// <summary>True for a host without a namespace, which resolves to a Service in the caller's namespace.</summary>
    public static bool IsShort(string address) => !address.Split(':')[0].Contains('.', StringComparison.Ordinal);
}
