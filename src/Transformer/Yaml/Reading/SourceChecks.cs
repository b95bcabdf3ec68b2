using System.Buffers;
using System.Text.Unicode;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>Checks the raw bytes for what YAML readers treat differently or skip: encoding, control characters, line breaks.</summary>
internal static class SourceChecks
{
    /// <exception cref="YamlException">The bytes are not text that every YAML reader accepts.</exception>
    public static void Check(ReadOnlySpan<byte> source)
    {
        if (source is [0xff, 0xfe, ..] or [0xfe, 0xff, ..])
        {
            throw new YamlException("the input is UTF-16, but only UTF-8 is supported (convert it with iconv -f UTF-16 -t UTF-8)", 0);
        }

        // Nearly all bytes of a manifest need no further check.
        var plain = ByteSearch.FirstUnusualByte(source, 0);
        if (!Utf8.IsValid(source[plain..]))
        {
            throw new YamlException("invalid UTF-8", FirstInvalid(source));
        }

        var mark = source[Math.Max(plain - 1, 0)..].IndexOf("\n\uFEFF"u8);
        if (mark >= 0)
        {
            throw new YamlException(
                "a byte order mark is in the middle of the input: some tools skip it and some read it as text (remove it)",
                Math.Max(plain - 1, 0) + mark + 1
            );
        }

        if (FirstControl(source, plain) is >= 0 and var at)
        {
            throw source[at] == '\r'
                ? new YamlException("a carriage return without a line feed is not supported as a line break (convert the line breaks)", at)
                : new YamlException($"the control character 0x{source[at]:X2} is not allowed in YAML (remove it)", at);
        }
    }

    /// <summary>
    /// The first control character that YAML does not allow, or CR without LF, from <paramref name="at"/> on; -1 when not found.
    /// </summary>
    public static int FirstControl(ReadOnlySpan<byte> source, int at)
    {
        for (at = ByteSearch.FirstUnusualByte(source, at); at < source.Length; at = ByteSearch.FirstUnusualByte(source, at + 1))
        {
            if (source[at] < 0x80 && !source[at..].StartsWith("\r\n"u8))
            {
                return at;
            }
        }

        return -1;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> source)
    {
        var position = 0;
        while (System.Text.Rune.DecodeFromUtf8(source[position..], out _, out var consumed) == OperationStatus.Done)
        {
            position += consumed;
        }

        return position;
    }
}
