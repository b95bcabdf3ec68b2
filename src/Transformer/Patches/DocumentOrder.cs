using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;

namespace KymaIstioTransform.Patches;

/// <summary>
/// Sorts the documents of a stream into install order, as spans of bytes. Documents of the same kind keep their order. A document without
/// an object moves with the next document. If a document inherited its template from an earlier one, it gets its own template line.
/// </summary>
internal static class DocumentOrder
{
    /// <summary>The stream in install order; null when it is already in that order or is not a stream of documents.</summary>
    /// <exception cref="ManifestException">The last document ends in a text that a line break would change.</exception>
    /// <exception cref="SelfCheckException">The result does not hold the same documents: a bug of this program.</exception>
    public static byte[]? Arrange(byte[] stream)
    {
        var manifest = Read(stream);
        var groups = Groups(manifest.Documents);
        var ordered = groups.OrderBy(g => Rank(g[^1])).ToList();
        if (manifest.ResourceList is not null || ordered.SequenceEqual(groups))
        {
            return null;
        }

        var documents = ordered.SelectMany(g => g).ToList();
        var result = Write(manifest, documents);
        Verify(manifest, documents.FindAll(HasObject), Read(result));
        return result;
    }

    private static Manifest Read(byte[] stream) => ManifestReader.Read(new SourceText("<output>", stream));

    private static bool HasObject(Document document) => document.Resources.Count > 0;

    /// <summary>
    /// Groups each document with the preceding documents that have no object. The last group may consist of such documents only.
    /// </summary>
    private static List<List<Document>> Groups(IReadOnlyList<Document> documents)
    {
        var groups = new List<List<Document>> { new() };
        foreach (var document in documents)
        {
            groups[^1].Add(document);
            if (HasObject(document))
            {
                groups.Add([]);
            }
        }

        return [.. groups.Where(g => g.Count > 0)];
    }

    private static int Rank(Document document) => HasObject(document) ? InstallOrder.RankOf(document.Resources[0].Kind) : int.MaxValue;

    private static byte[] Write(Manifest manifest, List<Document> documents)
    {
        var pieces = Pieces(manifest, documents).ToList();
        var result = GC.AllocateUninitializedArray<byte>(pieces.Sum(p => p.Length));
        var at = 0;
        foreach (var piece in pieces)
        {
            piece.CopyTo(result.AsMemory(at));
            at += piece.Length;
        }

        return result;
    }

    /// <summary>The arranged stream as parts of the original one, with the lines that are new.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(Manifest manifest, List<Document> documents)
    {
        var stream = manifest.Source.Bytes;
        var lineBreak = Lines.Break(stream);
        yield return stream.AsMemory(0, SourceText.ContentOf(stream).Start);
        string? template = null;
        foreach (var (index, document) in documents.Index())
        {
            var hasMarker = document.Content.Start > document.Span.Start;
            if (hasMarker)
            {
                yield return stream.AsMemory(document.Span.Start..document.Content.Start);
            }
            else if (index > 0)
            {
                yield return (byte[])[.. "---"u8, .. lineBreak];
            }

            if (!document.NamesTemplate && document.TemplatePath != template && HasObject(document))
            {
                yield return (byte[])[.. Encoding.UTF8.GetBytes($"# Source: {document.TemplatePath ?? Document.NoTemplate}"), .. lineBreak];
            }

            var rest = stream.AsMemory(document.Content.Start..document.Span.End);
            yield return rest;
            if (rest.Span is not [.., (byte)'\n'] && index + 1 < documents.Count)
            {
                RequireLineBreakAtEnd(manifest, document);
                yield return lineBreak;
            }

            template = document.NamesTemplate || HasObject(document) ? document.TemplatePath : template;
        }
    }

    private static void RequireLineBreakAtEnd(Manifest manifest, Document document)
    {
        try
        {
            SourceLayout.RequireLineBreakAtEnd(document.Tree);
        }
        catch (YamlException e)
        {
            throw new ManifestException([new Notice("document-order", e.Message) { At = manifest.Source.Locate(e.Offset) }]);
        }
    }

    /// <summary>
    /// Checks that the documents are the same byte for byte except for template lines, in the requested order and with their templates.
    /// </summary>
    /// <exception cref="SelfCheckException">The documents differ.</exception>
    public static void Verify(Manifest before, IReadOnlyList<Document> wanted, Manifest after)
    {
        var written = after.Documents.Where(HasObject).ToList();
        for (var i = 0; i < Math.Max(wanted.Count, written.Count); i++)
        {
            if (
                i >= wanted.Count
                || i >= written.Count
                || wanted[i].TemplatePath != written[i].TemplatePath
                || !Content(after, written[i]).EndsWith(Content(before, wanted[i]))
            )
            {
                throw new SelfCheckException("the documents in install order are not those of the input");
            }
        }
    }

    private static ReadOnlySpan<byte> Content(Manifest manifest, Document document) =>
        manifest.Source.Bytes.AsSpan(document.Content.Start, document.Content.Length).TrimEnd("\r\n"u8);
}
