using System.Security.Cryptography;

namespace KymaIstioTransform.Certificates.Derived;

/// <summary>
/// The secret from which certificates are derived: at least 32 bytes that appear random. Obviously weak seeds are rejected, but randomness
/// cannot be proven. ToString shows only the length.
/// </summary>
internal sealed class Seed
{
    /// <summary>The fewest bytes of a seed, decoded.</summary>
    public const int MinLength = 32;

    private readonly byte[] bytes;

    private Seed(byte[] bytes) => this.bytes = bytes;

    /// <summary>
    /// Reads the content of a seed file, or of an environment variable as UTF-8; see <see cref="SeedText"/> for the forms.
    /// </summary>
    /// <exception cref="CertificateException">The seed is weak, or has none of the forms.</exception>
    public static Seed Parse(ReadOnlySpan<byte> content)
    {
        if (SeedText.IsUtf16(content))
        {
            throw new CertificateException("the seed is text in UTF-16: write it in UTF-8");
        }

        var bytes = SeedText.IsText(content) ? SeedText.Decode(content) : content.ToArray();
        SeedStrength.Require(bytes);
        return new Seed(bytes);
    }

    /// <summary>HKDF-SHA256 (RFC 5869) with this seed as the input key.</summary>
    public byte[] Derive(byte[] salt, byte[] info, int length) => HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, length, salt, info);

    public override string ToString() => $"{nameof(Seed)} of {bytes.Length} bytes (not shown)";
}
