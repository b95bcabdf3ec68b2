using System.Buffers;
using System.Text.Unicode;

namespace KymaIstioTransform.Syntax;

/// <summary>Checks on the raw bytes that YAML readers differ in or skip: encoding, control characters, line breaks.</summary>
internal static class SourceChecks
{
    /// <summary>Control characters that YAML does not allow anywhere, and CR, which is looked at more closely.</summary>
    private static readonly SearchValues<byte> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(i => (byte)i).Where(b => b is not ((byte)'\t' or (byte)'\n')), 0x7f]);

    /// <exception cref="YamlException">The bytes are no text that every YAML reader takes.</exception>
    public static void Check(ReadOnlySpan<byte> source)
    {
        if (source is [0xff, 0xfe, ..] or [0xfe, 0xff, ..])
        {
            throw new YamlException("this is UTF-16, but only UTF-8 is supported (convert it with iconv -t UTF-8)", 0);
        }

        // Nearly all of a manifest needs no closer look.
        var plain = ByteSearch.PlainEnd(source, 0);
        if (!Utf8.IsValid(source[plain..]))
        {
            throw new YamlException("this is no valid UTF-8", FirstInvalid(source));
        }

        for (var position = plain; source[position..].IndexOfAny(Suspects) is >= 0 and var found; position += found + 1)
        {
            var at = position + found;
            if (source[at] != '\r')
            {
                throw new YamlException($"the control character 0x{source[at]:X2} is not allowed in YAML (remove it)", at);
            }

            if (at + 1 >= source.Length || source[at + 1] != '\n')
            {
                throw new YamlException("a carriage return without a line feed is not supported as line break (convert the line breaks)", at);
            }
        }
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
