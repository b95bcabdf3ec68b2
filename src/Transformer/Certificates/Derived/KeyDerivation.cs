using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace KymaIstioTransform.Certificates.Derived;

/// <summary>
/// HKDF-SHA256 (RFC 5869) from a seed to the secret numbers of one certificate. Everything that the certificate depends on is an input of
/// the derivation. Two certificates that differ in any input share no number.
/// </summary>
internal sealed class KeyDerivation(Seed seed, CertificateNames names, RotationWindow window)
{
    // Part of every derived certificate: never change this constant. A new version needs a new constant.
    private const string ForDomain = "kyma-istio-transform/derived-certificate/v1";
    private const string ForHosts = "kyma-istio-transform/derived-certificate/hosts/v1";
    private const string KeyPurpose = "p-256 private key";
    private const string SerialPurpose = "serial number";
    private const int SerialLength = 16;

    // 128 bits more than the order: reduction leaves a bias below 2^-128.
    private const int WideLength = P256.FieldLength + 16;

    /// <summary>A private key, uniform in 1 to n-1.</summary>
    public BigInteger DeriveScalar() => (P256.ToInteger(Derive(KeyPurpose, WideLength)) % (P256.Order - 1)) + 1;

    /// <summary>The bytes of a serial number, 16 of them.</summary>
    public byte[] DeriveSerial() => Derive(SerialPurpose, SerialLength);

    private byte[] Derive(string purpose, int length)
    {
        // Every variable part is prefixed with its length, and a list with its count, so that no two inputs give the same bytes.
        var version = names.Domain is null ? ForHosts : ForDomain;
        byte[] info =
        [
            .. WithLength(version),
            .. WithLength(purpose),
            .. Names(),
            .. Number(window.Number),
            .. Number((long)window.Length.TotalSeconds),
            .. Number((long)window.Overlap.TotalSeconds),
        ];
        return seed.Derive(Encoding.ASCII.GetBytes(version), info, length);
    }

    private byte[] Names() =>
        names.Domain is { } domain ? WithLength(domain.Apex) : [.. Number(names.DnsNames.Count), .. names.DnsNames.SelectMany(WithLength)];

    private static byte[] WithLength(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Number(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
