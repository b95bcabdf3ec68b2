using CommandLine;
using KymaIstioTransform.Certificates.Sealing;

namespace KymaIstioTransform.Cli.Options.Flags;

/// <summary>The flags for certificates that controllers in the cluster issue, fetch or unseal.</summary>
internal sealed class IssuerFlags
{
    [Option("tls-api-version")]
    public string? TlsApiVersion
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.apiVersion",
            Placeholder = "VERSION",
            Help = "cert-manager, external-secret: apiVersion of the generated Certificate or ExternalSecret",
            DefaultText = "cert-manager.io/v1 or external-secrets.io/v1"
        )]
        get;
        set;
    }

    [Option("tls-issuer")]
    public string? TlsIssuer
    {
        [Setting(OptionGroup.Gateway, "ingressGateway.tls.issuer.name", Placeholder = "NAME", Help = "cert-manager: name of the issuer")]
        get;
        set;
    }

    [Option("tls-issuer-kind")]
    public string? TlsIssuerKind
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.issuer.kind",
            Placeholder = "KIND",
            Help = "cert-manager: kind of the issuer",
            Default = "ClusterIssuer"
        )]
        get;
        set;
    }

    [Option("tls-issuer-group")]
    public string? TlsIssuerGroup
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.issuer.group",
            Placeholder = "GROUP",
            Help = "cert-manager: API group of the issuer",
            Default = "cert-manager.io"
        )]
        get;
        set;
    }

    [Option("tls-secret-store")]
    public string? TlsSecretStore
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.secretStore.name",
            Placeholder = "NAME",
            Help = "external-secret: name of the secret store"
        )]
        get;
        set;
    }

    [Option("tls-secret-store-kind")]
    public string? TlsSecretStoreKind
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.secretStore.kind",
            Placeholder = "KIND",
            Help = "external-secret: kind of the secret store",
            Default = "ClusterSecretStore"
        )]
        get;
        set;
    }

    [Option("tls-secret-store-key")]
    public string? TlsSecretStoreKey
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.secretStore.key",
            Placeholder = "KEY",
            Help = "external-secret: key in the secret store, whose properties tls.crt and tls.key are used"
        )]
        get;
        set;
    }

    [Option("tls-sealed-cert")]
    public string? TlsSealedCert
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.sealed.certFile",
            Placeholder = "FILE",
            Help = "write a SealedSecret for the controller with this certificate",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("tls-sealed-scope")]
    public string? TlsSealedScope
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.sealed.scope",
            Placeholder = "SCOPE",
            Help = "where the controller may unseal it: strict, namespace-wide or cluster-wide",
            Choices = typeof(SealingScope),
            Default = "strict"
        )]
        get;
        set;
    }
}
