using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>
/// Finds the lines of a literal or folded scalar; the offset after them and the scalar's own end differ by trailing blank lines.
/// </summary>
internal ref struct BlockScalarScanner(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private readonly YamlScanner scan = new(bytes);
    private bool keeps;
    private int explicitIndent;

    /// <summary>
    /// Reads the scalar whose indicator is at <paramref name="start"/>, in a collection at <paramref name="parentColumn"/>. Returns the
    /// start of the line after it or <see cref="YamlScanner.Unsupported"/>; <paramref name="end"/> is where the scalar's span ends.
    /// </summary>
    public int Read(int start, int parentColumn, out int end)
    {
        end = start;
        var contentStart = ReadHeader(start + 1);
        if (contentStart == YamlScanner.Unsupported)
        {
            return YamlScanner.Unsupported;
        }

        end = contentStart;
        var indent = explicitIndent > 0 ? parentColumn + explicitIndent : DetectIndent(contentStart, parentColumn);
        return indent == YamlScanner.Unsupported ? YamlScanner.Unsupported : ReadLines(contentStart, indent, ref end);
    }

    /// <summary>Chomping and indentation indicators, each at most once, then nothing but a comment.</summary>
    private int ReadHeader(int at)
    {
        var chomps = false;
        for (; at < bytes.Length; at++)
        {
            switch (bytes[at])
            {
                case (byte)'-' or (byte)'+' when !chomps:
                    chomps = true;
                    keeps = bytes[at] == '+';
                    break;
                case >= (byte)'1' and <= (byte)'9' when explicitIndent == 0:
                    explicitIndent = bytes[at] - '0';
                    break;
                default:
                    return scan.EndLine(at);
            }
        }

        return at;
    }

    /// <summary>
    /// The indentation of the first line with text. Readers differ about blanks before it beyond that indentation, and about blanks in a
    /// scalar without any text.
    /// </summary>
    private readonly int DetectIndent(int line, int parentColumn)
    {
        var longestBlank = 0;
        while (line < bytes.Length)
        {
            var text = scan.SkipSpaces(line);
            var spaces = text - line;
            if (!scan.IsBreakOrEnd(text))
            {
                var indent = spaces > parentColumn ? spaces : 0;
                return bytes[text] == '\t' || longestBlank > indent ? YamlScanner.Unsupported : Math.Max(indent, parentColumn + 1);
            }

            longestBlank = Math.Max(longestBlank, spaces);
            line = scan.NextLine(text);
        }

        return longestBlank > 0 ? YamlScanner.Unsupported : parentColumn + 1;
    }

    private readonly int ReadLines(int line, int indent, ref int end)
    {
        while (line < bytes.Length)
        {
            var text = ByteSearch.SpacesEnd(bytes, line);
            while (text - line >= indent && (uint)text < (uint)bytes.Length && bytes[text] > ' ')
            {
                // Nearly all lines are like this one: they have text.
                end = line = ByteSearch.NextLine(bytes, text);
                text = ByteSearch.SpacesEnd(bytes, line);
            }

            if (line == bytes.Length)
            {
                break;
            }

            var isBlank = scan.IsBreakOrEnd(text) && text - line <= indent;
            if (text - line < indent && !isBlank)
            {
                break;
            }

            if (text == bytes.Length && !isBlank)
            {
                // Blanks that are content, but end neither in text nor in a line break.
                return YamlScanner.Unsupported;
            }

            line = scan.NextLine(text);
            end = isBlank && !keeps ? end : line;
        }

        return line;
    }
}
