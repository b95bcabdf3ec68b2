namespace KymaIstioTransform.Manifests;

/// <summary>The whole input, read and identified; nothing in it ever changes.</summary>
/// <param name="Source">The bytes and where they come from.</param>
/// <param name="Documents">All documents, those without an object included.</param>
/// <param name="Warnings">What was tolerated, as finished messages with their place.</param>
internal sealed record Manifest(SourceText Source, IReadOnlyList<Document> Documents, IReadOnlyList<string> Warnings)
{
    /// <summary>All objects in the order of the input.</summary>
    public IReadOnlyList<Resource> Resources { get; } = [.. Documents.SelectMany(d => d.Resources)];

    /// <summary>The <c>ResourceList</c> that is the whole input; null for any other input.</summary>
    public Document? ResourceList { get; } = Documents.Where(d => d.IsResourceList || d.Resources.Count > 0).ToList() is [{ IsResourceList: true } list] ? list : null;

    public IEnumerable<Resource> OfKind(string kind) => Resources.Where(r => r.Kind == kind);

    /// <summary>Where a document's node stands, for messages.</summary>
    public Location Locate(Resource resource, int? offset = null) => Source.Locate(resource.Document.ToInput(offset ?? resource.Root.Span.Start));
}
