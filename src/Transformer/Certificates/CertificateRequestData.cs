namespace KymaIstioTransform.Certificates;

/// <summary>What differs between the gateway certificates this program makes; all else is fixed by <see cref="CertificateEncoder"/>. Serial is 16 bytes, PublicKey a SubjectPublicKeyInfo.</summary>
internal sealed record CertificateRequestData(
    DomainName Domain,
    KeyAlgorithm Algorithm,
    byte[] Serial,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    byte[] PublicKey);
