using KymaIstioTransform.Certificates.Pem;

namespace KymaIstioTransform.Certificates.Derived;

/// <summary>
/// Makes the one certificate that a seed, its names and a rotation window determine: the same bytes on every machine and in
/// every version. P-256 only, because RSA key generation has no fixed algorithm.
/// </summary>
/// <remarks>The security argument is in docs/certificates.md.</remarks>
internal static class DerivedCertificate
{
    /// <summary>The certificate (PEM) and its key (PEM, PKCS#8).</summary>
    public static TlsCertificate Create(Seed seed, CertificateNames names, RotationWindow window)
    {
        var derivation = new KeyDerivation(seed, names, window);
        var key = new P256Key(derivation.DeriveScalar());
        var contents = new CertificateRequestData(
            names,
            derivation.DeriveSerial(),
            window.NotBefore,
            window.NotAfter,
            key.EncodePublicKey()
        );
        return new TlsCertificate(
            PemText.Write(PemBlock.Certificate, CertificateEncoder.Write(contents, body => DeterministicEcdsa.Sign(key, body))),
            PemText.Write(PemBlock.PrivateKey, key.EncodePrivateKey())
        );
    }
}
