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
    /// scalar, or an entry with a plain key and nothing or such a scalar. The position is at the first other line then. False when a line
    /// does not belong to any collection.
    /// </summary>
    private bool TryReadSimpleLines()
    {
        var line = position;
        var (block, stops) = (line, StopsFrom(line));

        // The first colon of the line that ends a key.
        var colon = 0;
        while (true)
        {
            while (stops == 0)
            {
                block += ByteSearch.StopsStep;
                if (block >= bytes.Length)
                {
                    return EndSimpleLines(line);
                }

                stops = StopsFrom(block);
            }

            var at = block + BitOperations.TrailingZeroCount(stops);
            stops &= stops - 1;
            var stop = At(at);
            if (stop == '\n')
            {
                if (!TryReadSimpleLine(line, colon, at))
                {
                    return EndSimpleLines(line);
                }

                (line, colon) = (at + 1, 0);
            }
            else if (stop == ':')
            {
                if (IsEndOfKey(at))
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
            else if (colon == 0)
            {
                // Readers disagree on keys with tabs and with words that look like aliases.
                return EndSimpleLines(line);
            }
        }
    }

    /// <summary>True for a colon before a blank or the end. No control characters but tabs and line breaks are in the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsEndOfKey(int colon) => colon + 1 >= bytes.Length || At(colon + 1) <= ' ';

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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly uint StopsFrom(int block) =>
        block + ByteSearch.StopsStep <= bytes.Length
            ? ByteSearch.StopsInside(ref MemoryMarshal.GetReference(source), block)
            : LastStopsFrom(block);

    /// <summary>The same for the end of the document. The bytes behind it are searched too, which is faster than one by one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly uint LastStopsFrom(int block) => ByteSearch.Stops(source, block) & ((1u << (bytes.Length - block)) - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly byte At(int offset) => Unsafe.Add(ref MemoryMarshal.GetReference(source), (nint)(uint)offset);

    /// <summary>Reads the line from <paramref name="line"/> to the line feed at <paramref name="end"/>; false leaves it unread.</summary>
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

        var column = start - line;
        var isItem = At(start) == '-' && At(start + 1) == ' ';
        if (column > open.Column && !open.AwaitsValue)
        {
            return colon == 0 && !isItem && TryContinueSimple(end);
        }

        var node = isItem ? start + 2 : start;
        if (colon == 0 ? !isItem : !IsSimpleKey(node, colon))
        {
            return false;
        }

        var value = colon == 0 ? node : colon + 2;
        var style = YamlStyle.Plain;
        if (value <= end && !IsSimpleValue(value, end, out style))
        {
            return false;
        }

        var continues = isItem ? open.AwaitsItem && colon == 0 : open.AwaitsKey;
        if ((!continues || column != open.Column) && !TryEnter(isItem, colon != 0, start, column))
        {
            isInvalid = true;
            return false;
        }

        if (colon != 0)
        {
            sink.AddKey(node, colon);
            if (value > end)
            {
                open.AwaitValue(end);
                isContinuable = false;
                return true;
            }
        }

        AddSimpleValue(style, value, end);
        return true;
    }

    /// <summary>True when the text up to <paramref name="colon"/> is a plain key and not a merge key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsSimpleKey(int start, int colon) =>
        YamlScanner.IsSimpleKeyStart(At(start)) && At(colon - 1) > ' ' && colon - start <= YamlScanner.MaxKeyLength;

    /// <summary>True when the text up to the line feed at <paramref name="end"/> is one scalar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsSimpleValue(int start, int end, out YamlStyle style)
    {
        style = YamlStyle.Plain;
        return At(start - 1) == ' '
            && At(end - 1) > ' '
            && (YamlScanner.IsPlainStart(At(start)) || IsUnusualValue(start, end, out style));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddSimpleValue(YamlStyle style, int start, int end)
    {
        if (style == YamlStyle.Plain)
        {
            sink.AddLine(start, end);
            isContinuable = true;
        }
        else
        {
            sink.AddScalar(style, start, end);
            isContinuable = false;
        }

        open.TakeValue();
    }

    /// <summary>Opens or continues the collections of a line: that of a dash, and that of a key.</summary>
    private bool TryEnter(bool isItem, bool hasKey, int start, int column) =>
        (
            column > open.Column
                ? open.TryOpen(isItem ? YamlKind.Sequence : YamlKind.Mapping, start, column)
                : TryContinue(isItem, start, column)
        )
        && (!isItem || !hasKey || open.TryOpen(YamlKind.Mapping, start + 2, column + 2));

    /// <summary>True when a text that starts with a quote or a dash is one scalar up to the line feed at <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly bool IsUnusualValue(int start, int end, out YamlStyle style)
    {
        var first = source[start];
        style = YamlScanner.QuoteStyle(first);
        return style == YamlStyle.Plain
            ? first == '-' && scan.StartsPlain(start)
            : start < end - 1 && ByteSearch.QuotedStop(source, start + 1, first) == end - 1 && source[end - 1] == first;
    }

    /// <summary>A further line of the plain scalar that was read last, up to the line feed at <paramref name="end"/>.</summary>
    private bool TryContinueSimple(int end)
    {
        if (!isContinuable || open.Column < 0 || source[end - 1] <= ' ')
        {
            return false;
        }

        sink.ExtendLine(end);
        return true;
    }
}
