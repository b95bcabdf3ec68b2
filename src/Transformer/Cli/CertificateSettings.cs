using System.Globalization;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Manifests;
using KymaIstioTransform.Syntax;

namespace KymaIstioTransform.Cli;

/// <summary>Decides where the Ingress Gateway's certificate comes from. Files are read now, cryptography starts when the certificate is asked for.</summary>
internal static class CertificateSettings
{
    private const string DefaultDomain = "kyma.local";

    /// <exception cref="UsageException">The settings contradict each other.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static CertificateSource Bind(Settings settings, CommandLineHost host)
    {
        var named = settings.Read("ingressGateway.domain", Domain, "must be a DNS name");
        var (certificate, key, values) = (settings.Text("ingressGateway.tls.certFile"), settings.Text("ingressGateway.tls.keyFile"), settings.Text("ingressGateway.tls.valuesFile"));
        if ((certificate is null) != (key is null))
        {
            throw new UsageException("--tls-cert and --tls-key must be given together");
        }

        if (certificate is not null && values is not null)
        {
            throw new UsageException("--tls-values must not be given together with --tls-cert and --tls-key");
        }

        var now = Now(settings, host);
        if (certificate is not null)
        {
            var (certificateBytes, keyBytes) = (File.ReadAllBytes(certificate), File.ReadAllBytes(key!));
            return new CertificateSource($"from {certificate}", () => ProvidedCertificate.Read(certificateBytes, keyBytes, named, now()));
        }

        if (values is not null)
        {
            var (crt, tlsKey) = KymaValues(new InputFile(values, File.ReadAllBytes(values)));
            return new CertificateSource($"from {values}", () => ProvidedCertificate.Read(ProvidedCertificate.Decode(crt, "global.tlsCrt"), ProvidedCertificate.Decode(tlsKey, "global.tlsKey"), named, now()));
        }

        var domain = named ?? DomainName.Parse(DefaultDomain);
        return new CertificateSource(
            $"self-signed for {domain}",
            () => new CheckedCertificate(
                SelfSignedCertificate.Create(domain, KeyAlgorithm.EcdsaP256, now() - SelfSignedCertificate.ClockAllowance),
                [$"the certificate is self-signed for {domain} and {domain.Wildcard}, and another one on every run: give --tls-cert and --tls-key for a stable result"]));
    }

    private static DomainName? Domain(string text)
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
    private static Func<DateTimeOffset> Now(Settings settings, CommandLineHost host)
    {
        var given = settings.Read("ingressGateway.tls.now", text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? (object)time : null, "must be a time in ISO 8601");
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

    /// <summary>Kyma's values <c>global.tlsCrt</c> and <c>global.tlsKey</c>: a values file, or an overrides ConfigMap whose data has these keys.</summary>
    private static (string Certificate, string Key) KymaValues(InputFile file)
    {
        try
        {
            var root = YamlReader.Read(file.Bytes, new ByteSpan(0, file.Bytes.Length));
            if (!root.IsEmpty && Value(root.Root, "tlsCrt") is { } certificate && Value(root.Root, "tlsKey") is { } key)
            {
                return (certificate, key);
            }
        }
        catch (YamlException e)
        {
            throw new ManifestException($"{new SourceText([file]).Locate(e.Offset)}: {e.Message}");
        }

        throw new UsageException($"--tls-values: {file.Name} has no global.tlsCrt and global.tlsKey");
    }

    private static string? Value(YamlNode root, string name) => (root.Find("global", name) ?? root.Find("data", $"global.{name}"))?.Text;
}
