namespace KymaIstioTransform.Certificates.Derived;

/// <summary>
/// Makes the one certificate that a seed, a domain and a rotation window stand for: the same bytes on every machine and in
/// every version. P-256 only, because RSA key generation has no fixed algorithm.
/// </summary>
/// <remarks>The security argument is in docs/certificates.md.</remarks>
internal static class DerivedCertificate
{
    public static TlsCertificate Create(Seed seed, DomainName domain, RotationWindow window)
    {
        var derivation = new KeyDerivation(seed, domain, window);
        var key = new P256Key(derivation.DeriveScalar());
        var contents = new CertificateRequestData(
            domain,
            KeyAlgorithm.EcdsaP256,
            derivation.DeriveSerial(),
            window.NotBefore,
            window.NotAfter,
            key.EncodePublicKey());
        return TlsCertificate.Issue(contents, key.EncodePrivateKey(), body => DeterministicEcdsa.Sign(key, body));
    }
}
