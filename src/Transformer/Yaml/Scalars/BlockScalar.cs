using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>
/// The header of a literal or folded scalar: chomping (<c>-</c>, <c>+</c> or a blank for clip), and the column and offset of its content.
/// </summary>
internal readonly record struct BlockScalar(char Chomping, int Indent, int ContentStart)
{
    /// <summary>The header of a literal or folded scalar.</summary>
    public static BlockScalar Of(YamlNode scalar)
    {
        var source = scalar.Tree.Source;
        var parent = scalar.Tree.ParentOf(scalar.Index);
        return Read(source, scalar.Span.Start, parent is null ? -1 : Lines.Column(source, parent.Value.Span.Start));
    }

    /// <summary>
    /// Reads the header at <paramref name="start"/>; text is indented deeper than <paramref name="parentIndent"/>, the column of the
    /// collection around it or -1, from which an indentation indicator counts too.
    /// </summary>
    public static BlockScalar Read(ReadOnlySpan<byte> source, int start, int parentIndent)
    {
        var chomping = ' ';
        var indent = 0;
        var position = start + 1;
        for (; position < source.Length && source[position] is (byte)'-' or (byte)'+' or (>= (byte)'1' and <= (byte)'9'); position++)
        {
            if (source[position] is (byte)'-' or (byte)'+')
            {
                chomping = (char)source[position];
            }
            else
            {
                indent = Math.Max(parentIndent, 0) + source[position] - '0';
            }
        }

        var contentStart = Lines.Next(source, position);
        return new BlockScalar(chomping, indent > 0 ? indent : DetectIndent(source, contentStart, parentIndent), contentStart);
    }

    /// <summary>
    /// The line of content at a line start, without indentation and line break; <paramref name="next"/> is where the line after it starts.
    /// </summary>
    public ByteSpan LineAt(ReadOnlySpan<byte> source, int lineStart, int end, out int next)
    {
        var lineBreak = source[lineStart..end].IndexOf((byte)'\n');
        next = lineBreak < 0 ? end : lineStart + lineBreak + 1;
        var lineEnd = lineBreak < 0 ? end : Lines.Trimmed(source, lineStart, lineStart + lineBreak);
        return new ByteSpan(Math.Min(lineStart + Math.Min(Indent, LeadingSpaces(source, lineStart)), lineEnd), lineEnd);
    }

    /// <summary>The indentation of the first line of text; without text, the indentation of the longest blank line.</summary>
    private static int DetectIndent(ReadOnlySpan<byte> source, int position, int parentIndent)
    {
        var longest = 0;
        while (position < source.Length)
        {
            var spaces = LeadingSpaces(source, position);
            if (position + spaces < Lines.End(source, position))
            {
                return spaces > parentIndent ? spaces : longest;
            }

            longest = Math.Max(longest, spaces);
            position = Lines.Next(source, position);
        }

        return longest;
    }

    /// <summary>The number of spaces from an offset on.</summary>
    public static int LeadingSpaces(ReadOnlySpan<byte> source, int position) => ByteSearch.SpacesEnd(source, position) - position;

    /// <summary>True when the line holds nothing but indentation.</summary>
    public bool IsBlank(ReadOnlySpan<byte> source, int lineStart) =>
        LeadingSpaces(source, lineStart) <= Indent && lineStart + LeadingSpaces(source, lineStart) >= Lines.End(source, lineStart);

    /// <summary>Takes trailing blank lines off <paramref name="end"/>, unless the header keeps them as content.</summary>
    public int TrimEnd(ReadOnlySpan<byte> source, int end)
    {
        if (Chomping == '+')
        {
            return end;
        }

        // The parser's mark may be within the indentation of the next token. At the end of the source there is no next token: blanks are
        // text where they reach further than the indentation.
        var last = Lines.Start(source, end);
        last = end < source.Length && source[last..end].IndexOfAnyExcept((byte)' ') < 0 ? last : end;
        while (last > ContentStart)
        {
            var previous = Lines.Start(source, last - 1);
            if (previous < ContentStart || !IsBlank(source, previous))
            {
                break;
            }

            last = previous;
        }

        return Math.Max(last, Math.Min(end, ContentStart));
    }
}
