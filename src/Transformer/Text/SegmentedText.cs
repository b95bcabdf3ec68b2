using System.Buffers;

namespace KymaIstioTransform.Text;

/// <summary>A text in segments of other texts. It is written without building it as one array.</summary>
internal abstract class SegmentedText
{
    /// <summary>Segments are collected up to this size, because each write is a system call.</summary>
    private const int BufferSize = 1 << 16;

    private byte[]? whole;

    /// <summary>All bytes in order; some segments may be empty.</summary>
    public abstract IEnumerable<ReadOnlyMemory<byte>> Segments { get; }

    /// <summary>The line break of the first line, or LF when the text has no line break.</summary>
    public byte[] LineBreak
    {
        get
        {
            byte last = 0;
            foreach (var segment in Segments)
            {
                if (segment.Span.IndexOf((byte)'\n') is >= 0 and var at)
                {
                    return (at > 0 ? segment.Span[at - 1] : last) == '\r' ? "\r\n"u8.ToArray() : "\n"u8.ToArray();
                }

                last = segment.IsEmpty ? last : segment.Span[^1];
            }

            return "\n"u8.ToArray();
        }
    }

    /// <summary>All bytes as one array, for callers that parse them.</summary>
    public virtual byte[] ToArray()
    {
        if (whole is null)
        {
            whole = GC.AllocateUninitializedArray<byte>(Segments.Sum(s => s.Length));
            var rest = whole.AsSpan();
            foreach (var segment in Segments)
            {
                segment.Span.CopyTo(rest);
                rest = rest[segment.Length..];
            }
        }

        return whole;
    }

    /// <summary>True when the text has exactly these bytes.</summary>
    public bool Is(ReadOnlySpan<byte> bytes)
    {
        foreach (var segment in Segments)
        {
            if (!bytes.StartsWith(segment.Span))
            {
                return false;
            }

            bytes = bytes[segment.Length..];
        }

        return bytes.IsEmpty;
    }

    /// <summary>Writes all bytes without building them as one array.</summary>
    public void CopyTo(Stream stream)
    {
        foreach (var block in Blocks())
        {
            stream.Write(block.Span);
        }
    }

    /// <summary>All bytes in order, in blocks that are worth a system call. A block is valid until the next one is requested.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Blocks()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var gathered = 0;
        foreach (var segment in Segments)
        {
            if (gathered + segment.Length > buffer.Length)
            {
                yield return buffer.AsMemory(0, gathered);
                gathered = 0;
            }

            if (segment.Length > buffer.Length)
            {
                yield return segment;
            }
            else
            {
                segment.CopyTo(buffer.AsMemory(gathered));
                gathered += segment.Length;
            }
        }

        yield return buffer.AsMemory(0, gathered);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}

/// <summary>A text made of these segments.</summary>
internal sealed class JoinedText(IEnumerable<ReadOnlyMemory<byte>> segments) : SegmentedText
{
    public override IEnumerable<ReadOnlyMemory<byte>> Segments => segments;
}
