using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Scalars;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using ScalarStyle = YamlDotNet.Core.ScalarStyle;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>
/// Reads one document with YamlDotNet's parser events; the only file that uses that library. This class corrects the marks that are
/// not exact (ends of block collections, properties before a node, trailing blank lines of block scalars).
/// </summary>
internal static class YamlDotNetReader
{
    /// <summary>Deeper nesting is rejected: the scanner takes quadratic time in the depth, and no real manifest is this deep.</summary>
    public const int MaxDepth = 200;

    /// <summary>Reads the document in <paramref name="span"/> of <paramref name="source"/>, which must hold no document marker.</summary>
    /// <exception cref="YamlException">The bytes are not a YAML document; the offset is into <paramref name="source"/>.</exception>
    public static YamlTree Read(byte[] source, ByteSpan span)
    {
        var run = new Run(source, span);
        try
        {
            return run.Read();
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            throw new YamlException($"invalid YAML: {Sentence(e)}", Offset(source, span, e.Start.Index));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            // On malformed flow collections the parser throws these without a position: use the end of the last thing read.
            throw new YamlException("invalid YAML", run.Position);
        }
    }

    private static string Sentence(YamlDotNet.Core.YamlException e) => e.Message.TrimEnd('.').ToLowerInvariant();

    private static int Offset(byte[] source, ByteSpan span, long index) =>
        (int)Math.Min(span.Start + index, Math.Min(span.End, source.Length));

    /// <summary>
    /// The bytes as characters, one each, so that the parser's index is a byte offset. Bytes from 0x80 on move up by 0x100: as they are,
    /// 0x85 would read as a line break. Blanks on a line of their own become line breaks: no span depends on them, and the parser wrongly
    /// rejects a block scalar that starts with such a line (kubectl accepts it, and Istio's samples have it).
    /// </summary>
    private static string Widen(ReadOnlySpan<byte> bytes) =>
        string.Create(
            bytes.Length,
            bytes,
            static (chars, bytes) =>
            {
                var lineStart = 0;
                for (var i = 0; i < chars.Length; i++)
                {
                    chars[i] = bytes[i] < 0x80 ? (char)bytes[i] : (char)(bytes[i] + 0x100);
                    if (bytes[i] == '\n')
                    {
                        lineStart = i + 1;
                    }
                    else if (bytes[i] == ' ' && i == lineStart)
                    {
                        i = WidenIndentation(chars, bytes, i);
                    }
                }
            }
        );

    /// <summary>Writes the blanks at the start of a line; returns the index of the last one.</summary>
    private static int WidenIndentation(Span<char> chars, ReadOnlySpan<byte> bytes, int start)
    {
        var length = bytes[start..].IndexOfAnyExcept((byte)' ');
        length = length < 0 ? bytes.Length - start : length;
        var end = start + length;
        var blank = end == bytes.Length || bytes[end] is (byte)'\n' or (byte)'\r';
        chars[start..end].Fill(blank ? '\n' : ' ');
        return end - 1;
    }

    private static string Narrow(string widened)
    {
        var bytes = new byte[widened.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)widened[i];
        }

        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    private sealed class Run(byte[] source, ByteSpan span)
    {
        /// <summary>
        /// The start of the mapping for a pair in a flow sequence (<c>[a: b]</c>), until it is known: the parser has no mark for it.
        /// </summary>
        private const int LonePair = -1;

        private readonly Parser parser = new(new Scanner(new StringReader(Widen(source.AsSpan(span.Start, span.Length)))));

        /// <summary>Not read-only: it is a structure that changes.</summary>
        private YamlTreeBuilder builder = new(source, YamlNodeArena.For(span.Length));

        private readonly Stack<int> open = new();

        /// <summary>The number of nodes in each open collection so far.</summary>
        private readonly Stack<int> children = new();

        /// <summary>The end of the last thing read.</summary>
        public int Position => parser.Current is { } current ? At(current.End) : span.Start;

        public YamlTree Read()
        {
            var documents = 0;
            while (parser.MoveNext())
            {
                switch (parser.Current)
                {
                    case DocumentStart start when ++documents > 1:
                        throw new YamlException("a second document starts here without a line ---", At(start.Start));
                    case MappingStart e:
                        RequireComma(e);
                        open.Push(OpenCollection(YamlKind.Mapping, e.Style == MappingStyle.Flow, e));
                        break;
                    case SequenceStart e:
                        RequireComma(e);
                        open.Push(OpenCollection(YamlKind.Sequence, e.Style == SequenceStyle.Flow, e));
                        break;
                    case MappingEnd or SequenceEnd:
                        Close(open.Pop(), parser.Current.End);
                        break;
                    case Scalar e:
                        RequireComma(e);
                        AddScalar(e);
                        break;
                    case YamlDotNet.Core.Events.AnchorAlias e:
                        RequireComma(e);
                        CountChild();
                        builder.AddAlias(At(e.Start), At(e.End));
                        break;
                }

                if (open.Count > MaxDepth)
                {
                    throw new YamlException($"nesting is deeper than {MaxDepth} levels", At(parser.Current!.Start));
                }
            }

            return builder.Build();
        }

        private int At(Mark mark) => Offset(source, span, mark.Index);

        /// <summary>
        /// Throws for a key of a flow mapping without a comma before it: the parser accepts that after a closing bracket
        /// (<c>{a: [] b: c}</c>), and no other reader does.
        /// </summary>
        private void RequireComma(ParsingEvent e)
        {
            if (!IsInFlowMapping() || children.Peek() == 0 || children.Peek() % 2 != 0)
            {
                return;
            }

            var start = At(e.Start);
            var next = AfterLast(start);
            if (next >= start || source[next] != ',')
            {
                throw new YamlException("invalid YAML: a comma is missing before this key", start);
            }
        }

        private bool IsInFlowMapping() =>
            open.TryPeek(out var parent) && builder.KindOf(parent) == YamlKind.Mapping && builder.StyleOf(parent) == YamlStyle.Flow;

        /// <summary>Where the text after the last node starts, up to <paramref name="end"/>.</summary>
        private int AfterLast(int end) => Lines.NextContent(source.AsSpan(0, end), builder.LastEnd);

        private int OpenCollection(YamlKind kind, bool flow, NodeEvent e)
        {
            var start = At(e.Start);
            if (HasProperties(e))
            {
                (_, start) = SkipProperties(e, start, span.End);
            }
            else if (
                open.TryPeek(out var parent)
                && builder.KindOf(parent) == YamlKind.Sequence
                && builder.StyleOf(parent) == YamlStyle.Flow
                && start <= builder.StartOf(parent)
            )
            {
                start = LonePair;
            }

            CountChild();
            children.Push(0);
            var index = builder.Open(kind, flow ? YamlStyle.Flow : YamlStyle.Block, start);
            AddProperties(index, e);
            return index;
        }

        private void Close(int index, Mark end)
        {
            if (children.Pop() % 2 != 0 && builder.KindOf(index) == YamlKind.Mapping)
            {
                // The parser drops a value of keys such as "? : x" and ": x" below another key.
                throw new YamlException("invalid YAML: a key has no value", At(end));
            }

            if (builder.StartOf(index) == LonePair)
            {
                builder.SetStart(index, StartOfPair(builder.StartOf(index + 1)));
                builder.Close(index);
                return;
            }

            if (builder.StyleOf(index) == YamlStyle.Flow)
            {
                // Its end mark is on its closing bracket.
                builder.Close(index, Math.Min(At(end) + (IsClosingBracket(At(end)) ? 1 : 0), span.End));
                return;
            }

            builder.Close(index);
        }

        /// <summary>The key, or the question mark before it.</summary>
        private int StartOfPair(int key)
        {
            var before = source.AsSpan(span.Start, key - span.Start).TrimEnd(" \t\r\n"u8);
            return before is [.., (byte)'?'] ? span.Start + before.Length - 1 : key;
        }

        private bool IsClosingBracket(int offset) => offset < span.End && source[offset] is (byte)']' or (byte)'}';

        private void AddScalar(Scalar e)
        {
            var style = e.Style switch
            {
                ScalarStyle.SingleQuoted => YamlStyle.SingleQuoted,
                ScalarStyle.DoubleQuoted => YamlStyle.DoubleQuoted,
                ScalarStyle.Literal => YamlStyle.Literal,
                ScalarStyle.Folded => YamlStyle.Folded,
                _ => YamlStyle.Plain,
            };
            var isEmpty = style == YamlStyle.Plain && e.Value.Length == 0;
            var (start, end) = (At(e.Start), At(e.End));
            if (HasProperties(e))
            {
                // The parser may report the end of an empty value after a tag or anchor lines below it.
                var (properties, text) = SkipProperties(e, start, end);
                start = Math.Min(isEmpty ? properties : text, end);
            }

            if (style is YamlStyle.Literal or YamlStyle.Folded)
            {
                end = BlockScalar.Read(source, start, ParentIndent()).TrimEnd(source, end);
            }
            else if (isEmpty)
            {
                // The parser reports an empty value without a colon, as in {a}, at the next bracket or comma, which may be lines below.
                end = start = IsValueWithoutColon(start) ? builder.LastEnd : start;
            }

            CountChild();
            var index = builder.Count;
            builder.AddScalar(style, start, end);
            AddProperties(index, e);
        }

        private bool IsValueWithoutColon(int start) =>
            IsInFlowMapping() && children.Peek() % 2 != 0 && AfterLast(start) >= start;

        private void CountChild()
        {
            if (children.TryPop(out var count))
            {
                children.Push(count + 1);
            }
        }

        private int ParentIndent() => open.TryPeek(out var parent) ? Lines.Column(source, builder.StartOf(parent)) : -1;

        private static bool HasProperties(NodeEvent e) => !e.Anchor.IsEmpty || !e.Tag.IsEmpty;

        private void AddProperties(int index, NodeEvent e)
        {
            if (!e.Anchor.IsEmpty)
            {
                builder.Anchor(index, Narrow(e.Anchor.Value));
            }

            if (!e.Tag.IsEmpty)
            {
                builder.Tag(index, Narrow(e.Tag.Value));
            }
        }

        /// <summary>
        /// Where an anchor or tag ends: at a blank, or at the comma after it. A tag may contain commas (<c>!&lt;a,b&gt;</c>).
        /// </summary>
        private int EndOfProperty(int position, int end)
        {
            var text = source.AsSpan(position..end);
            var length = text.IndexOfAny(text[0] == '&' ? " \t\r\n,[]{}"u8 : " \t\r\n"u8);
            text = length < 0 ? text : text[..length];
            return position + text.TrimEnd((byte)',').Length;
        }

        /// <summary>Where anchor and tag end, and where the node's text starts: after blanks, line breaks and comments too.</summary>
        private (int PropertiesEnd, int TextStart) SkipProperties(NodeEvent e, int position, int end)
        {
            var properties = position;
            var count = (e.Anchor.IsEmpty ? 0 : 1) + (e.Tag.IsEmpty ? 0 : 1);
            while (position < end)
            {
                switch (source[position])
                {
                    case (byte)'&' or (byte)'!' when count-- > 0:
                        position = properties = EndOfProperty(position, end);
                        break;
                    case (byte)'#':
                        position = Lines.End(source, position);
                        break;
                    case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                        position++;
                        break;
                    default:
                        return (properties, position);
                }
            }

            return (properties, position);
        }
    }
}
