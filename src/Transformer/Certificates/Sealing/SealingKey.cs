using System.Globalization;
using System.Security.Cryptography;
using KymaIstioTransform.Certificates.Pem;

namespace KymaIstioTransform.Certificates.Sealing;

/// <summary>The public key of a Sealed Secrets controller, as `kubeseal --fetch-cert` prints it.</summary>
internal sealed record SealingKey(byte[] Modulus, byte[] Exponent)
{
    private const string What = "the Sealed Secrets certificate";

    /// <summary>
    /// Reads the first certificate and rejects it when it has expired, as kubeseal does: the controller then has a newer one.
    /// </summary>
    /// <exception cref="CertificateException">The text has no valid certificate with an RSA key.</exception>
    public static SealingKey Read(byte[] certificatePem, DateTimeOffset now)
    {
        var block =
            PemText.Read(certificatePem, What).FirstOrDefault(static block => block.Label == PemBlock.Certificate)
            ?? throw new CertificateException($"{What} must have a {PemBlock.Certificate} block");
        var info = CertificateInfo.Read(block, What);
        if (info.NotAfter < now)
        {
            throw new CertificateException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{What} expired on {info.NotAfter:yyyy-MM-dd}: fetch the current one with `kubeseal --fetch-cert`"
                )
            );
        }

        if (info.RsaBits is null)
        {
            throw new CertificateException($"{What} must have an RSA key");
        }

        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(info.PublicKey, out _);
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        return new SealingKey(parameters.Modulus!, parameters.Exponent!);
    }
}
