namespace KymaIstioTransform.Text;

/// <summary>Line arithmetic on bytes; a line break is LF, or CR LF with the CR belonging to the break.</summary>
internal static class Lines
{
    /// <summary>Where the line that holds <paramref name="offset"/> starts.</summary>
    public static int Start(ReadOnlySpan<byte> source, int offset) => source[..offset].LastIndexOf((byte)'\n') + 1;

    /// <summary>The number of bytes before <paramref name="offset"/> on its line.</summary>
    public static int Column(ReadOnlySpan<byte> source, int offset) => offset - Start(source, offset);

    /// <summary>Where the line's content ends: before its line break, or at the end of the source.</summary>
    public static int End(ReadOnlySpan<byte> source, int offset)
    {
        var newline = source[offset..].IndexOf((byte)'\n');
        if (newline < 0)
        {
            return source.Length;
        }

        return Trimmed(source, offset, offset + newline);
    }

    /// <summary>Where the content of a line from <paramref name="start"/> to its line feed ends.</summary>
    public static int Trimmed(ReadOnlySpan<byte> source, int start, int lineFeed) =>
        lineFeed > start && source[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;

    /// <summary>Where the next line starts, or the end of the source.</summary>
    public static int Next(ReadOnlySpan<byte> source, int offset)
    {
        var newline = source[offset..].IndexOf((byte)'\n');
        return newline < 0 ? source.Length : offset + newline + 1;
    }

    /// <summary>
    /// The first offset from <paramref name="offset"/> on that has no blank, line break or comment, or the end of the source.
    /// </summary>
    public static int NextContent(ReadOnlySpan<byte> source, int offset)
    {
        while (offset < source.Length && source[offset] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'#')
        {
            offset = source[offset] == '#' ? Next(source, offset) : offset + 1;
        }

        return offset;
    }

    /// <summary>The line break of the first line, or LF when the source has no line break.</summary>
    public static byte[] Break(ReadOnlySpan<byte> source)
    {
        var newline = source.IndexOf((byte)'\n');
        return newline > 0 && source[newline - 1] == '\r' ? "\r\n"u8.ToArray() : "\n"u8.ToArray();
    }
}
