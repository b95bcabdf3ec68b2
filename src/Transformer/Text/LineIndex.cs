using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KymaIstioTransform.Text;

/// <summary>Lines and columns of a source's offsets. The first lookup counts all lines once; later lookups reuse the result.</summary>
internal sealed class LineIndex(byte[] source)
{
    /// <summary>A lookup scans at most this many bytes: few enough that a byte can count the line breaks in one lane of vectors.</summary>
    private const int BlockSize = 2048;

    private readonly Lazy<int[]> breaksBefore = new(() => Count(source));

    /// <summary>Line and column of an offset, both from 1; the column counts bytes.</summary>
    public (int Line, int Column) Position(int offset)
    {
        offset = Math.Min(offset, source.Length);
        var block = offset / BlockSize;
        var breaks = breaksBefore.Value[block] + Breaks(source.AsSpan((block * BlockSize)..offset));
        return (breaks + 1, Lines.Column(source, offset) + 1);
    }

    /// <summary>The line breaks before each block.</summary>
    private static int[] Count(ReadOnlySpan<byte> source)
    {
        var breaks = new int[(source.Length / BlockSize) + 1];
        for (var block = 1; block < breaks.Length; block++)
        {
            breaks[block] = breaks[block - 1] + Breaks(source.Slice((block - 1) * BlockSize, BlockSize));
        }

        return breaks;
    }

    /// <summary>The line breaks in a block or a part of it.</summary>
    private static int Breaks(ReadOnlySpan<byte> bytes)
    {
        ref var first = ref MemoryMarshal.GetReference(bytes);
        var (breaks, at, step) = (Vector128<byte>.Zero, (nuint)0, (nuint)Vector128<byte>.Count);
        for (; (nint)at <= bytes.Length - (4 * (int)step); at += 4 * step)
        {
            // An equal lane is -1.
            breaks -=
                IsBreak(ref first, at)
                + IsBreak(ref first, at + step)
                + IsBreak(ref first, at + (2 * step))
                + IsBreak(ref first, at + (3 * step));
        }

        var (lower, upper) = Vector128.Widen(breaks);
        return Vector128.Sum(lower + upper) + bytes[(int)at..].Count((byte)'\n');
    }

    private static Vector128<byte> IsBreak(ref byte first, nuint at) =>
        Vector128.Equals(Vector128.LoadUnsafe(ref first, at), Vector128.Create((byte)'\n'));
}
