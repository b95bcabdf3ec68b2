namespace KymaIstioTransform.Text;

/// <summary>Lines and columns of a source's offsets. The first lookup counts all lines once; later lookups reuse the result.</summary>
internal sealed class LineIndex(byte[] source)
{
    /// <summary>A lookup scans at most this many bytes.</summary>
    private const int BlockSize = 4096;

    private readonly Lazy<int[]> breaksBefore = new(() => Count(source));

    /// <summary>Line and column of an offset, both from 1; the column counts bytes.</summary>
    public (int Line, int Column) Position(int offset)
    {
        offset = Math.Min(offset, source.Length);
        var block = offset / BlockSize;
        var breaks = breaksBefore.Value[block] + source.AsSpan((block * BlockSize)..offset).Count((byte)'\n');
        return (breaks + 1, Lines.Column(source, offset) + 1);
    }

    /// <summary>The line breaks before each block.</summary>
    private static int[] Count(ReadOnlySpan<byte> source)
    {
        var breaks = new int[(source.Length / BlockSize) + 1];
        for (var block = 1; block < breaks.Length; block++)
        {
            breaks[block] = breaks[block - 1] + source.Slice((block - 1) * BlockSize, BlockSize).Count((byte)'\n');
        }

        return breaks;
    }
}
