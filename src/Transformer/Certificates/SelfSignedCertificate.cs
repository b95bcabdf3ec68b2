using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KymaIstioTransform.Certificates.Pem;

namespace KymaIstioTransform.Certificates;

/// <summary>Makes a certificate with a random key: every call returns a different one.</summary>
internal static class SelfSignedCertificate
{
    private const int SerialLength = 16;
    private const int FirstYear = 1950;
    private const int MaxCommonName = 64;

    /// <summary>The longest lifetime of a server certificate that browsers accept, in days.</summary>
    public const int MaxDays = 398;

    /// <summary>The same as a time span.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(MaxDays);

    /// <summary>The lifetime unless the user sets another one: a day below the limit.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(397);

    /// <summary>How long before the current time a certificate becomes valid, for clients whose clock is slow.</summary>
    public static readonly TimeSpan ClockAllowance = TimeSpan.FromHours(1);

    /// <summary>Creates a certificate that is valid from <paramref name="notBefore"/>, truncated to the second.</summary>
    /// <exception cref="CertificateException">
    /// The lifetime is over <see cref="MaxLifetime"/>, or a certificate cannot express the time.
    /// </exception>
    public static TlsCertificate Create(CertificateNames names, KeyAlgorithm algorithm, DateTimeOffset notBefore, TimeSpan? lifetime = null)
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(notBefore.ToUnixTimeSeconds());
        var end = End(start, lifetime ?? DefaultLifetime);
        return algorithm switch
        {
            KeyAlgorithm.EcdsaP256 => CreateEcdsa(names, start, end),
            KeyAlgorithm.Rsa2048 => CreateRsa(names, start, end, 2048),
            KeyAlgorithm.Rsa3072 => CreateRsa(names, start, end, 3072),
            KeyAlgorithm.Rsa4096 => CreateRsa(names, start, end, 4096),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
        };
    }

    private static TlsCertificate CreateEcdsa(CertificateNames names, DateTimeOffset start, DateTimeOffset end)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject(names), key, HashAlgorithmName.SHA256);
        return Issue(request, X509SignatureGenerator.CreateForECDsa(key), X509KeyUsageFlags.DigitalSignature, names, start, end, key);
    }

    /// <summary>RSA keys may also be used for key encipherment (TLS 1.2 and older).</summary>
    private static TlsCertificate CreateRsa(CertificateNames names, DateTimeOffset start, DateTimeOffset end, int bits)
    {
        using var key = RSA.Create(bits);
        var request = new CertificateRequest(Subject(names), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var usage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment;
        return Issue(request, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), usage, names, start, end, key);
    }

    private static TlsCertificate Issue(
        CertificateRequest request,
        X509SignatureGenerator generator,
        X509KeyUsageFlags usage,
        CertificateNames names,
        DateTimeOffset start,
        DateTimeOffset end,
        AsymmetricAlgorithm key
    )
    {
        var alternativeNames = new SubjectAlternativeNameBuilder();
        foreach (var name in names.DnsNames)
        {
            alternativeNames.AddDnsName(name);
        }

        var keyIdentifier = new X509SubjectKeyIdentifierExtension(
            request.PublicKey,
            X509SubjectKeyIdentifierHashAlgorithm.Sha1,
            critical: false
        );
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Oids.ServerAuth)], critical: false));
        request.CertificateExtensions.Add(alternativeNames.Build());
        request.CertificateExtensions.Add(keyIdentifier);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(keyIdentifier));

        using var certificate = request.Create(request.SubjectName, generator, start, end, Serial());
        return new TlsCertificate(
            PemText.Write(PemBlock.Certificate, certificate.RawDataMemory.Span),
            PemText.Write(PemBlock.PrivateKey, key.ExportPkcs8PrivateKey())
        );
    }

    /// <summary>Fixes the two top bits: the number is positive and always has 16 octets.</summary>
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialLength);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }

    /// <summary>
    /// Creates the subject. Cutting a name that is too long for a common name could give another domain's name, so only the organization is
    /// used.
    /// </summary>
    private static X500DistinguishedName Subject(CertificateNames names)
    {
        var subject = new X500DistinguishedNameBuilder();
        if (names.CommonName.Length <= MaxCommonName)
        {
            subject.AddCommonName(names.CommonName);
        }
        else
        {
            subject.AddOrganizationName("kyma-istio-transform");
        }

        return subject.Build();
    }

    private static DateTimeOffset End(DateTimeOffset start, TimeSpan lifetime)
    {
        if (start.UtcDateTime.Year < FirstYear)
        {
            throw new CertificateException($"the time must not be before {FirstYear}: certificates cannot express it");
        }

        if (lifetime < TimeSpan.FromSeconds(1) || lifetime > MaxLifetime)
        {
            throw new CertificateException(
                $"the lifetime of the certificate must be positive and at most {MaxLifetime.Days} days: browsers reject a longer one"
            );
        }

        // Validity includes both its first and its last second (RFC 5280 section 4.1.2.5).
        return lifetime <= DateTimeOffset.MaxValue - start
            ? start + lifetime - TimeSpan.FromSeconds(1)
            : throw new CertificateException("the lifetime of the certificate must end before the year 10000");
    }
}
