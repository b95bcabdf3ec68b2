using KymaIstioTransform.Certificates.Pem;

namespace KymaIstioTransform.Certificates;

/// <summary>Checks a certificate and key from the user. The bytes are passed on unchanged.</summary>
internal static class ProvidedCertificate
{
    private const string What = "the certificate";

    /// <summary>Rejects a certificate that cannot be served and warns about other problems.</summary>
    /// <param name="certificatePem">The certificate, followed by its chain.</param>
    /// <param name="keyPem">Its private key.</param>
    /// <param name="names">The names that it should cover; a warning lists the missing ones.</param>
    /// <param name="now">The time for the check.</param>
    /// <param name="notice">How long before the expiry to warn.</param>
    /// <exception cref="CertificateException">The certificate or key is not valid, or they do not belong together.</exception>
    public static ValidatedCertificate Read(
        byte[] certificatePem,
        byte[] keyPem,
        IReadOnlyList<string> names,
        DateTimeOffset now,
        TimeSpan? notice
    )
    {
        var chain = ReadChain(certificatePem);
        RequireMatch(chain[0], ReadKey(keyPem));

        List<string> warnings =
        [
            .. CertificateChecks.Validity(chain[0], now, What, notice),
            .. chain.Skip(1).SelectMany((info, i) => CertificateChecks.Validity(info, now, Position(i + 1), notice)),
            .. CertificateChecks.Names(chain[0], names),
            .. CertificateChecks.Use(chain[0]),
            .. CertificateChecks.Chain(chain),
        ];
        return new ValidatedCertificate(new TlsCertificate(certificatePem, keyPem), warnings) { Leaf = chain[0] };
    }

    /// <summary>
    /// Decodes a value as Kyma's `global.tlsCrt` and `global.tlsKey` hold it: base64 of PEM, line-wrapped or not. Messages say <paramref
    /// name="name"/>.
    /// </summary>
    /// <exception cref="CertificateException">The text is not base64.</exception>
    public static byte[] Decode(string base64, string name)
    {
        var bytes = new byte[base64.Length];
        if (Convert.TryFromBase64String(base64, bytes, out var length))
        {
            return bytes[..length];
        }

        throw new CertificateException(
            base64.Contains("-----BEGIN ", StringComparison.Ordinal)
                ? $"{name} is PEM and must be the base64 of PEM: encode the file with `base64 -w0`"
                : $"{name} must be base64"
        );
    }

    private static List<CertificateInfo> ReadChain(byte[] pem)
    {
        var blocks = PemText.Read(pem, What);
        if (blocks.Any(static block => block.IsPrivateKey))
        {
            // tls.crt is visible to anyone who may read certificates.
            throw new CertificateException("the certificate file also contains a private key: keep the key in a separate file");
        }

        var chain = blocks
            .Where(static block => block.Label == PemBlock.Certificate)
            .Select(static (block, i) => CertificateInfo.Read(block, i == 0 ? What : Position(i)))
            .ToList();
        return chain.Count > 0
            ? chain
            : throw new CertificateException($"{What} must have a {PemBlock.Certificate} block, but has only {blocks[0].Label}");
    }

    private static byte[] ReadKey(byte[] pem)
    {
        var keys = PemText.Read(pem, "the private key").Where(static block => block.IsPrivateKey).ToList();
        if (keys.Count != 1)
        {
            throw new CertificateException(
                keys.Count == 0
                    ? "the private key has no PRIVATE KEY block"
                    : $"the private key must be one key, but there are {keys.Count}"
            );
        }

        using var key = PrivateKey.Load(keys[0]);
        return key.ExportSubjectPublicKeyInfo();
    }

    private static void RequireMatch(CertificateInfo leaf, byte[] publicKey)
    {
        if (leaf.PublicKey is null)
        {
            throw new CertificateException("the certificate has an unsupported key: it must be RSA or ECDSA");
        }

        if (!publicKey.AsSpan().SequenceEqual(leaf.PublicKey))
        {
            throw new CertificateException("the private key does not belong to the certificate: their public keys differ");
        }
    }

    private static string Position(int index) => $"certificate {index + 1} of the chain";
}
