using System.Buffers;

namespace KymaIstioTransform.Text;

/// <summary>
/// A source with edits. It is written without building the edited bytes: unchanged parts are written from the source.
/// </summary>
internal sealed class EditedText
{
    /// <summary>Pieces are collected up to this size, because each write is a system call.</summary>
    private const int BufferSize = 1 << 16;

    private readonly byte[] source;
    private byte[]? whole;

    /// <exception cref="InvalidOperationException">Two edits overlap: a bug in the caller, not in the input.</exception>
    public EditedText(byte[] source, IEnumerable<ByteEdit> edits) => (this.source, Edits) = (source, ByteEdits.Ordered(edits));

    /// <summary>Text without edits.</summary>
    public EditedText(byte[] source)
        : this(source, []) { }

    /// <summary>The edits in order of their places.</summary>
    public IReadOnlyList<ByteEdit> Edits { get; }

    /// <summary>All bytes as one array, for callers that parse them; the source itself when there are no edits.</summary>
    public byte[] ToArray()
    {
        if (whole is null && Edits.Count > 0)
        {
            var all = new ByteSpan(0, source.Length);
            var bytes = GC.AllocateUninitializedArray<byte>(LengthOf(all, 0, Edits.Count));
            Copy(all, 0, Edits.Count, bytes);
            whole = bytes;
        }

        return whole ?? source;
    }

    /// <summary>The length of a range of the source with <paramref name="count"/> edits from <paramref name="first"/> on.</summary>
    public int LengthOf(ByteSpan range, int first, int count)
    {
        var length = range.Length;
        for (var i = first; i < first + count; i++)
        {
            length += Edits[i].NewText.Length - Edits[i].Span.Length;
        }

        return length;
    }

    /// <summary>Copies a range of the source with <paramref name="count"/> edits from <paramref name="first"/> on.</summary>
    public void Copy(ByteSpan range, int first, int count, Span<byte> target)
    {
        foreach (var piece in Pieces(range, first, count))
        {
            piece.Span.CopyTo(target);
            target = target[piece.Length..];
        }
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
        foreach (var piece in Pieces(new ByteSpan(0, source.Length), 0, Edits.Count))
        {
            if (gathered + piece.Length > buffer.Length)
            {
                yield return buffer.AsMemory(0, gathered);
                gathered = 0;
            }

            if (piece.Length > buffer.Length)
            {
                yield return piece;
            }
            else
            {
                piece.CopyTo(buffer.AsMemory(gathered));
                gathered += piece.Length;
            }
        }

        yield return buffer.AsMemory(0, gathered);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private IEnumerable<ReadOnlyMemory<byte>> Pieces(ByteSpan range, int first, int count)
    {
        var at = range.Start;
        for (var i = first; i < first + count; i++)
        {
            yield return source.AsMemory(at..Edits[i].Span.Start);
            yield return Edits[i].NewText;
            at = Edits[i].Span.End;
        }

        yield return source.AsMemory(at..range.End);
    }
}
