namespace KymaIstioTransform.Text;

/// <summary>One change to a source: the bytes of <paramref name="Span"/> become <paramref name="NewText"/> (UTF-8).</summary>
internal sealed record ByteEdit(ByteSpan Span, byte[] NewText)
{
    /// <summary>The same edit for a source in which its bytes have other offsets: larger by <paramref name="distance"/>.</summary>
    public ByteEdit MovedBy(int distance) => this with { Span = new ByteSpan(Span.Start + distance, Span.End + distance) };
}

/// <summary>Applies edits to the source they were made for, once.</summary>
internal static class ByteEdits
{
    /// <summary>
    /// Orders edits by place. Insertions at one offset keep the order they were made in and come before a replacement that starts there.
    /// </summary>
    /// <exception cref="InvalidOperationException">Two edits overlap: a bug in the caller, not in the input.</exception>
    public static IReadOnlyList<ByteEdit> Ordered(IEnumerable<ByteEdit> edits)
    {
        var ordered = Sorted(edits);
        return FindOverlap(ordered) is { } overlap
            ? throw new InvalidOperationException($"edits overlap: {overlap.First.Span} and {overlap.Second.Span}")
            : ordered;
    }

    /// <summary>The same order without the check for overlaps.</summary>
    public static IReadOnlyList<ByteEdit> Sorted(IEnumerable<ByteEdit> edits)
    {
        ByteEdit[] all = [.. edits];
        for (var i = 1; i < all.Length; i++)
        {
            if (Place(all[i - 1]) > Place(all[i]))
            {
                return [.. all.OrderBy(Place)];
            }
        }

        return all;
    }

    private static long Place(ByteEdit edit) => ((long)edit.Span.Start << 32) + edit.Span.End;

    /// <summary>The first two edits that overlap, or null.</summary>
    public static (ByteEdit First, ByteEdit Second)? FindOverlap(IReadOnlyList<ByteEdit> sorted)
    {
        for (var i = 1; i < sorted.Count; i++)
        {
            if (sorted[i].Span.Start < sorted[i - 1].Span.End)
            {
                return (sorted[i - 1], sorted[i]);
            }
        }

        return null;
    }

    /// <summary>The edited bytes as one array.</summary>
    public static byte[] Apply(ReadOnlyMemory<byte> source, IEnumerable<ByteEdit> edits)
    {
        var ordered = Ordered(edits);
        var result = GC.AllocateUninitializedArray<byte>(source.Length + ordered.Sum(e => e.NewText.Length - e.Span.Length));
        var (read, written) = (0, 0);
        foreach (var edit in ordered)
        {
            Copy(source.Span[read..edit.Span.Start]);
            Copy(edit.NewText);
            read = edit.Span.End;
        }

        Copy(source.Span[read..]);
        return result;

        void Copy(ReadOnlySpan<byte> piece)
        {
            piece.CopyTo(result.AsSpan(written));
            written += piece.Length;
        }
    }
}
