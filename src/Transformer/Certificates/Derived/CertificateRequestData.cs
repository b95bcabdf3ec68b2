namespace KymaIstioTransform.Certificates.Derived;

/// <summary>
/// What differs between derived certificates; all else is fixed by <see cref="CertificateEncoder"/>. Serial is 16 bytes, PublicKey a
/// SubjectPublicKeyInfo.
/// </summary>
internal sealed record CertificateRequestData(
    CertificateNames Names,
    byte[] Serial,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    byte[] PublicKey);
