using System.Collections;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>The objects of a document, in order. Nearly every document has one, which then needs no list.</summary>
internal readonly struct DocumentResources : IReadOnlyList<Resource>
{
    /// <summary>Null, a <see cref="Resource"/>, or a list of them.</summary>
    private readonly object? found;

    /// <summary>One object.</summary>
    public DocumentResources(Resource resource) => found = resource;

    /// <summary>The items of a list.</summary>
    public DocumentResources(IReadOnlyList<Resource> items) => found = items;

    public int Count => found is Resource ? 1 : List.Count;

    public Resource this[int index] => found is Resource resource && index == 0 ? resource : List[index];

    private IReadOnlyList<Resource> List => found as IReadOnlyList<Resource> ?? [];

    public IEnumerator<Resource> GetEnumerator() => (found is Resource resource ? [resource] : List).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
