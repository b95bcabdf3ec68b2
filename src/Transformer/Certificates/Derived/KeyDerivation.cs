using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace KymaIstioTransform.Certificates.Derived;

/// <summary>
/// HKDF-SHA256 (RFC 5869) from a seed to the secret numbers of one certificate. Everything the certificate depends on enters
/// the derivation, so two certificates that differ in anything share no number.
/// </summary>
internal sealed class KeyDerivation(Seed seed, DomainName domain, RotationWindow window)
{
    // Part of every derived certificate: a new version is a new constant beside this one, never a change of it.
    private const string Version = "kyma-istio-transform/derived-certificate/v1";
    private const string KeyPurpose = "p-256 private key";
    private const string SerialPurpose = "serial number";

    // 128 bits more than the order has: reducing them leaves a bias below 2^-128.
    private const int WideLength = P256.FieldLength + 16;

    /// <summary>A private key, uniform in 1 to n-1.</summary>
    public BigInteger DeriveScalar() => (P256.ToInteger(Derive(KeyPurpose, WideLength)) % (P256.Order - 1)) + 1;

    public byte[] DeriveSerial() => Derive(SerialPurpose, SelfSignedCertificate.SerialLength);

    private byte[] Derive(string purpose, int length)
    {
        // Every variable part has its length in front, so no two inputs give the same bytes.
        byte[] info =
        [
            .. WithLength(Version),
            .. WithLength(purpose),
            .. WithLength(domain.Apex),
            .. Number(window.Number),
            .. Number((long)window.Length.TotalSeconds),
            .. Number((long)window.Overlap.TotalSeconds),
        ];
        return seed.Derive(Encoding.ASCII.GetBytes(Version), info, length);
    }

    private static byte[] WithLength(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Number(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
