using System.Buffers;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>Collects the decoded bytes of a scalar, and where each of them is in the source.</summary>
internal sealed class ScalarTextBuilder(YamlNode scalar)
{
    private readonly byte[] source = scalar.Tree.Source;

    /// <summary>Nearly all scalars have one run, and long ones have a run for each line.</summary>
    private readonly List<(int Decoded, int Source)> map = new(1 + (scalar.Span.Length / 64));
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(scalar.Span.Length);

    /// <summary>The offset in the source from which a copy continues the last run; -1 for none.</summary>
    private int next = -1;

    /// <summary>The number of decoded bytes so far.</summary>
    public int Count { get; private set; }

    /// <summary>The text. It ends at <paramref name="sourceEnd"/> in the source; the builder cannot be used any more.</summary>
    public ScalarText Build(int sourceEnd)
    {
        var exact = GC.AllocateUninitializedArray<byte>(Count);
        bytes.AsSpan(0, Count).CopyTo(exact);
        ArrayPool<byte>.Shared.Return(bytes);
        return new ScalarText(exact, map, sourceEnd);
    }

    /// <summary>Adds bytes of the source as they are.</summary>
    public void Copy(int start, int end)
    {
        if (start >= end)
        {
            return;
        }

        if (next != start)
        {
            map.Add((Count, start));
        }

        Append(source.AsSpan(start, end - start));
        next = end;
    }

    /// <summary>Adds bytes that the source writes differently; they all map to the start of the source's form.</summary>
    public void Put(int at, params ReadOnlySpan<byte> text)
    {
        map.Add((Count, at));
        Append(text);
        next = -1;
    }

    /// <summary>
    /// Folds the line breaks at the end of the text, which start at <paramref name="start"/>: a single one becomes a space, of more the
    /// first is dropped.
    /// </summary>
    public void FoldBreaks(int start)
    {
        if (Count - start == 1)
        {
            bytes[start] = (byte)' ';
        }
        else if (Count > start)
        {
            // All of them are line breaks.
            Count--;
            var first = map.FindLastIndex(run => run.Decoded <= start);
            map.RemoveAt(first);
            for (var i = first; i < map.Count; i++)
            {
                map[i] = (map[i].Decoded - 1, map[i].Source);
            }
        }
    }

    /// <summary>
    /// Adds a line of a plain or quoted scalar without the blanks before its break, and folds the break and the blank lines after it: one
    /// break is a space, n are n-1. Returns where the text continues.
    /// </summary>
    public int FoldLine(int start, int lineBreak, int end)
    {
        Copy(start, start + source.AsSpan(start, lineBreak - start).TrimEnd(" \t\r"u8).Length);
        return FoldLines(lineBreak, end, single: " "u8);
    }

    /// <summary>
    /// Folds line breaks and the blanks around them; a single one becomes <paramref name="single"/>. Returns where the text continues.
    /// </summary>
    public int FoldLines(int lineBreak, int end, ReadOnlySpan<byte> single)
    {
        var breaks = 0;
        var after = lineBreak;
        while (after < end && source[after] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            breaks += source[after++] == '\n' ? 1 : 0;
        }

        if (breaks > 1)
        {
            Put(lineBreak, Enumerable.Repeat((byte)'\n', breaks - 1).ToArray());
        }
        else if (single.Length > 0)
        {
            Put(lineBreak, single);
        }

        return after;
    }

    /// <summary>
    /// Ends a literal or folded scalar: its last line breaks are kept, dropped, or reduced to one, as its header says.
    /// </summary>
    /// <param name="chomping">The indicator of the header; see <see cref="BlockScalar"/>.</param>
    /// <param name="content">The number of bytes up to the end of the last line with content.</param>
    public ScalarText Chomp(char chomping, int content)
    {
        var keep = chomping switch
        {
            '+' => Count,
            '-' => content,
            _ => Math.Min(Count, content + (content > 0 ? 1 : 0)),
        };
        if (keep == Count)
        {
            return Build(scalar.Span.End);
        }

        var (decoded, at) = map.FindLast(run => run.Decoded <= keep);
        Count = keep;
        return Build(at + keep - decoded);
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        // Few escapes are shorter than their decoded bytes.
        if (text.Length > bytes.Length - Count)
        {
            Array.Resize(ref bytes, (2 * bytes.Length) + text.Length);
        }

        text.CopyTo(bytes.AsSpan(Count));
        Count += text.Length;
    }
}
