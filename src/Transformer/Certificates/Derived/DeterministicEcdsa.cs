using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace KymaIstioTransform.Certificates.Derived;

/// <summary>
/// ECDSA on P-256 with SHA-256 and the nonce of RFC 6979: one key and one message give one signature. The platform computes points and
/// hashes. Only the arithmetic modulo the order is done here, and it is not constant-time.
/// </summary>
internal static class DeterministicEcdsa
{
    /// <summary>The signature as a DER sequence of r and s.</summary>
    public static byte[] Sign(P256Key key, ReadOnlySpan<byte> message)
    {
        var hash = SHA256.HashData(message);
        var z = P256.ToInteger(hash);
        var nonces = new NonceGenerator(key.Scalar, z);
        while (true)
        {
            var k = nonces.Next();
            var r = P256.ToInteger(P256.Multiply(k).X) % P256.Order;
            var inverse = BigInteger.ModPow(k, P256.Order - 2, P256.Order);
            var s = inverse * (z + (r * key.Scalar)) % P256.Order;
            if (!r.IsZero && !s.IsZero)
            {
                return Checked(key, hash, Encode(r, s));
            }
        }
    }

    /// <summary>Verifies the signature with the platform before it is returned: a wrong signature could reveal the key.</summary>
    private static byte[] Checked(P256Key key, byte[] hash, byte[] signature) =>
        key.Verifies(hash, signature)
            ? signature
            : throw new CryptographicException("the deterministic signature does not verify on this platform");

    private static byte[] Encode(BigInteger r, BigInteger s)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(r);
            writer.WriteInteger(s);
        }

        return writer.Encode();
    }

    /// <summary>RFC 6979 section 3.2: HMAC-SHA256 as a generator of candidates, seeded by the key and the hash.</summary>
    private sealed class NonceGenerator
    {
        private const int HashLength = 32;

        private byte[] key = new byte[HashLength];
        private byte[] value = [.. Enumerable.Repeat((byte)1, HashLength)];

        public NonceGenerator(BigInteger scalar, BigInteger hash)
        {
            byte[] entropy = [.. P256.ToBytes(scalar), .. P256.ToBytes(hash % P256.Order)];
            Mix(0, entropy);
            Mix(1, entropy);
        }

        public BigInteger Next()
        {
            while (true)
            {
                // The order and the hash both have 256 bits: one round gives one candidate, without a shift.
                value = HMACSHA256.HashData(key, value);
                var candidate = P256.ToInteger(value);
                Mix(0, []);
                if (candidate > 0 && candidate < P256.Order)
                {
                    return candidate;
                }
            }
        }

        private void Mix(byte separator, byte[] entropy)
        {
            key = HMACSHA256.HashData(key, (byte[])[.. value, separator, .. entropy]);
            value = HMACSHA256.HashData(key, value);
        }
    }
}
