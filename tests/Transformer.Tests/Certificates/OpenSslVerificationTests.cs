using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Derived;
using KymaIstioTransform.Certificates.Store;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

/// <summary>Checks the certificates of every mode with `openssl verify`, `openssl x509` and a TLS handshake.</summary>
public sealed class OpenSslVerificationTests : IDisposable
{
    private static readonly DateTimeOffset Today = DateTimeOffset.UtcNow;

    private readonly TemporaryDirectory directory = new();

    public static TheoryData<string> Modes =>
        ["self-signed P-256", "self-signed RSA", "derived", "store", "provided P-256", "provided RSA"];

    public void Dispose() => directory.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Modes))]
    public void OpenSsl_accepts_the_certificate_only_for_its_names(string mode)
    {
        OpenSsl.Require();
        var file = directory.Write("tls.crt", Make(mode).CertificatePem);
        string[] verify = ["verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", file];

        OpenSsl.Run([.. verify, "-verify_hostname", "kyma.example.com", file]);
        OpenSsl.Run([.. verify, "-verify_hostname", "console.kyma.example.com", file]);
        Assert.NotEqual(0, OpenSsl.TryRun([.. verify, "-verify_hostname", "a.b.kyma.example.com", file]).ExitCode);
        Assert.NotEqual(0, OpenSsl.TryRun([.. verify, "-verify_hostname", "example.com", file]).ExitCode);
    }

    [SkippableTheory]
    [InlineData("self-signed P-256", "ecdsa-with-SHA256", "Digital Signature", "id-ecPublicKey")]
    [InlineData("self-signed RSA", "sha256WithRSAEncryption", "Digital Signature, Key Encipherment", "rsaEncryption")]
    [InlineData("derived", "ecdsa-with-SHA256", "Digital Signature", "id-ecPublicKey")]
    public void OpenSsl_shows_the_intended_fields(string mode, string signature, string usage, string key)
    {
        OpenSsl.Require();
        var text = OpenSsl.Run(
            "x509",
            "-noout",
            "-text",
            "-nameopt",
            "RFC2253",
            "-in",
            directory.Write("tls.crt", Make(mode).CertificatePem)
        );
        var lines = text.Split('\n').Select(static line => line.Trim()).ToList();

        Assert.Contains("Version: 3 (0x2)", lines);
        Assert.Contains("Signature Algorithm: " + signature, lines);
        Assert.Contains("Issuer: CN=kyma.example.com", lines);
        Assert.Contains("Subject: CN=kyma.example.com", lines);
        Assert.Contains("Public Key Algorithm: " + key, lines);
        Assert.Equal("CA:FALSE", After(lines, "X509v3 Basic Constraints: critical"));
        Assert.Equal(usage, After(lines, "X509v3 Key Usage: critical"));
        Assert.Equal("TLS Web Server Authentication", After(lines, "X509v3 Extended Key Usage:"));
        Assert.Equal("DNS:kyma.example.com, DNS:*.kyma.example.com", After(lines, "X509v3 Subject Alternative Name:"));
        Assert.Equal(
            After(lines, "X509v3 Subject Key Identifier:"),
            After(lines, "X509v3 Authority Key Identifier:").Replace("keyid:", "", StringComparison.Ordinal)
        );
        Assert.Matches("^([0-9a-f]{2}:){15}[0-9a-f]{2}$", After(lines, "Serial Number:"));
    }

    [SkippableFact]
    public void OpenSsl_encodes_the_derived_key_and_certificate_to_the_same_bytes()
    {
        OpenSsl.Require();
        var made = Make("derived");

        Assert.Equal(Samples.Text(made.PrivateKeyPem), OpenSsl.Run("pkey", "-in", directory.Write("tls.key", made.PrivateKeyPem)));
        Assert.Equal(Samples.Text(made.CertificatePem), OpenSsl.Run("x509", "-in", directory.Write("tls.crt", made.CertificatePem)));
    }

    [SkippableTheory]
    [MemberData(nameof(Modes))]
    public void A_client_trusts_the_certificate_for_its_SNI_names(string mode)
    {
        OpenSsl.Require();
        var made = Make(mode);
        var trusted = directory.Write("tls.crt", made.CertificatePem);
        using var server = new TlsServer(directory, made, "console.kyma.example.com");

        Assert.Equal((true, true), server.Connect("console.kyma.example.com", "console.kyma.example.com", trusted));
        Assert.Equal((true, true), server.Connect("console.kyma.example.com", "kyma.example.com", trusted));
        Assert.False(server.Connect("console.kyma.example.com", "a.b.kyma.example.com", trusted).Trusted);
        Assert.Equal((false, false), server.Connect("elsewhere.example", "console.kyma.example.com", trusted));
    }

    private TlsCertificate Make(string mode)
    {
        switch (mode)
        {
            case "self-signed P-256":
                return SelfSignedCertificate.Create(Samples.Names, KeyAlgorithm.EcdsaP256, Today);
            case "self-signed RSA":
                return SelfSignedCertificate.Create(Samples.Names, KeyAlgorithm.Rsa2048, Today);
            case "derived":
                return DerivedCertificate.Create(Samples.Seed, Samples.Names, RotationWindow.At(Today));
            case "store":
                return CertificateStore
                    .GetOrCreate(directory.Combine("store"), Samples.Names, Today, () => Make("self-signed P-256"))
                    .Certificate;
            default:
                using (
                    var key = mode == "provided RSA" ? (AsymmetricAlgorithm)RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256)
                )
                {
                    var pem = Samples.Certificate(key, AsServer, Today.AddDays(9), Today.AddDays(-1));
                    return ProvidedCertificate
                        .Read(pem, Samples.Pkcs8(key), Samples.Names.DnsNames, Today, CertificateChecks.NoNotice)
                        .Certificate;
                }
        }
    }

    private static void AsServer(CertificateRequest request)
    {
        Samples.AddNames(request, Samples.Domain.Apex, Samples.Domain.Wildcard);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
    }

    private static string After(List<string> lines, string heading)
    {
        var index = lines.IndexOf(heading);
        Assert.True(index >= 0, string.Create(CultureInfo.InvariantCulture, $"no line `{heading}` in:\n{string.Join('\n', lines)}"));
        return lines[index + 1];
    }
}
