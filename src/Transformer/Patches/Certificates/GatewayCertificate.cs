using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Sealing;
using KymaIstioTransform.Kubernetes;

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
    internal sealed record CertManager(string ApiVersion, string IssuerName, string IssuerKind, string IssuerGroup) : GatewayCertificate;

    /// <summary>An ExternalSecret, which fetches the Secret from a store.</summary>
    /// <param name="ApiVersion">Of the ExternalSecret.</param>
    /// <param name="StoreName">The store.</param>
    /// <param name="StoreKind">Its kind.</param>
    /// <param name="RemoteKey">The key in the store, in which <c>{namespace}</c> and <c>{name}</c> are replaced by those of the Secret.</param>
    internal sealed record External(string ApiVersion, string StoreName, string StoreKind, string RemoteKey) : GatewayCertificate
    {
        public string KeyOf(ResourceId secret) =>
            RemoteKey.Replace("{namespace}", secret.Namespace, StringComparison.Ordinal).Replace("{name}", secret.Name, StringComparison.Ordinal);
    }
}

/// <summary>A certificate that is read or made only when a Secret needs it: cryptography is not loaded before.</summary>
/// <param name="describe">Where the certificate for some names comes from, for the report.</param>
/// <param name="isRandom">A different one on every run: GitOps hosts that render again and again must not use it.</param>
/// <param name="get">
/// Makes a certificate for the names, or reads the one that there is; throws <see cref="CertificateException"/> when it cannot be used.
/// </param>
internal sealed class CertificateSource(Func<CertificateNames, string> describe, bool isRandom, Func<CertificateNames, ValidatedCertificate> get)
{
    private readonly Dictionary<string, ValidatedCertificate> certificates = new(StringComparer.Ordinal);

    /// <summary>Nobody asked for this source: a certificate in the input goes before it.</summary>
    public bool IsFallback { get; init; }

    public bool IsRandom { get; } = isRandom;

    /// <summary>Where the certificate for these names comes from.</summary>
    public string Describe(CertificateNames names) => describe(names);

    /// <summary>The certificate: the same one, however often it is asked for.</summary>
    public ValidatedCertificate Get(CertificateNames names)
    {
        var key = names.ToString();
        return certificates.TryGetValue(key, out var known) ? known : certificates[key] = get(names);
    }
}

/// <summary>Encryption for a Sealed Secrets controller.</summary>
/// <param name="Scope">What the result is bound to.</param>
/// <param name="Key">Reads the controller's public key, when needed.</param>
internal sealed record Sealing(SealingScope Scope, Func<SealingKey> Key);

/// <summary>The certificates of authorities whose clients the gateway accepts (mutual TLS), with warnings.</summary>
internal sealed record ClientAuthorities(Func<CertificateBundle> Read);
