namespace KymaIstioTransform.Text;

/// <summary>A half-open range of byte offsets, <c>[Start, End)</c>, into one source.</summary>
internal readonly record struct ByteSpan(int Start, int End)
{
    public int Length => End - Start;

    public static ByteSpan At(int offset) => new(offset, offset);

    public override string ToString() => $"[{Start}..{End})";
}
