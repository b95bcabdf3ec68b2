using KymaIstioTransform.Certificates;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Certificates;

/// <summary>A TLS Secret that something in the input reads, or that the user names.</summary>
/// <param name="Secret">The Secret.</param>
/// <param name="Reason">Who reads it, for the report.</param>
internal sealed record RequestedSecret(ResourceId Secret, string Reason)
{
    /// <summary>The hosts that Gateways serve with it; none where no Gateway of the input says so.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The names of a certificate that is made for it.</summary>
    public required CertificateNames Names { get; init; }

    /// <summary>The places in Gateways that name it; none for Secrets that only a workload or the user names.</summary>
    public IReadOnlyList<GatewayCredential> Credentials { get; init; } = [];

    /// <summary>
    /// True where a certificate that the user gives replaces that of the input: the Secrets of Kyma, and those that the user names.
    /// </summary>
    public bool IsReplaceable { get; init; }

    /// <summary>True for a Secret that <c>--tls-secret</c> leaves out.</summary>
    public bool IsLeftOut { get; init; }

    /// <summary>True where clients show certificates, or may be made to: the Secrets of Kyma.</summary>
    public bool TakesAuthorities { get; init; }
}
