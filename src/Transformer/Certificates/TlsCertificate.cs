namespace KymaIstioTransform.Certificates;

/// <summary>The two values of a kubernetes.io/tls Secret, as the bytes that go into tls.crt and tls.key; printing it shows neither.</summary>
internal sealed record TlsCertificate(byte[] CertificatePem, byte[] PrivateKeyPem)
{
    /// <summary>Lays out, signs and encodes a certificate made here; the private key is PKCS#8 in DER.</summary>
    public static TlsCertificate Issue(CertificateRequestData contents, byte[] privateKey, Func<byte[], byte[]> sign) => new(
        PemText.Write(PemBlock.Certificate, CertificateEncoder.Write(contents, sign)),
        PemText.Write(PemBlock.PrivateKey, privateKey));

    public override string ToString() => $"{nameof(TlsCertificate)} (key not shown)";
}
