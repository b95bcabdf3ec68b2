using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace KymaIstioTransform.Certificates.Derived;

/// <summary>
/// A P-256 key pair and its two encodings. They are written here and not by the platform, so that they never change. ToString shows no key
/// data.
/// </summary>
internal sealed class P256Key
{
    private const byte Uncompressed = 4;

    private static readonly Asn1Tag PublicKeyTag = new(TagClass.ContextSpecific, 1);

    private readonly ECPoint point;

    /// <summary>The key pair of a private key between 1 and n-1.</summary>
    public P256Key(BigInteger scalar) => (Scalar, point) = (scalar, P256.Multiply(scalar));

    /// <summary>The private key.</summary>
    public BigInteger Scalar { get; }

    /// <summary>SubjectPublicKeyInfo (RFC 5480), uncompressed point, named curve.</summary>
    public byte[] EncodePublicKey()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteAlgorithm(writer);
            writer.WriteBitString(EncodePoint());
        }

        return writer.Encode();
    }

    /// <summary>PKCS#8 (RFC 5208) around ECPrivateKey (RFC 5915) with the public key: what `openssl pkey` writes.</summary>
    public byte[] EncodePrivateKey()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            WriteAlgorithm(writer);
            using (writer.PushOctetString())
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                writer.WriteOctetString(P256.ToBytes(Scalar));
                using (writer.PushSequence(PublicKeyTag))
                {
                    writer.WriteBitString(EncodePoint());
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>True for a DER signature of a SHA-256 hash by this key.</summary>
    public bool Verifies(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
        return key.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.EcPublicKey);
            writer.WriteObjectIdentifier(Oids.P256);
        }
    }

    private byte[] EncodePoint() => [Uncompressed, .. point.X!, .. point.Y!];
}
