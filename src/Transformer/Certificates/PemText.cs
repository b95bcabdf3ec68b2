using System.Security.Cryptography;
using System.Text;

namespace KymaIstioTransform.Certificates;

/// <summary>Reads and writes PEM (RFC 7468): a damaged block is an error, text between blocks is allowed, as Envoy allows it.</summary>
internal static class PemText
{
    private const int DerSequence = 0x30;

    /// <summary>All blocks, at least one; <paramref name="what"/> is how messages name the text, as "the certificate".</summary>
    public static IReadOnlyList<PemBlock> Read(ReadOnlySpan<byte> pem, string what)
    {
        // Checked first: headers make a block unreadable for PemEncoding, and it would be reported as damaged.
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

        // PemEncoding skips blocks it cannot read; a chain that lost one would be served incomplete.
        if (blocks.Count != pem.Count("-----BEGIN "u8))
        {
            throw new CertificateException($"{what} has a damaged PEM block: each must run from -----BEGIN X----- to -----END X----- on lines of their own, with base64 between");
        }

        return blocks.Count > 0 ? blocks : throw NoBlock(pem, what);
    }

    /// <summary>One block: lines of 64 characters, line feeds only, and one at the end.</summary>
    public static byte[] Write(string label, ReadOnlySpan<byte> der) =>
        Encoding.ASCII.GetBytes(PemEncoding.WriteString(label, der) + "\n");

    private static CertificateException NoBlock(ReadOnlySpan<byte> pem, string what)
    {
        var binary = pem.Length > 0 && pem[0] == DerSequence && !Ascii.IsValid(pem);
        return new CertificateException(binary
            ? $"{what} is binary (DER or PKCS#12) and must be PEM: convert it with `openssl x509 -inform der`, `openssl pkey -inform der` or `openssl pkcs12 -nodes`"
            : $"{what} must be PEM: it has no -----BEGIN line");
    }
}
