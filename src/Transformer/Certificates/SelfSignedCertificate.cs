using System.Security.Cryptography;
using KymaIstioTransform.Certificates.Derived;

namespace KymaIstioTransform.Certificates;

/// <summary>Makes a certificate with a random key: every call gives another one.</summary>
internal static class SelfSignedCertificate
{
    public const int SerialLength = 16;

    private const int FirstYear = 1950;

    /// <summary>The longest life that browsers accept of a server certificate.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(398);

    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(397);

    /// <summary>How much before now a certificate should begin, for clients whose clock is late.</summary>
    public static readonly TimeSpan ClockAllowance = TimeSpan.FromHours(1);

    /// <summary>Begins at <paramref name="notBefore"/>, cut to the second; <paramref name="allowLong"/> permits a lifetime over <see cref="MaxLifetime"/>.</summary>
    public static TlsCertificate Create(
        DomainName domain,
        KeyAlgorithm algorithm,
        DateTimeOffset notBefore,
        TimeSpan? lifetime = null,
        bool allowLong = false)
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(notBefore.ToUnixTimeSeconds());
        var contents = new CertificateRequestData(
            domain,
            algorithm,
            RandomNumberGenerator.GetBytes(SerialLength),
            start,
            End(start, lifetime ?? DefaultLifetime, allowLong),
            PublicKey: []);
        return algorithm switch
        {
            KeyAlgorithm.EcdsaP256 => CreateEcdsa(contents),
            KeyAlgorithm.Rsa2048 => CreateRsa(contents, 2048),
            KeyAlgorithm.Rsa3072 => CreateRsa(contents, 3072),
            KeyAlgorithm.Rsa4096 => CreateRsa(contents, 4096),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
        };
    }

    private static TlsCertificate CreateEcdsa(CertificateRequestData contents)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = P256Key.From(ecdsa);
        return TlsCertificate.Issue(
            contents with { PublicKey = key.EncodePublicKey() },
            key.EncodePrivateKey(),
            body => ecdsa.SignData(body, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    private static TlsCertificate CreateRsa(CertificateRequestData contents, int bits)
    {
        using var rsa = RSA.Create(bits);
        return TlsCertificate.Issue(
            contents with { PublicKey = rsa.ExportSubjectPublicKeyInfo() },
            rsa.ExportPkcs8PrivateKey(),
            body => rsa.SignData(body, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static DateTimeOffset End(DateTimeOffset start, TimeSpan lifetime, bool allowLong)
    {
        if (start.UtcDateTime.Year < FirstYear)
        {
            throw new CertificateException($"the time must not be before {FirstYear}: certificates cannot express it");
        }

        if (lifetime < TimeSpan.FromSeconds(1) || lifetime > DateTimeOffset.MaxValue - start)
        {
            throw new CertificateException("the lifetime of the certificate must be positive and end before the year 10000");
        }

        return allowLong || lifetime <= MaxLifetime
            // Both ends count (RFC 5280 section 4.1.2.5).
            ? start + lifetime - TimeSpan.FromSeconds(1)
            : throw new CertificateException($"the lifetime of the certificate must be at most {MaxLifetime.Days} days: browsers refuse longer ones (it can be allowed explicitly)");
    }
}
