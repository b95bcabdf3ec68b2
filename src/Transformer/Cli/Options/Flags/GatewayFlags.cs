using CommandLine;
using KymaIstioTransform.Cli.Options.Certificates;

namespace KymaIstioTransform.Cli.Options.Flags;

/// <summary>The flags for the Ingress Gateway and its certificate.</summary>
internal sealed class GatewayFlags
{
    [Option("domain")]
    public string? Domain
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.domain",
            IsCommon = true,
            Placeholder = "NAME",
            Help = "domain of the certificate, without *.; a certificate that you provide must be valid for it",
            DefaultText = "kyma.local for a generated certificate"
        )]
        get;
        set;
    }

    [Option("tls-mode")]
    public string? TlsMode
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.mode",
            IsCommon = true,
            Placeholder = "MODE",
            Help = "how the gateway gets its certificate: provided, self-signed, derived, store, keep (the input must have it), "
                + "cert-manager, external-secret, none, or auto (the mode of the options below that are set, else self-signed)",
            Choices = typeof(TlsMode),
            Default = "auto"
        )]
        get;
        set;
    }

    [Option("tls-cert")]
    public string? TlsCert
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.certFile",
            IsCommon = true,
            Placeholder = "FILE",
            Help = "provided: certificate with its chain, PEM; needs --tls-key",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("tls-key")]
    public string? TlsKey
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.keyFile",
            IsCommon = true,
            Placeholder = "FILE",
            Help = "provided: private key, PEM; needs --tls-cert",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("tls-seed-file")]
    public string? TlsSeedFile
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.seedFile",
            IsCommon = true,
            Placeholder = "FILE",
            Help = "derived: secret seed of at least 32 random bytes",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("certificate-time")]
    public string? CertificateTime
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.certificateTime",
            IsCommon = true,
            Placeholder = "TIME",
            Help = "create and check certificates for this time, ISO 8601",
            DefaultText = "SOURCE_DATE_EPOCH, then the clock"
        )]
        get;
        set;
    }

    [Option("host-ports")]
    public bool HostPorts
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.hostPorts",
            Help = "bind ports 80 and 443 of the gateway on the node, for local installations"
        )]
        get;
        set;
    }

    [Option("tls-values")]
    public string? TlsValues
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.valuesFile",
            Placeholder = "FILE",
            Help = "provided: Kyma's YAML with global.tlsCrt and global.tlsKey in base64, instead of --tls-cert and --tls-key",
            IsPath = true
        )]
        get;
        set;
    }
}
