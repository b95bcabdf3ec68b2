using System.Numerics;
using System.Runtime.CompilerServices;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>
/// Reads the lines that nearly all of a rendered manifest consists of, in one pass over the bytes: each step finds all characters in
/// sixteen bytes that may end a key or a value.
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
        var (block, stops) = (line, ByteSearch.Stops(source, line));

        // The first colon of the line that ends a key.
        var colon = 0;
        while (TryFindStop(ref block, ref stops, out var at))
        {
            var stop = source[at];
            if (stop == '\n')
            {
                if (!TryReadSimpleLine(line, colon, at))
                {
                    break;
                }

                (line, colon) = (at + 1, 0);
            }
            else if (stop == ':')
            {
                if (EndsKey(at))
                {
                    if (colon != 0)
                    {
                        break;
                    }

                    colon = at;
                }
            }
            else if (stop == '#')
            {
                if (scan.IsComment(at))
                {
                    if (ByteSearch.SpacesEnd(source, line) != at)
                    {
                        break;
                    }

                    isContinuable = false;
                    line = scan.NextLine(at);
                    (block, stops) = (line, ByteSearch.Stops(source, line));
                }
            }
            else if (colon == 0)
            {
                // Readers disagree on keys with tabs and with words that look like aliases.
                break;
            }
        }

        position = line;
        return !isInvalid;
    }

    /// <summary>The next byte of the document that <see cref="ByteSearch.Stops"/> finds; false at the end.</summary>
    /// <param name="block">The start of the bytes that were searched last.</param>
    /// <param name="stops">A bit for each byte found there that was not returned yet.</param>
    /// <param name="at">The offset of the byte.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool TryFindStop(ref int block, ref uint stops, out int at)
    {
        while (stops == 0)
        {
            block += ByteSearch.StopsStep;
            if (block >= bytes.Length)
            {
                at = bytes.Length;
                return false;
            }

            stops = ByteSearch.Stops(source, block);
        }

        at = block + BitOperations.TrailingZeroCount(stops);
        stops &= stops - 1;
        return at < bytes.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool EndsKey(int colon) =>
        (colon + 1 < bytes.Length && bytes[colon + 1] is (byte)' ' or (byte)'\n') || scan.IsBlankBreakOrEnd(colon + 1);

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
        var isItem = source[start] == '-' && source[start + 1] == ' ';
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

        lineStart = line;
        if (
            ((isItem || column != open.Column || !open.AwaitsKey) && !TryEnter(isItem, start, column))
            || (isItem && colon != 0 && !open.TryOpen(YamlKind.Mapping, node, node - line))
        )
        {
            isInvalid = true;
            return false;
        }

        if (colon != 0)
        {
            sink.AddKey(node, colon);
        }

        if (value > end)
        {
            open.AwaitValue(end);
            isContinuable = false;
        }
        else
        {
            AddSimpleValue(style, value, end);
        }

        return true;
    }

    /// <summary>True when the text up to <paramref name="colon"/> is a plain key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsSimpleKey(int start, int colon) =>
        YamlScanner.IsPlainStart(source[start])
        && source[start] != '.'
        && source[colon - 1] > ' '
        && colon - start <= YamlScanner.MaxKeyLength;

    /// <summary>True when the text up to the line feed at <paramref name="end"/> is one scalar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsSimpleValue(int start, int end, out YamlStyle style)
    {
        style = YamlStyle.Plain;
        return source[start - 1] == ' '
            && source[end - 1] > ' '
            && (YamlScanner.IsPlainStart(source[start]) || IsUnusualValue(source[start], start, end, out style));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddSimpleValue(YamlStyle style, int start, int end)
    {
        if (style == YamlStyle.Plain)
        {
            sink.AddLine(start, end);
        }
        else
        {
            sink.AddScalar(style, start, end);
        }

        isContinuable = style == YamlStyle.Plain;
        open.TakeValue();
    }

    /// <summary>Opens or continues the collection of a dash or a key.</summary>
    private bool TryEnter(bool isItem, int start, int column) =>
        column > open.Column
            ? open.TryOpen(isItem ? YamlKind.Sequence : YamlKind.Mapping, start, column)
            : TryContinue(isItem, start, column);

    /// <summary>True when a text that starts with a quote or a dash is one scalar up to the line feed at <paramref name="end"/>.</summary>
    private readonly bool IsUnusualValue(byte first, int start, int end, out YamlStyle style)
    {
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
