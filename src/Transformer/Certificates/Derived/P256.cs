using System.Numerics;
using System.Security.Cryptography;

namespace KymaIstioTransform.Certificates.Derived;

/// <summary>Parameters of the curve P-256 that the platform does not provide by name. The platform computes points.</summary>
internal static class P256
{
    /// <summary>The length of a coordinate or scalar in bytes.</summary>
    public const int FieldLength = 32;

    /// <summary>The order n of the base point.</summary>
    public static readonly BigInteger Order = ToInteger(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551")
    );

    /// <summary>A scalar times the base point: the public key of the private key <paramref name="scalar"/>.</summary>
    public static ECPoint Multiply(BigInteger scalar)
    {
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = ToBytes(scalar) });
        return key.ExportParameters(includePrivateParameters: false).Q;
    }

    /// <summary>Reads an unsigned number of any length.</summary>
    public static BigInteger ToInteger(ReadOnlySpan<byte> bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);

    /// <summary>Encodes with a fixed length, big-endian, with leading zeros.</summary>
    public static byte[] ToBytes(BigInteger value)
    {
        var bytes = new byte[FieldLength];
        value.TryWriteBytes(bytes.AsSpan(FieldLength - value.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
        return bytes;
    }
}
