using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Derived;

namespace KymaIstioTransform.Tests.Certificates;

/// <summary>
/// Domains, times, seeds and certificates for tests. Provided certificates come from the platform, not from the code under test.
/// </summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly DomainName Domain = DomainName.Parse("kyma.example.com");

    public static readonly CertificateNames Names = CertificateNames.Of(Domain);

    /// <summary>Public: only for tests.</summary>
    public const string SeedHex = "8f1d5c3a97e24b06d1f8a2c47b9e035f6a1c8d24e7b3905f4cd216a87e0b39f5";

    public static Seed Seed => Seed.Parse(Encoding.ASCII.GetBytes(SeedHex));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    /// <summary>A provided certificate for the sample domain, as a user's CA would issue it.</summary>
    public static byte[] Certificate(
        AsymmetricAlgorithm key,
        Action<CertificateRequest>? change = null,
        DateTimeOffset? notAfter = null,
        DateTimeOffset? notBefore = null
    )
    {
        var subject = new X500DistinguishedName("CN=foreign");
        var request = key is RSA rsa
            ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject, (ECDsa)key, HashAlgorithmName.SHA256);
        (change ?? (static r => AddNames(r, Domain.Apex, Domain.Wildcard)))(request);
        using var certificate = request.CreateSelfSigned(notBefore ?? Now.AddDays(-1), notAfter ?? Now.AddDays(90));
        return Utf8(certificate.ExportCertificatePem() + "\n");
    }

    public static void AddNames(CertificateRequest request, params string[] names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            builder.AddDnsName(name);
        }

        request.CertificateExtensions.Add(builder.Build());
    }

    public static byte[] Pkcs8(AsymmetricAlgorithm key) => Utf8(key.ExportPkcs8PrivateKeyPem() + "\n");

    public static X509Certificate2 Parse(TlsCertificate certificate) =>
        X509Certificate2.CreateFromPem(Text(certificate.CertificatePem), Text(certificate.PrivateKeyPem));
}
