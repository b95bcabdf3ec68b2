using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Sealing;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Certificates;

/// <summary>How the Ingress Gateway gets its certificate.</summary>
internal abstract record GatewayCertificate
{
    /// <summary>A Secret made from a certificate that is read or generated; sealed when a sealing key is given.</summary>
    internal sealed record FromSource(CertificateSource Source, Sealing? Sealing) : GatewayCertificate;

    /// <summary>The Secret in the input. It is an error when the input has no such Secret.</summary>
    internal sealed record Keep : GatewayCertificate;

    /// <summary>No certificate: the user provides the Secret separately.</summary>
    internal sealed record None : GatewayCertificate;

    /// <summary>A cert-manager Certificate, which creates the Secret in the cluster.</summary>
    internal sealed record CertManager(string ApiVersion, string IssuerName, string IssuerKind, string IssuerGroup) : GatewayCertificate;

    /// <summary>An ExternalSecret, which fetches the Secret from a store.</summary>
    /// <param name="ApiVersion">The apiVersion of the ExternalSecret.</param>
    /// <param name="StoreName">The name of the secret store.</param>
    /// <param name="StoreKind">The kind of the secret store.</param>
    /// <param name="RemoteKey">The key in the store. The Secret's values replace <c>{namespace}</c> and <c>{name}</c>.</param>
    internal sealed record External(string ApiVersion, string StoreName, string StoreKind, string RemoteKey) : GatewayCertificate
    {
        public string KeyOf(ResourceId secret) =>
            RemoteKey
                .Replace("{namespace}", secret.Namespace, StringComparison.Ordinal)
                .Replace("{name}", secret.Name, StringComparison.Ordinal);
    }
}

/// <summary>A certificate that is read or generated only when a Secret needs it, so that cryptography is loaded only then.</summary>
/// <param name="describe">Describes the source of the certificate for these names, for the report.</param>
/// <param name="isRandom">True if the certificate changes on every run. GitOps hosts that render repeatedly must not use it.</param>
/// <param name="get"> Generates a certificate for the names or reads the existing one. Throws <see cref="CertificateException"/> when it
/// cannot be used. </param>
internal sealed class CertificateSource(
    Func<CertificateNames, string> describe,
    bool isRandom,
    Func<CertificateNames, ValidatedCertificate> get
)
{
    private readonly Dictionary<string, ValidatedCertificate> certificates = new(StringComparer.Ordinal);

    /// <summary>True for the default source, which the user did not request. A certificate in the input takes precedence.</summary>
    public bool IsFallback { get; init; }

    public bool IsRandom { get; } = isRandom;

    /// <summary>Describes the source of the certificate for these names.</summary>
    public string Describe(CertificateNames names) => describe(names);

    /// <summary>Returns the certificate: the same one on every call.</summary>
    public ValidatedCertificate Get(CertificateNames names)
    {
        var key = names.ToString();
        return certificates.TryGetValue(key, out var known) ? known : certificates[key] = get(names);
    }
}

/// <summary>Encryption for a Sealed Secrets controller.</summary>
/// <param name="Scope">The scope that the encrypted values are bound to.</param>
/// <param name="Key">Reads the controller's public key, when needed.</param>
internal sealed record Sealing(SealingScope Scope, Func<SealingKey> Key);

/// <summary>The CA certificates for client certificates that the gateway accepts (mutual TLS), with warnings.</summary>
internal sealed record ClientAuthorities(Func<CertificateBundle> Read);
