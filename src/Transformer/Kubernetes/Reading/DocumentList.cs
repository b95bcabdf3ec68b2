using System.Collections;
using System.Runtime.InteropServices;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>
/// The documents of a stream, and their objects by kind. Objects are grouped when their document is added: it was just read, so they are
/// in the processor's cache. A later pass over the objects of a large stream would wait for memory.
/// </summary>
internal sealed class DocumentList : IReadOnlyList<Document>
{
    private readonly List<Document> documents = [];
    private readonly List<Resource> resources = [];
    private readonly Dictionary<string, List<Resource>> byKind = [];

    /// <summary>The kind of the object that was added last, and its group: most objects are next to others of their kind.</summary>
    private (string Kind, List<Resource> Group) last = ("", []);

    private Document? resourceList;
    private int withObjects;

    public int Count => documents.Count;

    /// <summary>All objects in the order of the stream.</summary>
    public IReadOnlyList<Resource> Resources => resources;

    /// <summary>
    /// The <c>ResourceList</c> that is the whole stream: no other document has objects. Null for any other stream. A run with such an
    /// input is one of a KRM function.
    /// </summary>
    public Document? ResourceList => withObjects == 1 ? resourceList : null;

    public Document this[int index] => documents[index];

    /// <summary>The objects of a kind in any API group, in the order of the stream.</summary>
    public IReadOnlyList<Resource> OfKind(string kind) => byKind.TryGetValue(kind, out var found) ? found : [];

    /// <summary>Makes room for more documents.</summary>
    public void Reserve(int more)
    {
        documents.EnsureCapacity(documents.Count + more);
        resources.EnsureCapacity(resources.Count + more);
    }

    /// <summary>The last document that meets a condition, or null.</summary>
    public Document? FindLast(Predicate<Document> condition) => documents.FindLast(condition);

    /// <summary>Adds a document after all others.</summary>
    public void Add(Document document)
    {
        documents.Add(document);
        resourceList ??= document.IsResourceList ? document : null;
        withObjects += document.IsResourceList || document.Resources.Count > 0 ? 1 : 0;
        for (var i = 0; i < document.Resources.Count; i++)
        {
            var resource = document.Resources[i];
            resources.Add(resource);
            GroupOf(resource.Kind).Add(resource);
        }
    }

    public List<Document>.Enumerator GetEnumerator() => documents.GetEnumerator();

    IEnumerator<Document> IEnumerable<Document>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private List<Resource> GroupOf(string kind)
    {
        if (last.Kind != kind)
        {
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(byKind, kind, out _);
            last = (kind, group ??= []);
        }

        return last.Group;
    }
}
