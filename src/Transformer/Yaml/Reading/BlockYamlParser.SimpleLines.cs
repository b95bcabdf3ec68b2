using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
        var text = source;
        var end = bytes.Length;
        var line = position;
        var (block, stops) = (line, ByteSearch.Stops(text, line));

        // The first colon of the line that ends a key.
        var colon = 0;
        while (true)
        {
            if (stops == 0)
            {
                block += ByteSearch.StopsStep;
                if (block >= end)
                {
                    break;
                }

                stops = ByteSearch.Stops(text, block);
                continue;
            }

            var at = block + BitOperations.TrailingZeroCount(stops);
            stops &= stops - 1;
            if (at >= end)
            {
                break;
            }

            var stop = text[at];
            if (stop == '\n')
            {
                if (!TryReadSimpleLine(line, colon, at))
                {
                    break;
                }

                line = at + 1;
                colon = 0;
            }
            else if (stop == ':')
            {
                if (at + 1 < end && text[at + 1] is (byte)' ' or (byte)'\n' || scan.IsBlankBreakOrEnd(at + 1))
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
                    if (ByteSearch.SpacesEnd(text, line) != at)
                    {
                        break;
                    }

                    isContinuable = false;
                    line = scan.NextLine(at);
                    (block, stops) = (line, ByteSearch.Stops(text, line));
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

    /// <summary>Reads the line from <paramref name="line"/> to the line feed at <paramref name="end"/>; false leaves it unread.</summary>
    /// <param name="line">The start of the line.</param>
    /// <param name="colon">Its only colon that ends a key, or 0.</param>
    /// <param name="end">The line feed: all offsets below are at most this one, so they need no check.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadSimpleLine(int line, int colon, int end)
    {
        ref var text = ref MemoryMarshal.GetReference(source);
        var start = ByteSearch.SpacesEnd(source, line);
        if (start == end)
        {
            return true;
        }

        var column = start - line;
        var isItem = Unsafe.Add(ref text, start) == '-' && Unsafe.Add(ref text, start + 1) == ' ';
        if (column > open.Column && !open.AwaitsValue)
        {
            return colon == 0 && !isItem && TryContinueSimple(end);
        }

        var node = isItem ? start + 2 : start;
        var value = node;
        var first = Unsafe.Add(ref text, node);
        if (colon != 0)
        {
            if (
                !YamlScanner.IsPlainStart(first)
                || first == '.'
                || Unsafe.Add(ref text, colon - 1) <= ' '
                || colon - node > YamlScanner.MaxKeyLength
            )
            {
                return false;
            }

            value = colon + 2;
            first = value <= end ? Unsafe.Add(ref text, value) : (byte)0;
        }
        else if (!isItem)
        {
            return false;
        }

        var style = YamlStyle.Plain;
        if (
            value <= end
            && (
                Unsafe.Add(ref text, value - 1) != ' '
                || Unsafe.Add(ref text, end - 1) <= ' '
                || (!YamlScanner.IsPlainStart(first) && !IsUnusualValue(first, value, end, out style))
            )
        )
        {
            return false;
        }

        lineStart = line;
        if ((isItem || column != open.Column || !open.AwaitsKey) && !TryEnter(isItem, start, column))
        {
            isInvalid = true;
            return false;
        }

        if (colon != 0)
        {
            if (isItem && !open.TryOpen(YamlKind.Mapping, node, node - line))
            {
                isInvalid = true;
                return false;
            }

            sink.AddKey(node, colon);
            if (value > end)
            {
                open.AwaitValue(end);
                isContinuable = false;
                return true;
            }
        }

        if (style == YamlStyle.Plain)
        {
            sink.AddLine(value, end);
        }
        else
        {
            sink.AddScalar(style, value, end);
        }

        isContinuable = style == YamlStyle.Plain;
        open.TakeValue();
        return true;
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
