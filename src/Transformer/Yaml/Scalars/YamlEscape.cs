using System.Buffers.Text;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>Checks the escape sequences of double-quoted scalars without decoding them.</summary>
internal static class YamlEscape
{
    /// <summary>
    /// Where the escape that starts at <paramref name="at"/> ends, or <see cref="YamlScanner.Unsupported"/>. A line break after the
    /// backslash is not part of it.
    /// </summary>
    public static int End(ReadOnlySpan<byte> bytes, int at) =>
        at + 1 < bytes.Length
            ? bytes[at + 1] switch
            {
                (byte)'"'
                or (byte)'\\'
                or (byte)'/'
                or (byte)' '
                or (byte)'n'
                or (byte)'t'
                or (byte)'r'
                or (byte)'b'
                or (byte)'f'
                or (byte)'0'
                or (byte)'a'
                or (byte)'e'
                or (byte)'v'
                or (byte)'N'
                or (byte)'_'
                or (byte)'L'
                or (byte)'P' => at + 2,
                (byte)'\n' or (byte)'\r' => at + 1,
                (byte)'x' => Character(bytes, at + 2, 2),
                (byte)'u' => Character(bytes, at + 2, 4),
                (byte)'U' => Character(bytes, at + 2, 8),
                _ => YamlScanner.Unsupported,
            }
            : YamlScanner.Unsupported;

    /// <summary>The digits of a character; surrogates come in pairs only, as JSON writes them.</summary>
    private static int Character(ReadOnlySpan<byte> bytes, int at, int digits)
    {
        var value = Hex(bytes, at, digits);
        var after = at + digits;
        return value switch
        {
            >= 0xD800
            and < 0xDC00 when digits == 4 && bytes[after..].StartsWith("\\u"u8) && Hex(bytes, after + 2, 4) is >= 0xDC00 and < 0xE000 =>
                after + 6,
            (>= 0 and < 0xD800) or (>= 0xE000 and <= 0x10FFFF) => after,
            _ => YamlScanner.Unsupported,
        };
    }

    private static long Hex(ReadOnlySpan<byte> bytes, int at, int digits) =>
        bytes.Length - at >= digits
        && Utf8Parser.TryParse(bytes.Slice(at, digits), out uint value, out var consumed, 'x')
        && consumed == digits
            ? value
            : YamlScanner.Unsupported;
}
