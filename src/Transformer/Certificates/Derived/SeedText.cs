using System.Text;
using System.Text.Unicode;

namespace KymaIstioTransform.Certificates.Derived;

/// <summary>
/// Distinguishes the forms of a seed; no content matches two forms. Text (UTF-8 without control characters) is hexadecimal if it has only
/// hexadecimal digits in one case. Otherwise, it is base64 or base64url with both cases. Surrounding white space and line breaks are
/// ignored. Other text is a password and is rejected. All other content is the seed's raw bytes, unless it is UTF-16 text.
/// </summary>
internal static class SeedText
{
    // A random seed of 32 bytes has about 31 distinct characters in base64; words and names have fewer. Fewer than 18 occur once in 10^10.
    private const int MinDistinctBase64 = 18;

    /// <summary>True for UTF-8 without control characters other than white space.</summary>
    public static bool IsText(ReadOnlySpan<byte> content) =>
        Utf8.IsValid(content)
        && !content.ContainsAnyInRange((byte)0x00, (byte)0x08)
        && !content.ContainsAnyInRange((byte)0x0B, (byte)0x0C)
        && !content.ContainsAnyInRange((byte)0x0E, (byte)0x1F)
        && !content.Contains((byte)0x7F);

    /// <summary>Decodes hexadecimal or base64 text.</summary>
    /// <exception cref="CertificateException">The text is neither.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> content)
    {
        var text = Encoding
            .UTF8.GetString(content.StartsWith(Utf8Mark) ? content[Utf8Mark.Length..] : content)
            .Trim()
            .Replace("\r", "", StringComparison.Ordinal)
            .Replace("\n", "", StringComparison.Ordinal);
        if (text.Length == 0)
        {
            throw new CertificateException("the seed is empty: create one with `openssl rand -base64 32`");
        }

        return text.All(char.IsAsciiHexDigit) ? DecodeHex(text) : DecodeBase64(text);
    }

    /// <summary>
    /// True for UTF-16 text, as PowerShell writes it: every other byte is zero. It must not be read as raw bytes, because the seed would
    /// differ from that of the same text in UTF-8.
    /// </summary>
    public static bool IsUtf16(ReadOnlySpan<byte> content)
    {
        var text = content.StartsWith(Utf16LittleEndian) || content.StartsWith(Utf16BigEndian) ? content[2..] : content;
        if (text.Length < 2 || text.Length % 2 != 0)
        {
            return false;
        }

        var (even, odd) = (0, 0);
        for (var i = 0; i < text.Length; i += 2)
        {
            even += text[i] == 0 ? 1 : 0;
            odd += text[i + 1] == 0 ? 1 : 0;
        }

        return (even == text.Length / 2) != (odd == text.Length / 2);
    }

    private static ReadOnlySpan<byte> Utf16LittleEndian => [0xFF, 0xFE];

    private static ReadOnlySpan<byte> Utf16BigEndian => [0xFE, 0xFF];

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// Decodes hexadecimal in one case. Hexadecimal in both cases is rejected because it could also be base64, which would give another
    /// seed.
    /// </summary>
    private static byte[] DecodeHex(string text)
    {
        if (text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiLetterLower))
        {
            throw new CertificateException("the seed could be hexadecimal or base64: write hexadecimal digits in lower case");
        }

        return text.Length % 2 == 0
            ? Convert.FromHexString(text)
            : throw new CertificateException("the seed has an odd number of hexadecimal digits: a digit is missing");
    }

    private static byte[] DecodeBase64(string text)
    {
        var standard = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var padded = standard + new string('=', (4 - (standard.Length % 4)) % 4);
        var bytes = new byte[padded.Length];
        if (standard.Contains(' ', StringComparison.Ordinal) || !Convert.TryFromBase64String(padded, bytes, out var length))
        {
            throw new CertificateException(
                "the seed must be random bytes, in binary, hexadecimal or base64; create one with `openssl rand -base64 32`"
            );
        }

        SeedStrength.RequireNoPattern(Encoding.ASCII.GetBytes(standard));
        return IsVaried(standard) ? bytes[..length] : throw SeedStrength.Weak("its base64 text looks like words");
    }

    private static bool IsVaried(string text) =>
        text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiLetterLower) && text.Distinct().Count() >= MinDistinctBase64;
}
