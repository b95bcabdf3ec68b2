using System.Security.Cryptography;
using System.Text;

namespace KymaIstioTransform.Certificates.Pem;

/// <summary>Reads and writes PEM (RFC 7468). A damaged block is an error. Text between blocks is allowed, as in Envoy.</summary>
internal static class PemText
{
    private const int DerSequence = 0x30;

    /// <summary>All blocks, at least one; <paramref name="what"/> is the text's name in messages, such as "the certificate".</summary>
    /// <exception cref="CertificateException">The text has no block, a damaged one, or an encrypted key.</exception>
    public static IReadOnlyList<PemBlock> Read(ReadOnlySpan<byte> pem, string what)
    {
        // Checked first: PemEncoding cannot read a block with headers, and it would be reported as damaged.
        if (pem.IndexOf("Proc-Type: 4,ENCRYPTED"u8) >= 0)
        {
            throw PrivateKey.Encrypted();
        }

        var blocks = new List<PemBlock>();
        var rest = pem;
        while (PemEncoding.TryFindUtf8(rest, out var fields))
        {
            var der = new byte[fields.DecodedDataLength];
            Convert.TryFromBase64String(Encoding.ASCII.GetString(rest[fields.Base64Data]), der, out _);
            blocks.Add(new PemBlock(Encoding.ASCII.GetString(rest[fields.Label]), der));
            rest = rest[fields.Location.End..];
        }

        // PemEncoding skips blocks that it cannot read. Without this check, an incomplete chain could be served.
        if (blocks.Count != pem.Count("-----BEGIN "u8))
        {
            throw new CertificateException(
                $"{what} has a damaged PEM block: each needs a line -----BEGIN X-----, base64, and a line -----END X-----"
            );
        }

        return blocks.Count > 0 ? blocks : throw NoBlock(pem, what);
    }

    /// <summary>Writes one block: lines of 64 characters, with line feeds only, including a final one.</summary>
    public static byte[] Write(string label, ReadOnlySpan<byte> der) => Encoding.ASCII.GetBytes(PemEncoding.WriteString(label, der) + "\n");

    private static CertificateException NoBlock(ReadOnlySpan<byte> pem, string what)
    {
        var binary = pem.Length > 0 && pem[0] == DerSequence && !Ascii.IsValid(pem);
        return new CertificateException(
            binary
                ? $"{what} is binary (DER or PKCS#12) and must be PEM: convert it with `openssl x509 -inform der`, `openssl pkey "
                    + "-inform der` or `openssl pkcs12 -nodes`"
                : $"{what} must be PEM: it has no -----BEGIN line"
        );
    }
}
