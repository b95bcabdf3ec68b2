using System.Collections;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>The objects of a document, in order. Nearly every document has one, which then needs no list.</summary>
internal readonly struct DocumentResources : IReadOnlyList<Resource>
{
    /// <summary>Null, a <see cref="Resource"/>, a list of them, or the <see cref="Problem"/>.</summary>
    private readonly object? found;

    /// <summary>One object.</summary>
    public DocumentResources(Resource resource) => found = resource;

    /// <summary>The items of a list.</summary>
    public DocumentResources(IReadOnlyList<Resource> items) => found = items;

    /// <summary>No objects, because they cannot be read.</summary>
    public DocumentResources(YamlException problem) => found = problem;

    /// <summary>Why the objects cannot be read; null when they can.</summary>
    public YamlException? Problem => found as YamlException;

    public int Count => found is Resource ? 1 : List.Count;

    public Resource this[int index] => found is Resource resource && index == 0 ? resource : List[index];

    private IReadOnlyList<Resource> List => found as IReadOnlyList<Resource> ?? [];

    /// <summary>Adds the objects to a list.</summary>
    public void AddTo(List<Resource> list)
    {
        if (found is Resource resource)
        {
            list.Add(resource);
        }
        else if (found is IReadOnlyList<Resource> items)
        {
            list.AddRange(items);
        }
    }

    public IEnumerator<Resource> GetEnumerator() => (found is Resource resource ? [resource] : List).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
