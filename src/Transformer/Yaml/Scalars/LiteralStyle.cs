using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>Indented lines after <c>|</c>, with their line breaks.</summary>
internal sealed class LiteralStyle : ScalarStyle
{
    public override ScalarText Decode(YamlNode scalar)
    {
        var text = new ScalarTextBuilder(scalar);
        var (source, end) = (scalar.Tree.Source, scalar.Span.End);
        var header = BlockScalar.Of(scalar);
        var content = 0;
        for (var position = header.ContentStart; position < end;)
        {
            var start = Math.Min(position + header.Indent, ByteSearch.SpacesEnd(source, position));
            var next = ByteSearch.NextLine(source, position);
            if (next <= end && start < next - 1 && source[next - 1] == '\n' && source[next - 2] != '\r')
            {
                // Nearly all lines: text and a line feed.
                text.Copy(start, next);
                content = text.Count - 1;
                position = next;
                continue;
            }

            var line = header.LineAt(source, position, end, out position);
            var hasBreakOfOneByte = line.End < end && source[line.End] == '\n';
            text.Copy(line.Start, hasBreakOfOneByte ? position : line.End);
            if (line.Length > 0)
            {
                content = hasBreakOfOneByte ? text.Count - 1 : text.Count;
            }

            if (line.End < end && !hasBreakOfOneByte)
            {
                text.Put(line.End, (byte)'\n');
            }
        }

        return text.Chomp(header.Chomping, content);
    }

    public override StyledEdits? Edit(YamlNode scalar, ScalarText text, IReadOnlyList<ByteEdit> edits)
    {
        if (text.Bytes.Length == 0)
        {
            return null;
        }

        // The first byte of the text is at the content's column unless it is a line break.
        var source = scalar.Tree.Source;
        var first = text.Bytes.AsSpan().IndexOfAnyExcept((byte)'\n');
        var indent = Lines.Column(source, text.ToSource(Math.Max(first, 0)));
        var lineBreak = Lines.Break(source);
        var ordered = ByteEdits.Ordered(edits);
        var indented = new ByteEdit[ordered.Count];
        for (var i = 0; i < indented.Length; i++)
        {
            indented[i] = Indented(ordered[i], text, lineBreak, indent);
        }

        return new StyledEdits(indented, IsCertain: true);
    }

    /// <summary>
    /// Line starts carry indentation that is not part of the text, so an edit of whole lines is moved back by one line break: it then
    /// starts at the end of the line before, where both agree.
    /// </summary>
    private static ByteEdit Indented(ByteEdit edit, ScalarText text, ReadOnlySpan<byte> lineBreak, int indent)
    {
        var (start, end) = (edit.Span.Start, edit.Span.End);
        ReadOnlySpan<byte> newText = edit.NewText;
        var startsWithBreak = false;
        var afterBreak = start > 0 && text.Bytes[start - 1] == '\n';
        var endsWithBreak = newText is [.., (byte)'\n'] || (newText.IsEmpty && end > start && text.Bytes[end - 1] == '\n');
        if (afterBreak && endsWithBreak && (end == start || text.Bytes[end - 1] == '\n'))
        {
            (start, end) = (start - 1, end - 1);
            startsWithBreak = !newText.IsEmpty;
            newText = startsWithBreak ? newText[..^1] : newText;
        }
        else if (end > start && text.Bytes[end - 1] == '\n' && newText is [.., (byte)'\n'])
        {
            // The line break stays as it is, because the source has the indentation of the next line after it.
            end--;
            newText = newText[..^1];
        }

        return new ByteEdit(text.ToSource(new ByteSpan(start, end)), Lined(newText, startsWithBreak, lineBreak, indent));
    }

    /// <summary>
    /// Lines as the source has them. The first one continues a line of the source, or is on a line of its own. A blank line between two
    /// others has no indentation; of two blank lines, one has.
    /// </summary>
    private static byte[] Lined(ReadOnlySpan<byte> text, bool startsWithBreak, ReadOnlySpan<byte> lineBreak, int indent)
    {
        var breaks = text.Count((byte)'\n') + (startsWithBreak ? 1 : 0);
        var result = new byte[text.Length + (breaks * (lineBreak.Length + indent))];
        var (written, isBlankBefore) = (0, false);
        for (var isFirst = true; ; isFirst = false)
        {
            var length = text.IndexOf((byte)'\n');
            var isLast = length < 0;
            length = isLast ? text.Length : length;
            if (!isFirst || startsWithBreak)
            {
                lineBreak.CopyTo(result.AsSpan(written));
                written += lineBreak.Length;
                isBlankBefore = length == 0 && !isLast && !isBlankBefore;
                var spaces = isBlankBefore ? 0 : indent;
                result.AsSpan(written, spaces).Fill((byte)' ');
                written += spaces;
            }

            text[..length].CopyTo(result.AsSpan(written));
            written += length;
            if (isLast)
            {
                return written == result.Length ? result : result[..written];
            }

            text = text[(length + 1)..];
        }
    }
}
