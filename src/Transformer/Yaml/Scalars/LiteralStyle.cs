using System.Text;
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
        var lineBreak = Encoding.UTF8.GetString(Lines.Break(source));
        return new StyledEdits([.. ByteEdits.Ordered(edits).Select(e => Indented(e, text, lineBreak, indent))], IsCertain: true);
    }

    /// <summary>
    /// Line starts carry indentation that is not part of the text, so an edit of whole lines is moved back by one line break: it then
    /// starts at the end of the line before, where both agree.
    /// </summary>
    private static ByteEdit Indented(ByteEdit edit, ScalarText text, string lineBreak, int indent)
    {
        var (start, end) = (edit.Span.Start, edit.Span.End);
        var newText = Encoding.UTF8.GetString(edit.NewText);
        var afterBreak = start > 0 && text.Bytes[start - 1] == '\n';
        var endsWithBreak = newText.EndsWith('\n') || (newText.Length == 0 && end > start && text.Bytes[end - 1] == '\n');
        if (afterBreak && endsWithBreak && (end == start || text.Bytes[end - 1] == '\n'))
        {
            (start, end) = (start - 1, end - 1);
            newText = newText.Length == 0 ? "" : "\n" + newText[..^1];
        }
        else if (end > start && text.Bytes[end - 1] == '\n' && newText.EndsWith('\n'))
        {
            // The line break stays as it is, because the source has the indentation of the next line after it.
            (end, newText) = (end - 1, newText[..^1]);
        }

        var lineStart = lineBreak + new string(' ', indent);
        var encoded = string.Join(lineStart, newText.Split('\n'))
            .Replace(lineStart + lineBreak, lineBreak + lineBreak, StringComparison.Ordinal);
        return new ByteEdit(text.ToSource(new ByteSpan(start, end)), Encoding.UTF8.GetBytes(encoded));
    }
}
