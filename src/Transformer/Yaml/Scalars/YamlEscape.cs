using System.Buffers.Text;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>The escape sequences of double-quoted scalars.</summary>
internal static class YamlEscape
{
    /// <summary>The result for a sequence that is not valid.</summary>
    public const int Invalid = -1;

    /// <summary>The character that a letter after a backslash names; null when it names none.</summary>
    public static char? Named(byte code) =>
        code switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' or (byte)' ' => (char)code,
            (byte)'n' => '\n',
            (byte)'t' => '\t',
            (byte)'r' => '\r',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'0' => '\0',
            (byte)'a' => '\a',
            (byte)'e' => '\e',
            (byte)'v' => '\v',
            (byte)'N' => '\u0085',
            (byte)'_' => '\u00a0',
            (byte)'L' => '\u2028',
            (byte)'P' => '\u2029',
            _ => null,
        };

    /// <summary>
    /// Where the escape that starts at <paramref name="at"/> ends, or <see cref="Invalid"/>. A line break after the backslash is not part
    /// of it.
    /// </summary>
    public static int End(ReadOnlySpan<byte> bytes, int at) =>
        at + 1 >= bytes.Length
            ? Invalid
            : bytes[at + 1] switch
            {
                (byte)'\n' or (byte)'\r' => at + 1,
                (byte)'x' or (byte)'u' or (byte)'U' => ReadCharacter(bytes, at, out _),
                var code => Named(code) is null ? Invalid : at + 2,
            };

    /// <summary>
    /// Reads the hexadecimal code point of <c>\x</c>, <c>\u</c> or <c>\U</c> at <paramref name="at"/>. Surrogates come in pairs only, as
    /// JSON
    /// writes them. Returns where the sequence ends, or <see cref="Invalid"/>.
    /// </summary>
    /// <param name="bytes">The source up to the end of the scalar or further.</param>
    /// <param name="at">The offset of the backslash.</param>
    /// <param name="character">The code point, also when it is not a character; -1 without a number.</param>
    public static int ReadCharacter(ReadOnlySpan<byte> bytes, int at, out long character)
    {
        var digits = bytes[at + 1] switch
        {
            (byte)'x' => 2,
            (byte)'u' => 4,
            _ => 8,
        };
        var after = at + 2 + digits;
        character = Hex(bytes, at + 2, digits);
        if (
            character is >= 0xD800 and < 0xDC00
            && digits == 4
            && bytes[after..].StartsWith("\\u"u8)
            && Hex(bytes, after + 2, 4) is >= 0xDC00 and < 0xE000 and var low
        )
        {
            character = char.ConvertToUtf32((char)character, (char)low);
            return after + 6;
        }

        return character is (>= 0 and < 0xD800) or (>= 0xE000 and <= 0x10FFFF) ? after : Invalid;
    }

    private static long Hex(ReadOnlySpan<byte> bytes, int at, int digits) =>
        bytes.Length - at >= digits
        && Utf8Parser.TryParse(bytes.Slice(at, digits), out uint value, out var consumed, 'x')
        && consumed == digits
            ? value
            : -1;
}
