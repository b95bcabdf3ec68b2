using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Sealing;

namespace KymaIstioTransform.Patches.Certificates;

/// <summary>How the Ingress Gateway gets its certificate.</summary>
internal abstract record GatewayCertificate
{
    /// <summary>A Secret, made from a certificate that is read or made here; sealed when a key for that is given.</summary>
    internal sealed record FromSource(CertificateSource Source, Sealing? Sealing) : GatewayCertificate;

    /// <summary>The Secret that stands in the input; its absence is an error.</summary>
    internal sealed record Keep : GatewayCertificate;

    /// <summary>No certificate at all: somebody else brings the Secret.</summary>
    internal sealed record None : GatewayCertificate;

    /// <summary>A cert-manager Certificate, which makes the Secret in the cluster.</summary>
    internal sealed record CertManager(string ApiVersion, DomainName Domain, string IssuerName, string IssuerKind, string IssuerGroup) : GatewayCertificate;

    /// <summary>An ExternalSecret, which fetches the Secret from a store.</summary>
    internal sealed record External(string ApiVersion, string StoreName, string StoreKind, string RemoteKey) : GatewayCertificate;
}

/// <summary>A certificate that is read or made only when a Secret needs it: cryptography is not loaded before.</summary>
/// <param name="origin">Where it comes from, for the report.</param>
/// <param name="isRandom">Another one on every run: GitOps hosts that render again and again must not use it.</param>
/// <param name="make">Reads or makes it; throws <see cref="CertificateException"/> when it cannot be used.</param>
internal sealed class CertificateSource(string origin, bool isRandom, Func<ValidatedCertificate> make)
{
    /// <summary>Nobody asked for this source: a certificate that the input brings goes before it.</summary>
    public bool IsFallback { get; init; }

    private readonly Lazy<ValidatedCertificate> certificate = new(make);

    public string Origin { get; } = origin;

    public bool IsRandom { get; } = isRandom;

    /// <summary>The certificate: the same one, however often it is asked for.</summary>
    public ValidatedCertificate Get() => certificate.Value;
}

/// <summary>Encryption for a Sealed Secrets controller.</summary>
/// <param name="Scope">What the result is bound to.</param>
/// <param name="Key">Reads the controller's public key, when needed.</param>
internal sealed record Sealing(SealingScope Scope, Func<SealingKey> Key);

/// <summary>The certificates of authorities whose clients the gateway accepts (mutual TLS), with warnings.</summary>
internal sealed record ClientAuthorities(Func<CertificateBundle> Read);
