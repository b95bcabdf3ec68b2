using System.Text;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Sealing;
using KymaIstioTransform.Certificates.Sources;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Patches.Certificates;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Options.Certificates;

/// <summary>The values of <c>--tls-mode</c>.</summary>
internal enum TlsMode
{
    /// <summary>The other settings decide; the default is self-signed.</summary>
    Auto,
    Provided,
    SelfSigned,
    Derived,
    Store,
    Keep,
    CertManager,
    ExternalSecret,
    None,
}

/// <summary>
/// Decides how the Ingress Gateway gets its certificate. Files are read immediately. Cryptography is loaded when a certificate is needed.
/// </summary>
internal sealed class CertificateSettings
{
    private readonly Settings settings;
    private readonly CertificateInputs inputs;
    private readonly KeyAlgorithm algorithm;
    private readonly TimeSpan? lifetime;
    private readonly CertificatePolicy policy;

    private CertificateSettings(Settings settings, CommandLineEnvironment host)
    {
        this.settings = settings;
        var domain = settings.Get(o => o.Gateway.Domain, ParseDomain, "must be a DNS name");
        inputs = new CertificateInputs(settings, host);
        algorithm = settings.GetEnum(o => o.Certificate.TlsKeyAlgorithm, KeyAlgorithm.EcdsaP256);
        lifetime = Days(settings.GetInt(o => o.Certificate.TlsLifetimeDays));
        policy = new CertificatePolicy(
            inputs.Time,
            Days(settings.GetInt(o => o.Certificate.TlsExpiryDays)),
            domain,
            host.Environment("DOTNET_OPENSSL_VERSION_OVERRIDE")
        );
    }

    /// <exception cref="UsageException">The settings contradict each other.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IngressGatewayOptions Bind(Settings settings, CommandLineEnvironment host)
    {
        var binding = new CertificateSettings(settings, host);
        return new IngressGatewayOptions
        {
            Certificate = binding.Certificate(),
            Secrets = binding.Secrets(),
            ClientAuthorities = binding.inputs.Bytes(o => o.Certificate.TlsCa),
            CertificatePolicy = binding.policy,
        };
    }

    /// <summary>If no mode is set, settings that belong to only one mode select it.</summary>
    private TlsMode Mode() =>
        settings.GetEnum(o => o.Gateway.TlsMode, TlsMode.Auto) switch
        {
            TlsMode.Auto when settings.GetString(o => o.Issuer.TlsIssuer) is not null => TlsMode.CertManager,
            TlsMode.Auto when settings.GetString(o => o.Issuer.TlsSecretStore) is not null => TlsMode.ExternalSecret,
            var mode => mode,
        };

    private GatewayCertificate Certificate() =>
        Mode() switch
        {
            TlsMode.Keep => new GatewayCertificate.Keep(),
            TlsMode.None => new GatewayCertificate.None(),
            TlsMode.CertManager => new GatewayCertificate.CertManager(
                settings.GetString(o => o.Issuer.TlsApiVersion) ?? "cert-manager.io/v1",
                settings.GetString(o => o.Issuer.TlsIssuer) ?? throw new UsageException("--tls-mode cert-manager needs --tls-issuer"),
                settings.GetString(o => o.Issuer.TlsIssuerKind) ?? "ClusterIssuer",
                settings.GetString(o => o.Issuer.TlsIssuerGroup) ?? "cert-manager.io"
            ),
            TlsMode.ExternalSecret => new GatewayCertificate.External(
                settings.GetString(o => o.Issuer.TlsApiVersion) ?? "external-secrets.io/v1",
                settings.GetString(o => o.Issuer.TlsSecretStore)
                    ?? throw new UsageException("--tls-mode external-secret needs --tls-secret-store"),
                settings.GetString(o => o.Issuer.TlsSecretStoreKind) ?? "ClusterSecretStore",
                settings.GetString(o => o.Issuer.TlsSecretStoreKey)
                    ?? throw new UsageException("--tls-mode external-secret needs --tls-secret-store-key")
            ),
            var mode => new GatewayCertificate.FromSource(Source(mode), Sealed()),
        };

    private CertificateSource Source(TlsMode mode)
    {
        var given = (Provided: Provided(), Derived: Derived(), Store: settings.GetString(o => o.Certificate.TlsStore));
        var sources = new[] { given.Provided is not null, given.Derived is not null, given.Store is not null }.Count(b => b);
        if (mode == TlsMode.Auto && sources > 1)
        {
            throw new UsageException(
                "more than one certificate source: set only one of --tls-cert with --tls-key, --tls-values, a seed, or --tls-store "
                + "(or select one with --tls-mode)"
            );
        }

        var source = mode switch
        {
            TlsMode.Provided => given.Provided ?? new InputSource { IsFallback = true },
            TlsMode.Derived => given.Derived ?? throw new UsageException("--tls-mode derived needs --tls-seed-file or --tls-seed-env"),
            TlsMode.Store => Stored(given.Store ?? throw new UsageException("--tls-mode store needs --tls-store")),
            TlsMode.SelfSigned => SelfSigned(isFallback: false),
            _ when given.Store is not null => given.Provided ?? (CertificateSource?)given.Derived ?? Stored(given.Store),
            _ => given.Provided ?? (CertificateSource?)given.Derived ?? SelfSigned(isFallback: true),
        };
        return source == given.Derived && algorithm != KeyAlgorithm.EcdsaP256
            ? throw new UsageException("a derived certificate always has a P-256 key: --tls-key-algorithm cannot change it")
            : source;
    }

    private CertificateSource? Provided()
    {
        var (certificate, key) = (inputs.Bytes(o => o.Gateway.TlsCert), inputs.Bytes(o => o.Gateway.TlsKey));
        var values = inputs.Bytes(o => o.Gateway.TlsValues);
        if ((certificate is null) != (key is null))
        {
            throw new UsageException("--tls-cert and --tls-key must be given together");
        }

        if (certificate is not null)
        {
            return values is null
                ? new ProvidedSource(settings.GetString(o => o.Gateway.TlsCert)!, certificate, key!)
                : throw new UsageException("--tls-values must not be given together with --tls-cert and --tls-key");
        }

        if (values is null)
        {
            return null;
        }

        var name = settings.GetString(o => o.Gateway.TlsValues)!;
        var (crt, tlsKey) = KymaValuesFile.Read(new InputFile(name, values));
        return new KymaValuesSource(name, new EncodedValue("global.tlsCrt", crt), new EncodedValue("global.tlsKey", tlsKey));
    }

    private DerivedSource? Derived()
    {
        var (file, variable) = (inputs.Bytes(o => o.Gateway.TlsSeedFile), inputs.Variable(o => o.Certificate.TlsSeedEnv));
        if (file is not null && variable is not null)
        {
            throw new UsageException("--tls-seed-file and --tls-seed-env must not be given together");
        }

        var seed = file ?? (variable is null ? null : Encoding.UTF8.GetBytes(variable));
        var window = Days(settings.GetInt(o => o.Certificate.TlsWindowDays));
        return seed is null ? null : new DerivedSource(seed, window);
    }

    private StoredSource Stored(string directory) => new(directory, SelfSigned(isFallback: false));

    private SelfSignedSource SelfSigned(bool isFallback) => new(algorithm, lifetime) { IsFallback = isFallback };

    /// <summary>The Secrets that the user names, each with its namespace.</summary>
    private List<ResourceId> Secrets()
    {
        var secrets = new List<ResourceId>();
        foreach (var text in settings.GetNames(o => o.Certificate.TlsSecret) ?? [])
        {
            secrets.Add(
                text.Split('/') is [var ns, var name] && ObjectName.IsLabel(ns) && ObjectName.IsSubdomain(name)
                    ? new ResourceId("v1", "Secret", ns, name)
                    : throw new UsageException(
                        "--tls-secret: must be NAMESPACE/NAME, with valid names of a namespace and of a Secret, "
                        + $"not \"{text}\""
                    )
            );
        }

        return secrets;
    }

    private static TimeSpan? Days(int? count) => count is { } days ? TimeSpan.FromDays(days) : null;

    private Sealing? Sealed()
    {
        var scope = settings.GetEnum(o => o.Issuer.TlsSealedScope, SealingScope.Strict);
        return inputs.Bytes(o => o.Issuer.TlsSealedCert) is { } certificate ? new Sealing(scope, certificate) : null;
    }

    private static DomainName? ParseDomain(string text)
    {
        try
        {
            return DomainName.Parse(text);
        }
        catch (CertificateException e)
        {
            throw new UsageException($"--domain: {e.Message}");
        }
    }
}
