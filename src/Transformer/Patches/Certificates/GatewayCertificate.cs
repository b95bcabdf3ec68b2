using KymaIstioTransform.Certificates.Sealing;
using KymaIstioTransform.Certificates.Sources;
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

/// <summary>Encryption for a Sealed Secrets controller.</summary>
/// <param name="Scope">The scope that the encrypted values are bound to.</param>
/// <param name="Certificate">The controller's certificate, PEM.</param>
internal sealed record Sealing(SealingScope Scope, byte[] Certificate);
