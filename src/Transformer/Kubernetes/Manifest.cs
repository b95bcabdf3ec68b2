using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Kubernetes;

/// <summary>The whole input, read and identified; immutable.</summary>
/// <param name="Source">The bytes and where they come from.</param>
/// <param name="Documents">All documents, those without an object included.</param>
/// <param name="Warnings">Tolerated problems, with their places.</param>
internal sealed record Manifest(SourceText Source, DocumentList Documents, IReadOnlyList<Notice> Warnings)
{
    private (WordSet? Words, uint[] Found) mentioned = (null, []);
    private Dictionary<Document, int>? positions;
    private DocumentPlaces? places;

    /// <inheritdoc cref="DocumentList.Resources"/>
    public IReadOnlyList<Resource> Resources => Documents.Resources;

    /// <inheritdoc cref="DocumentList.ResourceList"/>
    public Document? ResourceList => Documents.ResourceList;

    /// <summary>Objects that appear more than once; empty for the output of a pass, where nobody asks.</summary>
    public DuplicateObjects Duplicates { get; init; } = new();

    /// <summary>Why the items of <see cref="ResourceList"/> cannot be read; null when they can.</summary>
    public ManifestException? Problem { get; init; }

    /// <summary>
    /// The manifests that hold the documents, each with a source of its own; empty for a stream that was read as a whole. With parts,
    /// <see cref="Source"/> is the one of the last part.
    /// </summary>
    public IReadOnlyList<Manifest> Parts { get; init; } = [];

    /// <summary>The byte order mark before the first document; empty without one.</summary>
    public ReadOnlyMemory<byte> ByteOrderMark => Source.Bytes.AsMemory(0, SourceText.ContentOf(Source.Bytes).Start);

    /// <summary>The position of one of <see cref="Documents"/>, or -1 for a document of another manifest.</summary>
    public int PositionOf(Document document)
    {
        if (Parts.Count > 0)
        {
            positions ??= Documents.Index().ToDictionary(d => d.Item, d => d.Index);
            return positions.GetValueOrDefault(document, -1);
        }

        return document.Position < Documents.Count && Documents[document.Position] == document ? document.Position : -1;
    }

    /// <inheritdoc cref="DocumentList.OfKind"/>
    public IReadOnlyList<Resource> OfKind(string kind) => Documents.OfKind(kind);

    /// <summary>
    /// The objects of documents that may mention one of the words (see <see cref="Document.MayMention"/>), without definitions: their
    /// schemas describe fields and have no values.
    /// </summary>
    public IReadOnlyList<Resource> Mentioning(WordFilter words)
    {
        var found = new List<Resource>();
        foreach (var document in Documents)
        {
            if (document.Resources.Count > 0 && !document.IsDefinition && document.MayMention(words))
            {
                document.Resources.AddTo(found);
            }
        }

        return found;
    }

    /// <summary>
    /// The same for some words of a set, whose words are searched for once for all callers.
    /// </summary>
    /// <param name="words">The set.</param>
    /// <param name="wanted">A bit for each of its words.</param>
    /// <param name="inDefinitions">False to leave out definitions.</param>
    public IReadOnlyList<Resource> Mentioning(WordSet words, uint wanted, bool inDefinitions)
    {
        var mentions = Mentions(words);
        var found = new List<Resource>();
        for (var i = 0; i < mentions.Length; i++)
        {
            if ((mentions[i] & wanted) != 0 && (inDefinitions || !Documents[i].IsDefinition))
            {
                Documents[i].Resources.AddTo(found);
            }
        }

        return found;
    }

    /// <summary>For each document a bit for each word of a set that it may mention.</summary>
    private uint[] Mentions(WordSet words)
    {
        if (mentioned.Words != words)
        {
            mentioned = (words, new uint[Documents.Count]);
            for (var i = 0; i < mentioned.Found.Length; i++)
            {
                mentioned.Found[i] = Documents[i].Resources.Count > 0 ? Documents[i].Mentioned(words) : 0;
            }
        }

        return mentioned.Found;
    }

    /// <summary>The place of a document's node, for messages.</summary>
    public Location Locate(Resource resource, int? offset = null) =>
        Locate(resource.Document, resource.Document.ToInput(offset ?? resource.Start));

    /// <summary>The place of an offset in a document's source.</summary>
    public Location Locate(Document document, int offset) =>
        Parts.Count == 0
            ? Source.Locate(offset)
            : (places ??= new DocumentPlaces(this, Source.Locate(0).File)).Locate(document, offset);
}
