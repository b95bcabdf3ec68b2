using KymaIstioTransform.Certificates.Pem;

namespace KymaIstioTransform.Certificates;

/// <summary>A CA bundle for the gateway's mutual TLS, with warnings for its owner. The bytes do not change.</summary>
internal sealed record CertificateBundle(byte[] Pem, IReadOnlyList<string> Warnings)
{
    private const string What = "the CA bundle";

    /// <summary>Reads a bundle in which every block is a certificate. A private key in particular is an error.</summary>
    /// <exception cref="CertificateException">A block is not a valid certificate.</exception>
    public static CertificateBundle ReadCa(byte[] pem, DateTimeOffset now, TimeSpan? notice)
    {
        var warnings = new List<string>();
        var position = 0;
        foreach (var block in PemText.Read(pem, What))
        {
            var what = $"certificate {++position} of {What}";
            if (block.Label != PemBlock.Certificate)
            {
                throw new CertificateException($"{What} must contain only certificates, but block {position} is a {block.Label}");
            }

            var info = CertificateInfo.Read(block, what);
            warnings.AddRange(CertificateChecks.Validity(info, now, what, notice));
            if (!info.IsAuthority)
            {
                warnings.Add($"{what} is not a CA certificate (CA:TRUE is missing): clients signed by it will be rejected");
            }
        }

        return new CertificateBundle(pem, warnings);
    }
}
