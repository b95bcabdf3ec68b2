using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>
/// Reads the lines of a document in block context. Methods that start with <c>Try</c> return false for YAML that this reader does not
/// support.
/// </summary>
internal ref partial struct BlockYamlParser<TSink>
    where TSink : struct, INodeSink
{
    /// <summary>The source up to the document's end, and all of it.</summary>
    private readonly ReadOnlySpan<byte> bytes;
    private readonly ReadOnlySpan<byte> source;
    private readonly YamlScanner scan;
    private readonly ref TSink sink;
    private OpenCollections<TSink> open;

    /// <summary>The last offset that is followed by more bytes of the document than a search for stops looks at.</summary>
    private readonly int lastBlock;
    private int position;
    private int lineStart;

    /// <summary>True right after a plain scalar that the next line may continue.</summary>
    private bool isContinuable;

    /// <summary>True after a line that does not belong to any collection, or has a value that is not supported.</summary>
    private bool isInvalid;

    /// <summary>
    /// The document in <paramref name="span"/> of a source; <paramref name="frames"/> is as long as the deepest nesting of collections.
    /// </summary>
    public BlockYamlParser(ReadOnlySpan<byte> source, ByteSpan span, ref TSink sink, Span<OpenCollection> frames)
    {
        this.source = source;
        this.sink = ref sink;
        bytes = source[..span.End];
        open = new OpenCollections<TSink>(ref sink, span.Start, frames);
        scan = new YamlScanner(bytes);
        lastBlock = bytes.Length - ByteSearch.StopsStep - 1;
        position = span.Start;
    }

    public bool TryRead()
    {
        while (TryReadSimpleLines())
        {
            if (position >= bytes.Length)
            {
                open.End();
                return true;
            }

            lineStart = position;
            position = scan.SkipSpaces(position);
            if (!TryReadLine())
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadLine()
    {
        var column = position - lineStart;
        if (scan.IsBreakOrEnd(position))
        {
            position = scan.NextLine(position);
            return true;
        }

        if (bytes[position] == '#')
        {
            // A comment ends a plain scalar.
            isContinuable = false;
            position = scan.NextLine(position);
            return true;
        }

        if (bytes[position] == '\t' || (column == 0 && scan.IsMarker(position)))
        {
            return false;
        }

        if (column > open.Column)
        {
            return open.AwaitsValue ? TryReadNode() : isContinuable && TryContinuePlain();
        }

        return scan.IsIndicator(position, (byte)'-')
            ? open.TryEnterSequence(position, column) && TryReadItem()
            : open.TryEnterMapping(position, column) && TryReadEntry();
    }

    /// <summary>A node that may be a block collection: the first on its line or the first after a dash.</summary>
    private bool TryReadNode() =>
        scan.IsIndicator(position, (byte)'-')
            ? open.TryOpen(YamlKind.Sequence, position, position - lineStart) && TryReadItem()
            : TryReadContent(mayBeKey: true);

    /// <summary>A dash and what follows it on its line, in the open sequence.</summary>
    private bool TryReadItem()
    {
        open.AwaitValue(++position);
        isContinuable = false;
        position = scan.SkipSpaces(position);
        if (scan.IsBreakOrEnd(position) || bytes[position] == '#')
        {
            position = scan.NextLine(position);
            return true;
        }

        return TryReadNode();
    }

    /// <summary>A further entry of the open mapping.</summary>
    private bool TryReadEntry() =>
        TryScan(mayBeKey: true, out var style, out var end, out var colon)
        && scan.IsIndicator(colon, (byte)':')
        && TryReadKey(style, end, colon);

    /// <summary>Any node but a block sequence. A node that is a key opens a mapping.</summary>
    private bool TryReadContent(bool mayBeKey)
    {
        switch (bytes[position])
        {
            case (byte)'[' or (byte)'{':
                return TryReadFlow();
            case (byte)'|' or (byte)'>':
                return TryReadBlockScalar();
        }

        if (!TryScan(mayBeKey, out var style, out var end, out var stop))
        {
            return false;
        }

        if (scan.IsIndicator(stop, (byte)':'))
        {
            return mayBeKey && open.TryOpen(YamlKind.Mapping, position, position - lineStart) && TryReadKey(style, end, stop);
        }

        AddScalar(style, position, end);
        isContinuable = style == YamlStyle.Plain && scan.IsBreakOrEnd(stop);
        return TryEndLine(stop);
    }

    /// <summary>Scans a plain or quoted scalar: returns where it ends and where the next token starts.</summary>
    private readonly bool TryScan(bool mayBeKey, out YamlStyle style, out int end, out int stop)
    {
        style = YamlScanner.QuoteStyle(bytes[position]);
        if (style == YamlStyle.Plain)
        {
            end = stop = scan.WordEnd(position);
            if (end > position && (scan.IsBreakOrEnd(end) || scan.IsIndicator(end, (byte)':')))
            {
                return true;
            }

            stop = mayBeKey ? scan.KeyStop(position) : scan.PlainStop(position);
            end = scan.TextEnd(position, stop);
            return stop != YamlScanner.Unsupported && scan.StartsPlain(position);
        }

        end = scan.QuotedEnd(position, open.Column);
        stop = end == YamlScanner.Unsupported ? end : scan.SkipSpaces(end);
        return end != YamlScanner.Unsupported;
    }

    /// <summary>The key at the position and what follows its colon on the line.</summary>
    private bool TryReadKey(YamlStyle style, int end, int colon)
    {
        if (!scan.IsKey(position, colon))
        {
            return false;
        }

        sink.AddKey(style, position, end);
        return TryReadValue(colon);
    }

    /// <summary>What follows the colon of a key on its line, and further lines of it.</summary>
    private bool TryReadValue(int colon)
    {
        isContinuable = false;
        open.AwaitValue(colon + 1);
        position = scan.SkipBlanks(colon + 1);
        if (scan.IsBreakOrEnd(position) || bytes[position] == '#')
        {
            position = scan.NextLine(position);
            return true;
        }

        return TryReadContent(mayBeKey: false);
    }

    private bool TryReadFlow()
    {
        var flow = new FlowYamlReader<TSink>(bytes, ref sink, position, open.Column, open.MaxDepth);
        open.TakeValue();
        isContinuable = false;
        return flow.TryRead(open.Depth + 1) && TryEndLine(flow.Position);
    }

    private bool TryReadBlockScalar()
    {
        // One that is the whole document may have its text at column 0, where readers differ.
        if (open.Depth == 0)
        {
            return false;
        }

        var start = position;
        position = new BlockScalarScanner(bytes).Read(start, open.Column, out var end);
        AddScalar(bytes[start] == '|' ? YamlStyle.Literal : YamlStyle.Folded, start, end);
        return position != YamlScanner.Unsupported;
    }

    /// <summary>A further line of the plain scalar that was read last.</summary>
    private bool TryContinuePlain()
    {
        var stop = scan.PlainStop(position);
        if (scan.IsIndicator(stop, (byte)':'))
        {
            return false;
        }

        sink.ExtendLine(scan.TextEnd(position, stop));
        isContinuable = scan.IsBreakOrEnd(stop);
        return TryEndLine(stop);
    }

    /// <summary>A scalar that is plain on one line, or of another style.</summary>
    private void AddScalar(YamlStyle style, int start, int end)
    {
        if (style == YamlStyle.Plain)
        {
            sink.AddLine(start, end);
        }
        else
        {
            sink.AddScalar(style, start, end);
        }

        open.TakeValue();
        isContinuable = false;
    }

    private bool TryEndLine(int at)
    {
        position = scan.EndLine(at);
        return position != YamlScanner.Unsupported;
    }
}
