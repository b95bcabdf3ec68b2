namespace KymaIstioTransform.Certificates.Derived;

/// <summary>
/// The parts that differ between derived certificates. <see cref="CertificateEncoder"/> fixes all other parts. Serial has 16 bytes;
/// PublicKey is a SubjectPublicKeyInfo.
/// </summary>
internal sealed record CertificateRequestData(
    CertificateNames Names,
    byte[] Serial,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    byte[] PublicKey
);
