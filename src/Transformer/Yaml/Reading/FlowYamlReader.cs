using System.Runtime.CompilerServices;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>Reads a flow collection, mostly JSON: scalars on one line, every entry of a mapping with a colon and a value.</summary>
internal ref struct FlowYamlReader<TSink>
    where TSink : struct, INodeSink
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly YamlScanner scan;
    private readonly ref TSink sink;
    private readonly int parentColumn;
    private readonly int maxDepth;

    /// <param name="bytes">The source up to the document's end.</param>
    /// <param name="sink">Takes the nodes.</param>
    /// <param name="start">The offset of the collection's opening bracket.</param>
    /// <param name="parentColumn">The column of the block collection around it, which further lines must be indented deeper than; -1 for
    /// none.</param>
    /// <param name="maxDepth">The deepest nesting of collections.</param>
    public FlowYamlReader(ReadOnlySpan<byte> bytes, ref TSink sink, int start, int parentColumn, int maxDepth)
    {
        this.bytes = bytes;
        this.sink = ref sink;
        this.parentColumn = parentColumn;
        this.maxDepth = maxDepth;
        scan = new YamlScanner(bytes);
        Position = start;
    }

    /// <summary>The reader's position; after <see cref="TryRead"/> the end of the collection.</summary>
    public int Position { get; private set; }

    /// <summary>
    /// Reads the collection at the position, which is the <paramref name="depth"/>-th around its children. False for YAML that this reader
    /// does not support.
    /// </summary>
    public bool TryRead(int depth)
    {
        var isMapping = bytes[Position] == '{';
        var closing = (byte)(isMapping ? '}' : ']');
        var index = sink.Open(isMapping ? YamlKind.Mapping : YamlKind.Sequence, YamlStyle.Flow, Position++);
        if (
            depth > maxDepth
            || !TrySkipBlanks()
            || (bytes[Position] != closing && !TryReadEntries(isMapping, closing, depth))
        )
        {
            return false;
        }

        sink.Close(index, ++Position);
        return true;
    }

    /// <summary>One entry or more, up to the closing bracket.</summary>
    private bool TryReadEntries(bool isMapping, byte closing, int depth)
    {
        while ((!isMapping || TryReadKey()) && TryReadNode(depth) && TrySkipBlanks())
        {
            if (bytes[Position] == closing)
            {
                return true;
            }

            if (bytes[Position++] != ',' || !TrySkipBlanks())
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>A key, its colon and the blanks after it. Only after a quoted key may the value follow directly.</summary>
    private bool TryReadKey()
    {
        var key = Position;
        if (!TryScan(out var style))
        {
            return false;
        }

        sink.AddKey(style, key, Position);
        var colon = scan.SkipBlanks(Position);
        Position = colon + 1;
        return colon < bytes.Length
            && bytes[colon] == ':'
            && scan.IsKey(key, colon)
            && (bytes[key] is (byte)'"' or (byte)'\'' || scan.IsIndicator(colon, (byte)':'))
            && TrySkipBlanks();
    }

    private bool TryReadNode(int depth) => bytes[Position] is (byte)'{' or (byte)'[' ? TryRead(depth + 1) : TryReadScalar();

    private bool TryReadScalar()
    {
        var first = Position;
        if (!TryScan(out var style))
        {
            return false;
        }

        sink.AddScalar(style, first, Position);
        return true;
    }

    /// <summary>Moves past the scalar at the position.</summary>
    private bool TryScan(out YamlStyle style)
    {
        style = YamlScanner.QuoteStyle(bytes[Position]);
        Position = style == YamlStyle.Plain ? scan.FlowPlainEnd(Position) : scan.QuotedEnd(Position, parentColumn);
        return Position != YamlScanner.Unsupported;
    }

    /// <summary>
    /// Moves past blanks and line breaks. False at the end of the document, at a comment and on lines that are not indented deeper than the
    /// parent.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TrySkipBlanks() =>
        (Position < bytes.Length && bytes[Position] > ' ' && bytes[Position] != '#') || TrySkipBlanksAndBreaks();

    private bool TrySkipBlanksAndBreaks()
    {
        Position = scan.SkipBlanks(Position);
        while (scan.IsBreakOrEnd(Position))
        {
            var line = scan.NextLine(Position);

            // Tabs are not indentation, but a document that is one collection needs no indentation.
            var text = parentColumn < 0 ? scan.SkipBlanks(line) : scan.SkipSpaces(line);
            if (
                text == bytes.Length
                || (!scan.IsBreakOrEnd(text) && (text - line <= parentColumn || bytes[text] == '\t' || scan.IsMarker(line)))
            )
            {
                return false;
            }

            Position = text;
        }

        return bytes[Position] != '#';
    }
}
