using KymaIstioTransform.Text;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>Finds the lines of a stream whose documents are in different sources.</summary>
/// <param name="manifest">The stream.</param>
/// <param name="name">Its name in messages.</param>
internal sealed class DocumentPlaces(Manifest manifest, string name)
{
    private int[]? lines;

    /// <summary>The line and column (in bytes, from 1) in the stream for an offset in a document's source.</summary>
    public Location Locate(Document document, int offset)
    {
        var line = (lines ??= FirstLines())[manifest.PositionOf(document)];
        var before = document.Source.AsSpan(document.Span.Start..offset);
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        var mark = lineStart == 0 && document == manifest.Documents[0] ? manifest.ByteOrderMark.Length : 0;
        return new Location(name, line + before.Count((byte)'\n'), before.Length - lineStart + mark + 1);
    }

    /// <summary>The line on which each document starts.</summary>
    private int[] FirstLines()
    {
        var (first, line) = (new int[manifest.Documents.Count], 1);
        foreach (var (i, document) in manifest.Documents.Index())
        {
            first[i] = line;
            line += document.Source.AsSpan(document.Span.Start, document.Span.Length).Count((byte)'\n');
        }

        return first;
    }
}
