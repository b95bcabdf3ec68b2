namespace KymaIstioTransform.Text;

/// <summary>A source with edits. Unchanged parts are segments of the source.</summary>
internal sealed class EditedText : SegmentedText
{
    private readonly byte[] source;

    /// <exception cref="InvalidOperationException">Two edits overlap: a bug in the caller, not in the input.</exception>
    public EditedText(byte[] source, IEnumerable<ByteEdit> edits) => (this.source, Edits) = (source, ByteEdits.Ordered(edits));

    /// <summary>Text without edits.</summary>
    public EditedText(byte[] source)
        : this(source, []) { }

    /// <summary>The edits in order of their places.</summary>
    public IReadOnlyList<ByteEdit> Edits { get; }

    public override IEnumerable<ReadOnlyMemory<byte>> Segments => SegmentsOf(new ByteSpan(0, source.Length), 0, Edits.Count);

    /// <summary>All bytes as one array; the source itself when there are no edits.</summary>
    public override byte[] ToArray() => Edits.Count == 0 ? source : base.ToArray();

    /// <summary>The length of a range of the source that contains all edits.</summary>
    public int LengthOf(ByteSpan range)
    {
        var length = range.Length;
        for (var i = 0; i < Edits.Count; i++)
        {
            length += Edits[i].NewText.Length - Edits[i].Span.Length;
        }

        return length;
    }

    /// <summary>Copies a range of the source that contains all edits.</summary>
    public void Copy(ByteSpan range, Span<byte> target)
    {
        foreach (var segment in SegmentsOf(range, 0, Edits.Count))
        {
            segment.Span.CopyTo(target);
            target = target[segment.Length..];
        }
    }

    /// <summary>A range of the source with <paramref name="count"/> edits from <paramref name="first"/> on.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> SegmentsOf(ByteSpan range, int first, int count)
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
