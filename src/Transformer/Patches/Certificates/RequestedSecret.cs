using KymaIstioTransform.Certificates;
using KymaIstioTransform.Istio.Gateways;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Certificates;

/// <summary>A TLS Secret that something in the input reads, or that the user names.</summary>
/// <param name="Secret">The Secret.</param>
/// <param name="Reason">What reads the Secret, for the report.</param>
internal sealed record RequestedSecret(ResourceId Secret, string Reason)
{
    /// <summary>The hosts that Gateways serve with the Secret; empty when no Gateway in the input names hosts.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The names for a generated certificate.</summary>
    public required CertificateNames Names { get; init; }

    /// <summary>The places in Gateways that name the Secret; empty for Secrets that only a workload or the user names.</summary>
    public IReadOnlyList<GatewayCredential> Credentials { get; init; } = [];

    /// <summary>
    /// True when a certificate from the user replaces the one in the input: for Kyma's Secrets and those that the user names.
    /// </summary>
    public bool IsReplaceable { get; init; }

    /// <summary>True for a Secret that <c>--tls-secret</c> excludes.</summary>
    public bool IsLeftOut { get; init; }

    /// <summary>True when clients present certificates, or may have to: for Kyma's Secrets.</summary>
    public bool TakesAuthorities { get; init; }
}
