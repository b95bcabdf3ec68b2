using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace KymaIstioTransform.Certificates.Sealing;

/// <summary>
/// RSAES-OAEP with SHA-256 and a label (RFC 8017 section 7.1.1), encryption only: the platform's RSA does not support labels.
/// docs/certificates.md explains why the padding is implemented here and not taken from a library.
/// </summary>
internal static class RsaOaep
{
    private const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>Encrypts a short message, such as a session key; the result has the length of the modulus.</summary>
    /// <exception cref="CertificateException">The RSA key is too short for the message.</exception>
    public static byte[] Encrypt(SealingKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> label)
    {
        var padded = Pad(message, label, key.Modulus.Length, RandomNumberGenerator.GetBytes(HashLength));
        var power = BigInteger.ModPow(ToInteger(padded), ToInteger(key.Exponent), ToInteger(key.Modulus));
        var result = new byte[key.Modulus.Length];
        power.TryWriteBytes(
            result.AsSpan(result.Length - power.GetByteCount(isUnsigned: true)),
            out _,
            isUnsigned: true,
            isBigEndian: true
        );
        return result;
    }

    /// <summary>EME-OAEP: 00, masked seed, masked block of label hash, zeros, 01 and message.</summary>
    private static byte[] Pad(ReadOnlySpan<byte> message, ReadOnlySpan<byte> label, int length, ReadOnlySpan<byte> random)
    {
        if (message.Length > length - (2 * HashLength) - 2)
        {
            throw new CertificateException("the RSA key of the Sealed Secrets certificate is too short");
        }

        var padded = new byte[length];
        var seed = padded.AsSpan(1, HashLength);
        var block = padded.AsSpan(1 + HashLength);
        random.CopyTo(seed);
        SHA256.HashData(label, block);
        block[^(message.Length + 1)] = 1;
        message.CopyTo(block[^message.Length..]);
        Mask(block, seed);
        Mask(seed, block);
        return padded;
    }

    /// <summary>Exclusive or with MGF1 of the seed: SHA-256 of seed and counter, block after block.</summary>
    private static void Mask(Span<byte> target, ReadOnlySpan<byte> seed)
    {
        byte[] input = [.. seed, 0, 0, 0, 0];
        for (var (offset, counter) = (0, 0); offset < target.Length; offset += HashLength, counter++)
        {
            BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(seed.Length), counter);
            var mask = SHA256.HashData(input);
            for (var i = 0; i < Math.Min(HashLength, target.Length - offset); i++)
            {
                target[offset + i] ^= mask[i];
            }
        }
    }

    private static BigInteger ToInteger(byte[] bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);
}
