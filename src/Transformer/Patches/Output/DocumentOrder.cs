using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Patches.Output;

/// <summary>
/// A stream whose documents are sorted into install order. Documents of the same kind keep their order. A document without an object moves
/// with the next document. If a document inherited its template from an earlier one, it gets its own template line.
/// </summary>
internal sealed class DocumentOrder : OutputText
{
    /// <summary>Enough for nearly all documents.</summary>
    private const int InitialBuffer = 1 << 16;

    private const string NotInput = "the documents in install order are not those of the input";

    private readonly Manifest manifest;
    private readonly List<OutputDocument> documents;
    private readonly byte[] lineBreak;

    private DocumentOrder(Manifest manifest, IEnumerable<Document> documents, byte[] lineBreak)
    {
        (this.manifest, this.documents, this.lineBreak) = (manifest, [.. WithTemplates(documents, lineBreak)], lineBreak);
        for (var i = 0; i + 1 < this.documents.Count; i++)
        {
            if (!EndsInLine(this.documents[i].Document))
            {
                this.documents[i] = this.documents[i] with { LineBreak = lineBreak };
            }
        }
    }

    public override IEnumerable<ReadOnlyMemory<byte>> Segments
    {
        get
        {
            yield return manifest.ByteOrderMark;
            for (var i = 0; i < documents.Count; i++)
            {
                foreach (var segment in SegmentsOf(i))
                {
                    yield return segment;
                }
            }
        }
    }

    /// <summary>The stream in install order; null when it is already in that order or is not a stream of documents.</summary>
    /// <exception cref="ManifestException">The last document ends in a text that a line break would change.</exception>
    /// <exception cref="SelfCheckException">The result does not hold the same documents: a bug of this program.</exception>
    public static OutputText? Arrange(ManifestOutput output)
    {
        var manifest = output.Read(Name);
        var ranks = Ranks(manifest.Documents);
        if (manifest.ResourceList is not null || IsSorted(ranks))
        {
            return null;
        }

        List<Document> documents = [.. manifest.Documents.Index().OrderBy(d => ranks[d.Index]).Select(d => d.Item)];
        var result = new DocumentOrder(manifest, documents, output.LineBreak);
        foreach (var document in documents.SkipLast(1).Where(d => !EndsInLine(d)))
        {
            RequireLineBreakAtEnd(manifest, document);
        }

        Verify(documents, documents.Select((_, i) => result.SegmentsOf(i)));
        return result;
    }

    public override IEnumerable<OutputDocument> ReadDocuments() => documents;

    private static bool HasObject(Document document) => document.Resources.Count > 0;

    /// <summary>True when the text after the marker ends in a line break.</summary>
    private static bool EndsInLine(Document document) =>
        document.Source.AsSpan(document.Content.Start..document.Span.End) is [.., (byte)'\n'];

    /// <summary>For each document the rank of its kind; for one without an object the rank of the next object, or the last rank.</summary>
    private static int[] Ranks(DocumentList documents)
    {
        var (ranks, rank) = (new int[documents.Count], int.MaxValue);
        for (var i = documents.Count - 1; i >= 0; i--)
        {
            rank = HasObject(documents[i]) ? InstallOrder.RankOf(documents[i].Resources[0].Kind) : rank;
            ranks[i] = rank;
        }

        return ranks;
    }

    private static bool IsSorted(int[] ranks)
    {
        for (var i = 1; i < ranks.Length; i++)
        {
            if (ranks[i] < ranks[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The documents with the template lines that they need in this order.</summary>
    private static IEnumerable<OutputDocument> WithTemplates(IEnumerable<Document> documents, byte[] lineBreak)
    {
        var lines = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        string? template = null;
        foreach (var document in documents)
        {
            var needsLine = !document.NamesTemplate && document.TemplatePath != template && HasObject(document);
            yield return new OutputDocument(document, needsLine ? LineOf(document.TemplatePath ?? Document.NoTemplate) : null);
            template = document.NamesTemplate || HasObject(document) ? document.TemplatePath : template;
        }

        // Shared, because many documents have the same template.
        byte[] LineOf(string name) =>
            lines.TryGetValue(name, out var line)
                ? line
                : lines[name] = [.. Encoding.UTF8.GetBytes($"# Source: {name}"), .. lineBreak];
    }

    /// <summary>A document with the lines that are new.</summary>
    private IEnumerable<ReadOnlyMemory<byte>> SegmentsOf(int index)
    {
        var (document, templateLine, addedBreak) = documents[index];
        if (document.HasMarker)
        {
            yield return document.Source.AsMemory(document.Span.Start..document.Content.Start);
        }
        else if (index > 0)
        {
            yield return (byte[])[.. "---"u8, .. lineBreak];
        }

        if (templateLine is not null)
        {
            yield return templateLine;
        }

        yield return document.Source.AsMemory(document.Content.Start..document.Span.End);
        if (addedBreak is not null)
        {
            yield return addedBreak;
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
            throw new ManifestException([new Notice("document-order", e.Message) { At = manifest.Locate(document, e.Offset) }]);
        }
    }

    /// <summary>
    /// Checks that the documents are the same byte for byte except for template lines, in the requested order and with their templates.
    /// Each one is read alone: it starts with a marker and ends with a line break, so it cannot become part of its neighbours.
    /// </summary>
    /// <param name="wanted">The documents in the requested order.</param>
    /// <param name="written">The segments of each document that was written.</param>
    /// <exception cref="SelfCheckException">The documents differ.</exception>
    public static void Verify(IReadOnlyList<Document> wanted, IEnumerable<IEnumerable<ReadOnlyMemory<byte>>> written)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(InitialBuffer);
        string? template = null;
        var count = 0;
        foreach (var segments in written)
        {
            var text = Load(segments, ref buffer);
            var spans = DocumentSplitter.Split(text, new ByteSpan(0, text.Length));
            if (
                count == wanted.Count
                || spans.Count != 1
                || (count > 0 && spans[0].Content.Start == 0)
                || (count + 1 < wanted.Count && text is not [.., (byte)'\n'])
                || !Content(text, spans[0].Content).EndsWith(Content(wanted[count].Source, wanted[count].Content))
            )
            {
                throw new SelfCheckException(NotInput);
            }

            if (ManifestReader.TemplateName(text, spans[0].Content) is { } path)
            {
                var name = Encoding.UTF8.GetString(text[path.Start..path.End]);
                template = name == Document.NoTemplate ? null : name;
            }

            if (HasObject(wanted[count]) && wanted[count].TemplatePath != template)
            {
                throw new SelfCheckException(NotInput);
            }

            count++;
        }

        if (count < wanted.Count)
        {
            throw new SelfCheckException(NotInput);
        }
    }

    /// <summary>Loads segments into a buffer, which grows if it is too small.</summary>
    private static ReadOnlySpan<byte> Load(IEnumerable<ReadOnlyMemory<byte>> segments, ref byte[] buffer)
    {
        var length = 0;
        foreach (var segment in segments)
        {
            if (length + segment.Length > buffer.Length)
            {
                Array.Resize(ref buffer, 2 * (length + segment.Length));
            }

            segment.CopyTo(buffer.AsMemory(length));
            length += segment.Length;
        }

        return buffer.AsSpan(0, length);
    }

    private static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> source, ByteSpan content) =>
        source[content.Start..content.End].TrimEnd("\r\n"u8);
}
