using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>
/// A scalar's value, with the source offset of each of its bytes. <see cref="Map"/> holds runs: from decoded offset
/// <c>Decoded</c> on, the bytes are in the source from <c>Source</c> on, up to the next run.
/// </summary>
internal sealed record ScalarText(byte[] Bytes, IReadOnlyList<(int Decoded, int Source)> Map, int SourceEnd)
{
    /// <summary>The source offset of a decoded offset; the end of the text maps to the end of the scalar's content.</summary>
    public int ToSource(int offset)
    {
        if (offset >= Bytes.Length)
        {
            return SourceEnd;
        }

        var (low, high) = (0, Map.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Map[middle].Decoded <= offset ? (middle, high) : (low, middle - 1);
        }

        return Map[low].Source + offset - Map[low].Decoded;
    }

    /// <summary>Decodes a scalar (an alias gives its anchor's name, a collection its own bytes).</summary>
    public static ScalarText Decode(YamlNode node)
    {
        var decoder = new Decoder(node.Tree.Source, node.Span);
        switch (node.Kind, node.Style)
        {
            case (YamlKind.Alias, _):
                decoder.Copy(node.Span.Start + 1, node.Span.End);
                return decoder.Build(node.Span.End);
            case (not YamlKind.Scalar, _):
                decoder.Copy(node.Span.Start, node.Span.End);
                return decoder.Build(node.Span.End);
            case (_, YamlStyle.Literal or YamlStyle.Folded):
                var parent = node.Tree.ParentOf(node.Index);
                var indent = parent is null ? -1 : Lines.Column(node.Tree.Source, parent.Value.Span.Start);
                var header = BlockScalar.Read(node.Tree.Source, node.Span.Start, indent);
                return decoder.Build(decoder.Block(header, node.Style == YamlStyle.Folded));
            case (_, YamlStyle.SingleQuoted or YamlStyle.DoubleQuoted):
                decoder.Flow(node.Span.Start + 1, node.Span.End - 1, node.Style);
                return decoder.Build(node.Span.End - 1);
            default:
                decoder.Flow(node.Span.Start, node.Span.End, YamlStyle.Plain);
                return decoder.Build(node.Span.End);
        }
    }

    private sealed class Decoder(byte[] source, ByteSpan span)
    {
        private readonly List<(int Decoded, int Source)> map = [];
        private byte[] bytes = ArrayPool<byte>.Shared.Rent(span.Length);
        private int count;
        private int next = -1;

        public ScalarText Build(int sourceEnd)
        {
            var exact = GC.AllocateUninitializedArray<byte>(count);
            bytes.AsSpan(0, count).CopyTo(exact);
            ArrayPool<byte>.Shared.Return(bytes);
            return new ScalarText(exact, map, sourceEnd);
        }

        public void Copy(int start, int end)
        {
            if (start >= end)
            {
                return;
            }

            if (next != start)
            {
                map.Add((count, start));
            }

            Append(source.AsSpan(start, end - start));
            next = end;
        }

        /// <summary>Adds bytes that the source writes differently; they all map to the start of the source's form.</summary>
        private void Put(int at, params ReadOnlySpan<byte> text)
        {
            map.Add((count, at));
            Append(text);
            next = -1;
        }

        private void Append(ReadOnlySpan<byte> text)
        {
            // Few escapes are shorter than their decoded bytes.
            if (text.Length > bytes.Length - count)
            {
                Array.Resize(ref bytes, (2 * bytes.Length) + text.Length);
            }

            text.CopyTo(bytes.AsSpan(count));
            count += text.Length;
        }

        /// <summary>
        /// Literal and folded scalars: lines without their indentation, then chomping. Returns where the value ends in the source.
        /// </summary>
        public int Block(BlockScalar header, bool folded)
        {
            var contentLength = 0;
            var previousMoreIndented = true;
            for (int line = header.ContentStart, next; line < span.End; line = next)
            {
                var found = source.AsSpan(line..span.End).IndexOf((byte)'\n');
                next = found < 0 ? span.End : line + found + 1;
                var end = found < 0 ? span.End : Lines.Trimmed(source, line, line + found);
                var isBroken = !folded && end < span.End && source[end] == '\n';
                var start = Math.Min(line + Math.Min(header.Indent, BlockScalar.LeadingSpaces(source, line)), end);
                if (start < end)
                {
                    var moreIndented = source[start] is (byte)' ' or (byte)'\t';
                    if (folded && !moreIndented && !previousMoreIndented)
                    {
                        Fold(contentLength);
                    }

                    previousMoreIndented = moreIndented;
                    Copy(start, isBroken ? end + 1 : end);
                    contentLength = isBroken ? count - 1 : count;
                }
                else if (isBroken)
                {
                    Copy(end, end + 1);
                }

                if (end < span.End && !isBroken)
                {
                    Put(end, (byte)'\n');
                }
            }

            var keep = header.Chomping switch
            {
                '+' => count,
                '-' => contentLength,
                _ => Math.Min(count, contentLength + (contentLength > 0 ? 1 : 0)),
            };
            if (keep == count)
            {
                return span.End;
            }

            var (decoded, at) = map.FindLast(run => run.Decoded <= keep);
            count = keep;
            return at + keep - decoded;
        }

        /// <summary>The line breaks since <paramref name="contentLength"/>: one becomes a space, of more the first is dropped.</summary>
        private void Fold(int contentLength)
        {
            if (count - contentLength == 1)
            {
                bytes[contentLength] = (byte)' ';
            }
            else if (count > contentLength)
            {
                // All of them are line breaks.
                count--;
                var first = map.FindLastIndex(run => run.Decoded <= contentLength);
                map.RemoveAt(first);
                for (var i = first; i < map.Count; i++)
                {
                    map[i] = (map[i].Decoded - 1, map[i].Source);
                }
            }
        }

        /// <summary>Plain and quoted scalars: line folding, and the escapes of the style.</summary>
        public void Flow(int start, int end, YamlStyle style)
        {
            var position = start;
            while (position < end)
            {
                var special = source
                    .AsSpan(position, end - position)
                    .IndexOfAny(
                        style switch
                        {
                            YamlStyle.DoubleQuoted => "\n\\"u8,
                            YamlStyle.SingleQuoted => "\n'"u8,
                            _ => "\n"u8,
                        }
                    );
                var stop = special < 0 ? end : position + special;
                if (special >= 0 && source[stop] == '\n')
                {
                    Copy(position, position + source.AsSpan(position, stop - position).TrimEnd(" \t\r"u8).Length);
                    position = FoldLines(stop, end, escaped: false);
                    continue;
                }

                Copy(position, stop);
                position = stop;
                if (special >= 0)
                {
                    position = style == YamlStyle.SingleQuoted ? Quote(stop) : Escape(stop, end);
                }
            }
        }

        private int Quote(int position)
        {
            Put(position, (byte)'\'');
            return position + 2;
        }

        /// <summary>Line breaks and the blanks around them: one break is a space (nothing when escaped), n are n-1.</summary>
        private int FoldLines(int newline, int end, bool escaped)
        {
            var breaks = 0;
            var after = newline;
            while (after < end && source[after] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                breaks += source[after++] == '\n' ? 1 : 0;
            }

            if (breaks > 1)
            {
                Put(newline, Enumerable.Repeat((byte)'\n', breaks - 1).ToArray());
            }
            else if (!escaped)
            {
                Put(newline, (byte)' ');
            }

            return after;
        }

        private int Escape(int position, int end)
        {
            var code = position + 1 < end ? source[position + 1] : (byte)0;
            var digits = code switch
            {
                (byte)'x' => 2,
                (byte)'u' => 4,
                (byte)'U' => 8,
                _ => 0,
            };
            switch (code)
            {
                case (byte)'\n' or (byte)'\r':
                    return FoldLines(position + 1, end, escaped: true);
                case (byte)'x' or (byte)'u' or (byte)'U':
                    return Unicode(position, position + 2 + digits, Hex(position + 2, digits), end);
                default:
                    Put(position, Encoding.UTF8.GetBytes(Named((char)code)));
                    return position + 2;
            }
        }

        private int Hex(int position, int digits) =>
            Utf8Parser.TryParse(source.AsSpan(position, Math.Min(digits, source.Length - position)), out uint value, out _, 'x')
                ? (int)value
                : throw new YamlException("an escape sequence has no valid hexadecimal number", position);

        /// <summary>A code point; JSON writes those beyond the basic plane as two escapes.</summary>
        private int Unicode(int position, int after, int value, int end)
        {
            if (
                char.IsHighSurrogate((char)value)
                && value <= char.MaxValue
                && after + 6 <= end
                && source.AsSpan(after, 2).SequenceEqual("\\u"u8)
            )
            {
                var low = Hex(after + 2, 4);
                if (char.IsLowSurrogate((char)low))
                {
                    Put(position, Encoding.UTF8.GetBytes(char.ConvertFromUtf32(char.ConvertToUtf32((char)value, (char)low))));
                    return after + 6;
                }
            }

            if (value is > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
            {
                throw new YamlException(
                    string.Create(CultureInfo.InvariantCulture, $"an escape sequence names no character: {value:X}"),
                    position
                );
            }

            Put(position, Encoding.UTF8.GetBytes(char.ConvertFromUtf32(value)));
            return after;
        }

        private static string Named(char code) =>
            code switch
            {
                '0' => "\0",
                'a' => "\a",
                'b' => "\b",
                't' => "\t",
                'n' => "\n",
                'v' => "\v",
                'f' => "\f",
                'r' => "\r",
                'e' => "\e",
                'N' => "\u0085",
                '_' => "\u00a0",
                'L' => "\u2028",
                'P' => "\u2029",
                _ => code.ToString(),
            };
    }
}
