using System.Runtime.CompilerServices;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>
/// One document of a stream. <paramref name="Span"/> runs from its marker line to the next document and includes a closing <c>...</c>;
/// <paramref name="Content"/> is the text between the markers.
/// </summary>
internal readonly record struct DocumentSpan(ByteSpan Span, ByteSpan Content);

/// <summary>Splits a stream at its document markers, which count at the start of any line (YAML 1.2, c-forbidden).</summary>
internal readonly ref struct DocumentSplitter
{
    /// <summary>The average in rendered manifests.</summary>
    private const int BytesPerDocument = 900;

    private readonly ReadOnlySpan<byte> source;

    private DocumentSplitter(ReadOnlySpan<byte> source) => this.source = source;

    /// <exception cref="YamlException">A line that other tools split differently (<c>--- content</c>, <c>---x</c>), or a
    /// directive.</exception>
    public static IReadOnlyList<DocumentSpan> Split(ReadOnlySpan<byte> source, ByteSpan range) =>
        new DocumentSplitter(source[..range.End]).Split(range.Start);

    private List<DocumentSpan> Split(int position)
    {
        var documents = new List<DocumentSpan>(((source.Length - position) / BytesPerDocument) + 1);
        var (start, contentStart) = (position, position);
        for (var line = NextMarker(contentStart); line < source.Length; line = NextMarker(contentStart))
        {
            var next = ByteSearch.NextLine(source, line);
            if (source[line] == '.')
            {
                documents.Add(new DocumentSpan(new ByteSpan(start, next), new ByteSpan(contentStart, line)));
                (start, contentStart) = (next, next);
                continue;
            }

            if (line > start)
            {
                documents.Add(new DocumentSpan(new ByteSpan(start, line), new ByteSpan(contentStart, line)));
            }

            (start, contentStart) = (line, next);
        }

        if (start < source.Length || documents.Count == 0)
        {
            documents.Add(new DocumentSpan(new ByteSpan(start, source.Length), new ByteSpan(contentStart, source.Length)));
        }

        return documents;
    }

    /// <summary>
    /// The line of the marker that ends the document whose content starts at <paramref name="line"/>, or the end of the source.
    /// </summary>
    private int NextMarker(int line)
    {
        // Directives are allowed only before the content.
        while (line < source.Length && source[line] <= '#' && IsBlankOrComment(line))
        {
            line = ByteSearch.NextLine(source, line);
        }

        if (line < source.Length && source[line] == '%')
        {
            throw new YamlException("YAML directives are not supported: no Kubernetes tool accepts them (remove the line)", line);
        }

        while (line < source.Length && !IsMarker(line))
        {
            line = ByteSearch.NextMarkerCandidate(source, line);
        }

        return line;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsMarker(int line) => source[line] is (byte)'-' or (byte)'.' && StartsWithMarker(line);

    private bool StartsWithMarker(int line)
    {
        var rest = source[line..];
        if (rest.StartsWith("..."u8))
        {
            return IsSetApart(rest) && IsBlankOrComment(line + 3);
        }

        if (!rest.StartsWith("---"u8))
        {
            return false;
        }

        if (!IsSetApart(rest))
        {
            throw new YamlException(
                "a line must not start with \"---\" directly followed by text: some tools start a document here and some do not "
                + "(indent or quote it)",
                line
            );
        }

        return IsBlankOrComment(line + 3)
            ? true
            : throw new YamlException(
                "a document marker \"---\" must be alone on its line: some tools drop what follows it (move the content to the "
                + "next line)",
                line
            );
    }

    /// <summary>True when nothing or a blank follows the three characters of a marker.</summary>
    private static bool IsSetApart(ReadOnlySpan<byte> marker) =>
        marker.Length == 3 || marker[3] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r';

    /// <summary>True when the rest of the line has only blanks and a comment.</summary>
    private bool IsBlankOrComment(int at)
    {
        while (at < source.Length && source[at] is (byte)' ' or (byte)'\t')
        {
            at++;
        }

        return at == source.Length || source[at] is (byte)'\n' or (byte)'\r' or (byte)'#';
    }
}
