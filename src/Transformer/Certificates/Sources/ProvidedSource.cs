namespace KymaIstioTransform.Certificates.Sources;

/// <summary>The user's certificate and key.</summary>
/// <param name="origin">Where they are from, such as a file name.</param>
/// <param name="certificate">PEM.</param>
/// <param name="key">PEM.</param>
internal sealed class ProvidedSource(string origin, byte[] certificate, byte[] key) : CertificateSource
{
    public override string Describe(CertificateNames names) => $"from {origin}";

    protected override ValidatedCertificate Create(CertificateNames names, CertificatePolicy policy) => policy.Check(certificate, key, []);
}
