namespace KymaIstioTransform.Text;

/// <summary>A half-open range of byte offsets, <c>[Start, End)</c>, into one source.</summary>
internal readonly record struct ByteSpan(int Start, int End)
{
    /// <summary>The number of bytes.</summary>
    public int Length => End - Start;

    /// <summary>The empty span at an offset.</summary>
    public static ByteSpan At(int offset) => new(offset, offset);

    public override string ToString() => $"[{Start}..{End})";
}
