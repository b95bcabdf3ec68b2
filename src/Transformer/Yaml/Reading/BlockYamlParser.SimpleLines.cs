using System.Runtime.CompilerServices;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>The lines that nearly all of a rendered manifest consists of, read without the general methods.</summary>
internal ref partial struct BlockYamlParser<TSink>
{
    /// <summary>
    /// Reads lines as long as they are simple: blank, a comment, or an entry or an item whose key is a word and whose value is nothing or a
    /// scalar on the same line. The position is at the first other line then. False when a line does not belong to any collection.
    /// </summary>
    private bool TryReadSimpleLines()
    {
        var text = source;
        var end = bytes.Length;
        while (position < end)
        {
            lineStart = position;
            var start = text[lineStart] == ' ' ? ByteSearch.SpacesEnd(text, lineStart + 1) : lineStart;
            var isItem = start + 1 < end && text[start] == '-' && text[start + 1] == ' ';
            var node = isItem ? start + 2 : start;
            if (node >= end)
            {
                break;
            }

            var word = text[node] is (byte)'-' or (byte)'.' ? node : ByteSearch.WordEnd(text, node);
            if (word + 1 >= end)
            {
                break;
            }

            var isEntry = word > node && text[word] == ':';
            if (isEntry || isItem)
            {
                // Otherwise the line may continue a plain scalar.
                var belongs = start - lineStart <= open.Column || open.AwaitsValue;
                var (value, style, valueEnd) = (isEntry ? word + 2 : node, YamlStyle.Plain, word + 1);
                var hasValue = !isEntry || text[word + 1] != '\n';
                if (
                    !belongs
                    || (isEntry && word - node > YamlScanner.MaxKeyLength)
                    || (hasValue && isEntry && text[word + 1] != ' ')
                    || (hasValue && !TryFindSimpleValue(value, Math.Max(value, word), out style, out valueEnd))
                )
                {
                    break;
                }

                if (!TryEnter(isItem, start) || (isItem && isEntry && !open.TryOpen(YamlKind.Mapping, node, node - lineStart)))
                {
                    return false;
                }

                if (isEntry)
                {
                    sink.AddKey(node, word);
                }

                if (hasValue)
                {
                    TakeSimpleValue(style, value, valueEnd);
                }
                else
                {
                    open.AwaitValue(valueEnd);
                    isContinuable = false;
                    position = valueEnd + 1;
                }
            }
            else if (text[start] == '#')
            {
                isContinuable = false;
                position = Lines.Next(bytes, start);
            }
            else if (text[start] == '\n')
            {
                position = start + 1;
            }
            else
            {
                break;
            }
        }

        return true;
    }

    /// <summary>Opens or continues the collection of a dash or a key at <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryEnter(bool isItem, int start)
    {
        var column = start - lineStart;
        if (column == open.Column && !isItem && open.AwaitsKey)
        {
            return true;
        }

        return column > open.Column
            ? open.TryOpen(isItem ? YamlKind.Sequence : YamlKind.Mapping, start, column)
            : TryContinue(isItem, start, column);
    }

    /// <summary>
    /// Finds the line feed right after a scalar on one line, which is at <paramref name="end"/>. False when the value is something else, or
    /// when blanks or a comment follow.
    /// </summary>
    /// <param name="start">The start of the scalar.</param>
    /// <param name="at">Where to search; a plain scalar has only word characters before.</param>
    /// <param name="style">The scalar's style.</param>
    /// <param name="end">Its end.</param>
    private readonly bool TryFindSimpleValue(int start, int at, out YamlStyle style, out int end)
    {
        var text = source;
        var limit = bytes.Length;
        end = at;
        style = YamlStyle.Plain;
        if (start >= limit)
        {
            return false;
        }

        var first = text[start];
        if (first is (byte)'"' or (byte)'\'')
        {
            style = YamlScanner.QuoteStyle(first);
            end = ByteSearch.QuotedStop(text, start + 1, first) + 1;
            return end < limit && text[end - 1] == first && text[end] == '\n';
        }

        if (!YamlScanner.IsPlainStart(first) && !(first == '-' && scan.StartsPlain(start)))
        {
            return false;
        }

        for (; ; end++)
        {
            end = ByteSearch.PlainStop(text, end);
            if (end >= limit)
            {
                return false;
            }

            if (text[end] == '\n')
            {
                return text[end - 1] > ' ';
            }

            if (text[end] == ':' ? scan.IsBlankBreakOrEnd(end + 1) : scan.IsBlankBreakOrEnd(end - 1))
            {
                return false;
            }
        }
    }

    /// <summary>Takes a scalar with a line feed at <paramref name="end"/>.</summary>
    private void TakeSimpleValue(YamlStyle style, int start, int end)
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
        position = end + 1;
    }
}
