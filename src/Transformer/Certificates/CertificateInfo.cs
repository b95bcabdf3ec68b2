using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KymaIstioTransform.Certificates.Pem;

namespace KymaIstioTransform.Certificates;

/// <summary>The data of one X.509 certificate that the checks need. It has no native handle and no private key.</summary>
internal sealed record CertificateInfo
{
    private const string AnyUsage = "2.5.29.37.0";

    /// <summary>Signature algorithms that clients no longer trust, by object identifier.</summary>
    private static readonly Dictionary<string, string> WeakSignatures = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.4"] = "MD5",
        ["1.2.840.113549.1.1.5"] = "SHA-1",
        ["1.2.840.10045.4.1"] = "SHA-1",
    };

    private CertificateInfo(X509Certificate2 certificate)
    {
        NotBefore = certificate.NotBefore.ToUniversalTime();
        NotAfter = certificate.NotAfter.ToUniversalTime();
        Subject = certificate.SubjectName.RawData;
        Issuer = certificate.IssuerName.RawData;
        SubjectName = certificate.Subject;
        IssuerName = certificate.Issuer;
        DnsNames = ReadDnsNames(certificate);
        AllowsServerAuth = ReadServerAuth(certificate);
        WeakSignature = WeakSignatures.GetValueOrDefault(certificate.SignatureAlgorithm.Value ?? "");
        IsAuthority = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(static e => e.CertificateAuthority);

        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = certificate.GetECDsaPublicKey();
        PublicKey = rsa?.ExportSubjectPublicKeyInfo() ?? ecdsa?.ExportSubjectPublicKeyInfo();
        RsaBits = rsa?.KeySize;
        IsOtherCurve = ecdsa is not null && ecdsa.ExportParameters(false).Curve.Oid?.Value != Oids.P256;
    }

    /// <summary>The first second of validity, UTC.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>The last second of validity, UTC.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>The subject's name, DER.</summary>
    public byte[] Subject { get; }

    /// <summary>The issuer's name, DER.</summary>
    public byte[] Issuer { get; }

    /// <summary>The subject as text, such as <c>CN=kyma.local</c>.</summary>
    public string SubjectName { get; }

    /// <summary>The issuer as text.</summary>
    public string IssuerName { get; }

    /// <summary>True when the certificate names itself as its issuer.</summary>
    public bool IsSelfIssued => Issuer.AsSpan().SequenceEqual(Subject);

    /// <summary>The DNS names of the subject alternative name; null when there is no such extension.</summary>
    public IReadOnlyList<string>? DnsNames { get; }

    /// <summary>True also when the certificate does not limit its use.</summary>
    public bool AllowsServerAuth { get; }

    /// <summary>True when the basic constraints say that it may issue certificates.</summary>
    public bool IsAuthority { get; }

    /// <summary>The hash of a signature that clients no longer trust, such as SHA-1; null for others.</summary>
    public string? WeakSignature { get; }

    /// <summary>SubjectPublicKeyInfo; null when the key is neither RSA nor ECDSA.</summary>
    public byte[]? PublicKey { get; }

    /// <summary>The length of the RSA modulus in bits; null for another key.</summary>
    public int? RsaBits { get; }

    /// <summary>True for an ECDSA key on a curve other than P-256.</summary>
    public bool IsOtherCurve { get; }

    /// <summary>True when a DNS name of the certificate, wildcards included, matches a host.</summary>
    public bool Covers(string name) => DnsNames?.Any(pattern => DomainName.Matches(pattern, name)) == true;

    /// <summary>Parses a certificate; <paramref name="what"/> is its name in messages, such as "certificate 2 of the chain".</summary>
    /// <exception cref="CertificateException">The block is not an X.509 certificate.</exception>
    public static CertificateInfo Read(PemBlock block, string what)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(block.Der);
            return new CertificateInfo(certificate);
        }
        catch (Exception e) when (CryptoExceptions.IsMalformedInput(e))
        {
            throw new CertificateException($"{what} is not a valid X.509 certificate");
        }
    }

    private static List<string>? ReadDnsNames(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault()?.EnumerateDnsNames().ToList();

    private static bool ReadServerAuth(X509Certificate2 certificate) =>
        certificate
            .Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .All(static usage => usage.EnhancedKeyUsages.OfType<Oid>().Any(static oid => oid.Value is Oids.ServerAuth or AnyUsage));
}
