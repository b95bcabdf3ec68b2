namespace KymaIstioTransform.Certificates;

/// <summary>The two values of a kubernetes.io/tls Secret, as the bytes of tls.crt and tls.key. ToString shows neither.</summary>
internal sealed record TlsCertificate(byte[] CertificatePem, byte[] PrivateKeyPem)
{
    public override string ToString() => $"{nameof(TlsCertificate)} (key not shown)";
}
