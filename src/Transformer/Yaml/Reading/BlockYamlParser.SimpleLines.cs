using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>
/// Reads the lines that nearly all of a rendered manifest consists of, in one pass over the bytes: each step finds all characters in 32
/// bytes that may end a key or a value. Bytes are read without checks of their offsets, which are those of found characters.
/// </summary>
internal ref partial struct BlockYamlParser<TSink>
{
    /// <summary>
    /// Reads lines as long as they are simple: blank, a comment, a further line of a plain scalar, an item that is a plain or quoted
    /// scalar, or an entry with a plain key. The position is at the first other line then. False for YAML that is not supported.
    /// </summary>
    private bool TryReadSimpleLines()
    {
        // The colon is the first one of the line that ends a key.
        var (line, block, colon) = (position, position, 0);
        var stops = StopsFrom(block);
        while (true)
        {
            while (stops == 0)
            {
                block += ByteSearch.StopsStep;
                if (block <= lastBlock)
                {
                    stops = ByteSearch.StopsInside(ref MemoryMarshal.GetReference(source), block);
                    continue;
                }

                if (block >= bytes.Length)
                {
                    return EndSimpleLines(line);
                }

                stops = LastStopsFrom(block);
            }

            var at = block + BitOperations.TrailingZeroCount(stops);
            stops &= stops - 1;
            ref var text = ref MemoryMarshal.GetReference(source);
            var stop = ByteAt(ref text, at);
            if (stop == '\n')
            {
                if (!TryReadSimpleLine(line, colon, at))
                {
                    return EndSimpleLines(line);
                }

                (line, colon) = (at + 1, 0);
                if (position > line)
                {
                    // After further lines of a value.
                    (line, block, stops) = (position, position, StopsFrom(position));
                }
            }
            else if (stop == ':')
            {
                // No control characters but tabs and line breaks are in the text.
                if (ByteAt(ref text, at + 1) <= ' ')
                {
                    if (colon != 0)
                    {
                        return EndSimpleLines(line);
                    }

                    colon = at;
                }
            }
            else if (stop == '#')
            {
                if (scan.IsComment(at))
                {
                    if (!TryPassComment(line, at))
                    {
                        return EndSimpleLines(line);
                    }

                    line = scan.NextLine(at);
                    (block, stops) = (line, StopsFrom(line));
                }
            }
            else if (colon == 0 && stop is (byte)'*' or (byte)'\t')
            {
                // Readers disagree on keys with tabs and with words that look like aliases.
                return EndSimpleLines(line);
            }
        }
    }

    /// <summary>Reads a comment on a line of its own; false leaves a comment behind text unread.</summary>
    private bool TryPassComment(int line, int comment)
    {
        if (ByteSearch.SpacesEnd(source, line) != comment)
        {
            return false;
        }

        isContinuable = false;
        return true;
    }

    private bool EndSimpleLines(int line)
    {
        position = line;
        return !isInvalid;
    }

    /// <summary>A bit for each stop of the document among the next bytes (see <see cref="ByteSearch.Stops"/>).</summary>
    private readonly uint StopsFrom(int block) =>
        block <= lastBlock ? ByteSearch.StopsInside(ref MemoryMarshal.GetReference(source), block) : LastStopsFrom(block);

    /// <summary>
    /// The same for the end of the document. The bytes behind it are searched too, which is faster than one by one. A byte follows each
    /// stop, except for a last line feed: a line without one is not simple.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly uint LastStopsFrom(int block)
    {
        var left = bytes.Length - block;
        var stops = left > 0 ? ByteSearch.Stops(source, block) & (uint.MaxValue >> (ByteSearch.StopsStep - left)) : 0;
        return stops != 0 && bytes[^1] != '\n' ? stops & ((1u << (left - 1)) - 1) : stops;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly byte At(int offset) => ByteAt(ref MemoryMarshal.GetReference(source), offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte ByteAt(ref byte text, int offset) => Unsafe.Add(ref text, (nint)(uint)offset);

    /// <summary>
    /// Reads the line from <paramref name="line"/> to the line feed at <paramref name="end"/>; false leaves it unread. The position is
    /// behind it then, if its value has further lines.
    /// </summary>
    /// <param name="line">The start of the line.</param>
    /// <param name="colon">Its only colon that ends a key, or 0.</param>
    /// <param name="end">The line feed.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadSimpleLine(int line, int colon, int end)
    {
        var start = ByteSearch.SpacesEnd(source, line);
        if (start == end)
        {
            return true;
        }

        ref var text = ref MemoryMarshal.GetReference(source);
        var column = start - line;
        if (ByteAt(ref text, start) == '-' && ByteAt(ref text, start + 1) == ' ')
        {
            return colon == 0 ? TryReadSimpleItem(start, column, end) : TryReadItemWithKey(start, column, colon, end);
        }

        if (colon == 0)
        {
            return TryContinueSimple(column, end);
        }

        if (!IsSimpleKey(ref text, start, colon))
        {
            return false;
        }

        var place = OpenCollection.PlaceOf(YamlKind.Mapping, column);
        return (open.IsNextAt(place) || (!open.IsInScalar(column) && IsValid(open.TryEnterMapping(start, column))))
            && TryReadSimpleEntry(ref text, start, colon, end);
    }

    /// <summary>An item that is a scalar; false leaves it unread.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadSimpleItem(int start, int column, int end) =>
        IsScalar(start + 2, end, out var style)
        && (open.IsNextAt(OpenCollection.PlaceOf(YamlKind.Sequence, column)) || TryEnterSequence(start, column))
        && AddSimple(style, start + 2, end);

    /// <summary>An item that is a mapping, with its first entry.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadItemWithKey(int start, int column, int colon, int end)
    {
        ref var text = ref MemoryMarshal.GetReference(source);
        return IsSimpleKey(ref text, start + 2, colon)
            && TryEnterSequence(start, column)
            && IsValid(open.TryEnterMapping(start + 2, column + 2))
            && TryReadSimpleEntry(ref text, start + 2, colon, end);
    }

    /// <summary>A plain key and its value, in the open mapping.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadSimpleEntry(ref byte text, int key, int colon, int end)
    {
        sink.AddKey(key, colon);
        if (colon + 1 == end)
        {
            open.AwaitValue(end);
            isContinuable = false;
            return true;
        }

        var value = colon + 2;
        if (ByteAt(ref text, value - 1) != ' ' || ByteAt(ref text, end - 1) <= ' ' || !YamlScanner.IsPlainStart(ByteAt(ref text, value)))
        {
            return TryReadUnusualValue(colon, end);
        }

        sink.AddLine(value, end);
        isContinuable = true;
        return true;
    }

    /// <summary>True when the text up to <paramref name="colon"/> is a plain key and not a merge key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSimpleKey(ref byte text, int start, int colon) =>
        YamlScanner.IsSimpleKeyStart(ByteAt(ref text, start))
        && ByteAt(ref text, colon - 1) > ' '
        && colon - start <= YamlScanner.MaxKeyLength;

    /// <summary>
    /// Opens or continues the sequence of a line's dash. False leaves a further line of a scalar unread, or stops at a line that does not
    /// belong to any collection.
    /// </summary>
    private bool TryEnterSequence(int start, int column) =>
        !open.IsInScalar(column) && IsValid(open.TryEnterSequence(start, column));

    /// <summary>Remembers that the line is not valid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsValid(bool isInside)
    {
        if (!isInside)
        {
            isInvalid = true;
        }

        return isInside;
    }

    /// <summary>
    /// What follows a key and its colon on the line that ends at <paramref name="end"/>, no plain scalar alone, and further lines of it.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadUnusualValue(int colon, int end)
    {
        if (At(colon + 1) == ' ' && IsScalar(colon + 2, end, out var style))
        {
            return AddSimple(style, colon + 2, end);
        }

        return IsValid(TryReadValue(colon));
    }

    /// <summary>True when the text after a blank is one scalar up to the line feed at <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsScalar(int start, int end, out YamlStyle style)
    {
        var first = source[start];
        style = YamlScanner.QuoteStyle(first);
        return source[end - 1] > ' '
            && (
                YamlScanner.IsPlainStart(first)
                || (
                    style == YamlStyle.Plain
                        ? scan.StartsPlain(start)
                        : start < end - 1 && ByteSearch.QuotedStop(source, start + 1, first) == end - 1 && source[end - 1] == first
                )
            );
    }

    private bool AddSimple(YamlStyle style, int start, int end)
    {
        AddScalar(style, start, end);
        isContinuable = style == YamlStyle.Plain;
        return true;
    }

    /// <summary>A further line of the plain scalar that was read last, up to the line feed at <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryContinueSimple(int column, int end)
    {
        if (!open.IsInScalar(column) || !isContinuable || open.Column < 0 || source[end - 1] <= ' ')
        {
            return false;
        }

        sink.ExtendLine(end);
        return true;
    }
}
