namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>A scalar's value, and the place of each of its bytes within the scalar. Equal scalars can share it.</summary>
/// <param name="bytes">The value.</param>
/// <param name="runs">
/// Pairs: from an offset of the value on, the bytes are in the scalar from an offset on, up to the next pair.
/// </param>
/// <param name="end">Where the text ends in the scalar.</param>
internal sealed class DecodedText(byte[] bytes, int[] runs, int end)
{
    public byte[] Bytes { get; } = bytes;

    /// <summary>The document in the text, after it was read for the first time; its <see cref="YamlTree.Embedding"/> is not set.</summary>
    public YamlTree? Document { get; set; }

    /// <summary>The offset in the scalar for an offset of the value; the end of the value maps to the end of the text.</summary>
    public int ToScalar(int offset)
    {
        if (offset >= Bytes.Length)
        {
            return end;
        }

        var (low, high) = (0, (runs.Length / 2) - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = runs[2 * middle] <= offset ? (middle, high) : (low, middle - 1);
        }

        return runs[(2 * low) + 1] + offset - runs[2 * low];
    }
}
