namespace KymaIstioTransform.Syntax;

/// <summary>
/// One document of a stream. <paramref name="Span"/> runs from its marker line to the next document and includes a closing <c>...</c>;
/// <paramref name="Content"/> is what stands between the markers.
/// </summary>
internal readonly record struct DocumentSpan(ByteSpan Span, ByteSpan Content);

/// <summary>Splits a stream at its document markers, which count wherever they stand at the start of a line (YAML 1.2, c-forbidden).</summary>
internal static class DocumentSplitter
{
    /// <exception cref="YamlException">A line that other tools split differently (<c>--- content</c>, <c>---x</c>), or a directive.</exception>
    public static IReadOnlyList<DocumentSpan> Split(ReadOnlySpan<byte> source, ByteSpan range)
    {
        var documents = new List<DocumentSpan>();
        var (start, contentStart) = (range.Start, range.Start);
        var pristine = true;
        for (var line = range.Start; line < range.End;)
        {
            var end = Math.Min(Lines.End(source, line), range.End);
            var next = Math.Min(Lines.Next(source, line), range.End);
            switch (Classify(source[line..end], line, pristine))
            {
                case LineKind.Start:
                    if (line > start)
                    {
                        documents.Add(new DocumentSpan(new ByteSpan(start, line), new ByteSpan(contentStart, line)));
                    }

                    (start, contentStart, pristine) = (line, next, true);
                    break;
                case LineKind.End:
                    documents.Add(new DocumentSpan(new ByteSpan(start, next), new ByteSpan(contentStart, line)));
                    (start, contentStart, pristine) = (next, next, true);
                    break;
                case LineKind.Content:
                    pristine = false;
                    break;
            }

            line = next;
        }

        if (start < range.End || documents.Count == 0)
        {
            documents.Add(new DocumentSpan(new ByteSpan(start, range.End), new ByteSpan(contentStart, range.End)));
        }

        return documents;
    }

    private enum LineKind
    {
        Blank,
        Content,
        Start,
        End,
    }

    private static LineKind Classify(ReadOnlySpan<byte> line, int offset, bool pristine)
    {
        if (line.StartsWith("---"u8))
        {
            var rest = line[3..];
            if (!rest.IsEmpty && rest[0] is not ((byte)' ' or (byte)'\t'))
            {
                throw new YamlException("a line must not start with \"---\" directly followed by text: some tools start a document here and some do not (indent or quote it)", offset);
            }

            return IsBlankOrComment(rest)
                ? LineKind.Start
                : throw new YamlException("a document marker \"---\" must stand alone on its line: some tools drop what follows it (move the content to the next line)", offset);
        }

        if (line.StartsWith("..."u8) && IsBlankOrComment(line[3..]) && (line.Length == 3 || line[3] is (byte)' ' or (byte)'\t'))
        {
            return LineKind.End;
        }

        if (pristine && !line.IsEmpty && line[0] == '%')
        {
            throw new YamlException("YAML directives are not supported: no Kubernetes tool takes them (remove the line)", offset);
        }

        return IsBlankOrComment(line) ? LineKind.Blank : LineKind.Content;
    }

    private static bool IsBlankOrComment(ReadOnlySpan<byte> text) => text.TrimStart(" \t"u8) is [] or [(byte)'#', ..];
}
