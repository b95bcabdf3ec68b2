using System.Globalization;
using System.Text;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Manifests;

namespace KymaIstioTransform.Cli;

/// <summary>The words of <c>--tls-mode</c>.</summary>
internal enum TlsMode
{
    /// <summary>By the other settings: what they give, else self-signed.</summary>
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

/// <summary>Decides how the Ingress Gateway gets its certificate. Files are read now, cryptography starts when a certificate is asked for.</summary>
internal sealed class CertificateSettings
{
    private const string Path = "ingressGateway.tls.";
    private const string DefaultDomain = "kyma.local";

    private readonly Settings settings;
    private readonly CommandLineHost host;
    private readonly bool lookOnly;
    private readonly DomainName? named;
    private readonly Func<DateTimeOffset> now;

    private CertificateSettings(Settings settings, CommandLineHost host, bool lookOnly)
    {
        this.settings = settings;
        this.host = host;
        this.lookOnly = lookOnly;
        named = settings.Read("ingressGateway.domain", ParseDomain, "must be a DNS name");
        now = Time();
    }

    private DomainName Domain => named ?? DomainName.Parse(DefaultDomain);

    /// <exception cref="UsageException">The settings contradict each other.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IngressGatewayOptions Bind(Settings settings, CommandLineHost host, bool lookOnly)
    {
        var binding = new CertificateSettings(settings, host, lookOnly);
        return new IngressGatewayOptions
        {
            Certificate = binding.Certificate(),
            ClientAuthorities = binding.Bytes("caFile") is { } bundle ? new ClientAuthorities(() => CertificateBundle.ReadCa(bundle, binding.now())) : null,
            Now = binding.now,
        };
    }

    /// <summary>Without a mode the settings that only one mode has tell it.</summary>
    private TlsMode Mode() => settings.Choice(Path + "mode", TlsMode.Auto) switch
    {
        TlsMode.Auto when Text("issuer.name") is not null => TlsMode.CertManager,
        TlsMode.Auto when Text("secretStore.name") is not null => TlsMode.ExternalSecret,
        var mode => mode,
    };

    private GatewayCertificate Certificate() => Mode() switch
    {
        TlsMode.Keep => new GatewayCertificate.Keep(),
        TlsMode.None => new GatewayCertificate.None(),
        TlsMode.CertManager => new GatewayCertificate.CertManager(
            Text("apiVersion") ?? "cert-manager.io/v1",
            Domain,
            Text("issuer.name") ?? throw new UsageException("--tls-mode cert-manager needs --tls-issuer"),
            Text("issuer.kind") ?? "ClusterIssuer",
            Text("issuer.group") ?? "cert-manager.io"),
        TlsMode.ExternalSecret => new GatewayCertificate.External(
            Text("apiVersion") ?? "external-secrets.io/v1",
            Text("secretStore.name") ?? throw new UsageException("--tls-mode external-secret needs --tls-secret-store"),
            Text("secretStore.kind") ?? "ClusterSecretStore",
            Text("secretStore.key") ?? throw new UsageException("--tls-mode external-secret needs --tls-secret-store-key")),
        var mode => new GatewayCertificate.FromSource(Source(mode), Sealed()),
    };

    private CertificateSource Source(TlsMode mode)
    {
        var given = (Provided: Provided(), Derived: Derived(), Store: Text("store"));
        var sources = new[] { given.Provided is not null, given.Derived is not null, given.Store is not null }.Count(b => b);
        if (mode == TlsMode.Auto && sources > 1)
        {
            throw new UsageException("only one source of a certificate must be given: --tls-cert and --tls-key, --tls-values, a seed, or --tls-store (or choose one with --tls-mode)");
        }

        return mode switch
        {
            TlsMode.Provided => given.Provided ?? throw new UsageException("--tls-mode provided needs --tls-cert and --tls-key, or --tls-values"),
            TlsMode.Derived => given.Derived ?? throw new UsageException("--tls-mode derived needs --tls-seed-file or --tls-seed-env"),
            TlsMode.Store => Stored(given.Store ?? throw new UsageException("--tls-mode store needs --tls-store")),
            TlsMode.SelfSigned => SelfSigned(),
            _ => given.Provided ?? given.Derived ?? (given.Store is null ? SelfSigned(isFallback: true) : Stored(given.Store)),
        };
    }

    private CertificateSource? Provided()
    {
        var (certificate, key, values) = (Bytes("certFile"), Bytes("keyFile"), Text("valuesFile"));
        if ((certificate is null) != (key is null))
        {
            throw new UsageException("--tls-cert and --tls-key must be given together");
        }

        if (certificate is not null)
        {
            return values is null
                ? new CertificateSource($"from {Text("certFile")}", false, Ready(() => ProvidedCertificate.Read(certificate, key!, named, now())))
                : throw new UsageException("--tls-values must not be given together with --tls-cert and --tls-key");
        }

        if (values is null)
        {
            return null;
        }

        var (crt, tlsKey) = KymaValuesFile.Read(new InputFile(values, File.ReadAllBytes(values)));
        return new CertificateSource($"from {values}", false, Ready(() => ProvidedCertificate.Read(ProvidedCertificate.Decode(crt, "global.tlsCrt"), ProvidedCertificate.Decode(tlsKey, "global.tlsKey"), named, now())));
    }

    private CertificateSource? Derived()
    {
        var (file, variable) = (Bytes("seedFile"), Text("seedVariable"));
        if (file is not null && variable is not null)
        {
            throw new UsageException("--tls-seed-file and --tls-seed-env must not be given together");
        }

        var seed = file ?? (variable is null ? null : Encoding.UTF8.GetBytes(host.Environment(variable) ?? throw new UsageException($"--tls-seed-env: the environment variable {variable} is not set")));
        var length = settings.Number(Path + "windowDays", 365) is { } days ? TimeSpan.FromDays(days) : (TimeSpan?)null;
        return seed is null ? null : new CertificateSource(
            $"derived for {Domain}",
            false,
            Ready(() => new CheckedCertificate(DerivedCertificate.Create(Seed.Parse(seed), Domain, RotationWindow.At(now(), length)), [])));
    }

    private CertificateSource Stored(string directory) => new(
        $"from the store {directory}",
        false,
        Ready(() =>
        {
            var stored = lookOnly ? CertificateStore.FindOrMake(directory, Domain, now(), Make) : CertificateStore.GetOrCreate(directory, Domain, now(), Make);
            return new CheckedCertificate(stored.Certificate, stored.Warnings);
        }));

    private CertificateSource SelfSigned(bool isFallback = false) => new(
        $"self-signed for {Domain}",
        true,
        Ready(() => new CheckedCertificate(
            Make(),
            [$"the certificate is self-signed for {Domain} and {Domain.Wildcard}, and another one on every run (a stable result: --tls-seed-file, --tls-store, or --tls-cert and --tls-key)"])))
    {
        IsFallback = isFallback,
    };

    private TlsCertificate Make()
    {
        var lifetime = settings.Number(Path + "lifetimeDays", SelfSignedCertificate.MaxLifetime.Days) is { } days ? TimeSpan.FromDays(days) : (TimeSpan?)null;
        return SelfSignedCertificate.Create(Domain, settings.Choice(Path + "keyAlgorithm", KeyAlgorithm.EcdsaP256), now() - SelfSignedCertificate.ClockAllowance, lifetime);
    }

    private Sealing? Sealed()
    {
        var scope = settings.Choice(Path + "sealed.scope", SealingScope.Strict);
        return Bytes("sealed.certFile") is { } certificate ? new Sealing(scope, () => SealingKey.Read(certificate, now())) : null;
    }

    /// <summary>Without OpenSSL the process would be aborted with an obscure message: say it clearly before.</summary>
    private Func<CheckedCertificate> Ready(Func<CheckedCertificate> make) => () =>
    {
        CryptoAvailability.Check(host.Environment("DOTNET_OPENSSL_VERSION_OVERRIDE"));
        return make();
    };

    private string? Text(string name) => settings.Text(Path + name);

    private byte[]? Bytes(string name) => Text(name) is { } file ? File.ReadAllBytes(file) : null;

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

    /// <summary>The time given, else that of reproducible builds, else the clock; asked for only when needed.</summary>
    private Func<DateTimeOffset> Time()
    {
        var given = settings.Read(Path + "now", text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? (object)time : null, "must be a time in ISO 8601");
        if (given is DateTimeOffset time)
        {
            return () => time;
        }

        return host.Environment("SOURCE_DATE_EPOCH") is { Length: > 0 } epoch
            ? long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? () => DateTimeOffset.FromUnixTimeSeconds(seconds)
                : throw new UsageException("SOURCE_DATE_EPOCH must be a number of seconds")
            : host.Now;
    }
}
