using System.Formats.Asn1;
using System.Security.Cryptography;

namespace KymaIstioTransform.Certificates.Pem;

/// <summary>Loads a private key from its PEM block: RSA or ECDSA, which the platform supports and every Envoy serves.</summary>
internal static class PrivateKey
{
    /// <summary>Returns an RSA or an ECDsa object.</summary>
    /// <exception cref="CertificateException">The block is not an unencrypted RSA or ECDSA key.</exception>
    public static AsymmetricAlgorithm Load(PemBlock block)
    {
        try
        {
            return block.Label switch
            {
                PemBlock.PrivateKey => LoadPkcs8(block.Der),
                "RSA PRIVATE KEY" => Import(RSA.Create(), key => key.ImportRSAPrivateKey(block.Der, out _)),
                "EC PRIVATE KEY" => Import(ECDsa.Create(), key => key.ImportECPrivateKey(block.Der, out _)),
                "ENCRYPTED PRIVATE KEY" => throw Encrypted(),
                _ => throw new CertificateException($"the private key is of the kind `{block.Label}`; it must be RSA or ECDSA"),
            };
        }
        catch (Exception e) when (CryptoExceptions.IsMalformedInput(e))
        {
            // The cause is left out: its text is from a parser that has read the key.
            throw new CertificateException($"the private key cannot be read: its `{block.Label}` block is not a valid key");
        }
    }

    /// <summary>The error for an encrypted key.</summary>
    public static CertificateException Encrypted() =>
        new(
            "the private key is encrypted, and a gateway cannot ask for its password: decrypt it with `openssl pkey -in "
            + "encrypted.key -out plain.key`"
        );

    private static AsymmetricAlgorithm LoadPkcs8(byte[] der)
    {
        var algorithm = ReadAlgorithm(der);
        return algorithm switch
        {
            Oids.RsaEncryption => Import(RSA.Create(), key => key.ImportPkcs8PrivateKey(der, out _)),
            Oids.EcPublicKey => Import(ECDsa.Create(), key => key.ImportPkcs8PrivateKey(der, out _)),
            _ => throw new CertificateException(
                $"the private key is {NameOf(algorithm)}, which is not supported: it must be RSA or ECDSA"
            ),
        };
    }

    private static AsymmetricAlgorithm Import<T>(T key, Action<T> import)
        where T : AsymmetricAlgorithm
    {
        try
        {
            import(key);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static string ReadAlgorithm(byte[] pkcs8)
    {
        var info = new AsnReader(pkcs8, AsnEncodingRules.BER).ReadSequence();
        info.ReadInteger();
        return info.ReadSequence().ReadObjectIdentifier();
    }

    private static string NameOf(string oid) =>
        oid switch
        {
            "1.3.101.112" => "an Ed25519 key",
            "1.3.101.113" => "an Ed448 key",
            "1.2.840.113549.1.1.10" => "an RSA-PSS key",
            "1.2.840.10040.4.1" => "a DSA key",
            _ => $"of the kind {oid}",
        };
}
