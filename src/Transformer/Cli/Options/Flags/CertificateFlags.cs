using CommandLine;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Derived;

namespace KymaIstioTransform.Cli.Options.Flags;

/// <summary>The flags to create, store and check certificates.</summary>
internal sealed class CertificateFlags
{
    [Option("tls-seed-env")]
    public string? TlsSeedEnv
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.seedVariable",
            Placeholder = "NAME",
            Help = "derived: environment variable that holds the seed, instead of --tls-seed-file"
        )]
        get;
        set;
    }

    [Option("tls-window-days")]
    public string? TlsWindowDays
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.windowDays",
            Placeholder = "DAYS",
            Help = "derived: rotate the certificate every N days; at most 338",
            Max = RotationWindow.MaxDays,
            Default = "90"
        )]
        get;
        set;
    }

    [Option("tls-store")]
    public string? TlsStore
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.store",
            Placeholder = "DIR",
            Help = "store: folder of PEM files; a missing certificate is created",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("tls-key-algorithm")]
    public string? TlsKeyAlgorithm
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.keyAlgorithm",
            Placeholder = "NAME",
            Help = "self-signed, store: ecdsa-p256, rsa2048, rsa3072 or rsa4096",
            Choices = typeof(KeyAlgorithm),
            Default = "ecdsa-p256"
        )]
        get;
        set;
    }

    [Option("tls-lifetime-days")]
    public string? TlsLifetimeDays
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.lifetimeDays",
            Placeholder = "DAYS",
            Help = "self-signed, store: lifetime of a new certificate; at most 398",
            Max = 398,
            Default = "397"
        )]
        get;
        set;
    }

    [Option("tls-secret")]
    public string? TlsSecret
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.secrets",
            Placeholder = "NAME,...",
            Help = "Secrets that get a certificate, each NAMESPACE/NAME; other Secrets get none",
            DefaultText = "the Secrets that Gateways in the input name, else Kyma's"
        )]
        get;
        set;
    }

    [Option("tls-expiry-days")]
    public string? TlsExpiryDays
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.expiryDays",
            Placeholder = "DAYS",
            Help = "warn about a certificate that expires within N days; a finding of verify",
            Max = 3650,
            DefaultText = "30, or the last third of a lifetime under 90 days"
        )]
        get;
        set;
    }

    [Option("tls-ca")]
    public string? TlsCa
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.caFile",
            Placeholder = "FILE",
            Help = "CA certificates (PEM) for client certificates (mutual TLS); written to a separate Secret",
            IsPath = true
        )]
        get;
        set;
    }
}
