using System.Buffers;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>Collects the decoded bytes of a scalar, and where each of them is in the source.</summary>
internal sealed class ScalarTextBuilder(YamlNode scalar)
{
    private readonly byte[] source = scalar.Tree.Source;
    private readonly int start = scalar.Span.Start;

    /// <summary>
    /// The pairs of <see cref="DecodedText"/>, with offsets in the source. Nearly all scalars have one, and long ones have one for each
    /// line.
    /// </summary>
    private int[] runs = new int[2 * (1 + (scalar.Span.Length / 64))];
    private int runCount;
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
        Array.Resize(ref runs, 2 * runCount);
        for (var i = 1; i < runs.Length; i += 2)
        {
            runs[i] -= start;
        }

        return new ScalarText(new DecodedText(exact, runs, sourceEnd - start), start);
    }

    /// <summary>Adds bytes of the source as they are.</summary>
    public void Copy(int from, int end)
    {
        if (from >= end)
        {
            return;
        }

        if (next != from)
        {
            AddRun(from);
        }

        Append(source.AsSpan(from, end - from));
        next = end;
    }

    /// <summary>Adds bytes that the source writes differently; they all map to the start of the source's form.</summary>
    public void Put(int at, params ReadOnlySpan<byte> text)
    {
        AddRun(at);
        Append(text);
        next = -1;
    }

    /// <summary>
    /// Folds the line breaks at the end of the text, which start at <paramref name="from"/>: a single one becomes a space, of more the
    /// first is dropped.
    /// </summary>
    public void FoldBreaks(int from)
    {
        if (Count - from == 1)
        {
            bytes[from] = (byte)' ';
        }
        else if (Count > from)
        {
            // All of them are line breaks.
            Count--;
            var first = LastRun(from);
            runCount--;
            for (var i = first; i < runCount; i++)
            {
                (runs[2 * i], runs[(2 * i) + 1]) = (runs[(2 * i) + 2] - 1, runs[(2 * i) + 3]);
            }
        }
    }

    /// <summary>
    /// Adds a line of a plain or quoted scalar without the blanks before its break, and folds the break and the blank lines after it: one
    /// break is a space, n are n-1. Returns where the text continues.
    /// </summary>
    public int FoldLine(int from, int lineBreak, int end)
    {
        Copy(from, from + source.AsSpan(from, lineBreak - from).TrimEnd(" \t\r"u8).Length);
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

        var last = LastRun(keep);
        Count = keep;
        return Build(runs[(2 * last) + 1] + keep - runs[2 * last]);
    }

    private void AddRun(int from)
    {
        if (2 * runCount == runs.Length)
        {
            Array.Resize(ref runs, 2 * runs.Length);
        }

        (runs[2 * runCount], runs[(2 * runCount) + 1]) = (Count, from);
        runCount++;
    }

    /// <summary>The last run that starts at a decoded offset or before it.</summary>
    private int LastRun(int offset)
    {
        var run = runCount - 1;
        while (runs[2 * run] > offset)
        {
            run--;
        }

        return run;
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
