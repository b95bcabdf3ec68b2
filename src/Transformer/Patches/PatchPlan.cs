using KymaIstioTransform.Istio.Templates;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;

namespace KymaIstioTransform.Patches;

/// <summary>An object to be added at the end of the stream.</summary>
internal sealed record AddedDocument(ResourceId Id, YamlMap Content);

/// <summary>The combined requests of all patches: edits by document, removals, additions, and report entries.</summary>
internal sealed class PatchPlan
{
    private readonly Dictionary<Document, TreeEdits> edits = [];
    private readonly Dictionary<ScalarEdits, WeakReference<GoTemplate>> templates = [];
    private readonly HashSet<Resource> removed = new(ReferenceEqualityComparer.Instance);

    /// <summary>The template that was parsed last. Revisions of one release have identical templates.</summary>
    private GoTemplate? lastTemplate;

    public IReadOnlyDictionary<Document, TreeEdits> Edits => edits;

    public List<AddedDocument> Added { get; } = [];

    public List<(Resource? Resource, ResourceChange Change)> Changes { get; } = [];

    public List<Skipped> Skipped { get; } = [];

    public List<Notice> Warnings { get; } = [];

    public List<Notice> Failures { get; } = [];

    /// <summary>Edited documents whose aliases are expanded by the edit. The user has been warned about these.</summary>
    public HashSet<Resource> DocumentsWithExpandedAliases { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The template in a text as it was before any edit. It is parsed once for all patches, as long as memory allows.</summary>
    /// <exception cref="YamlException">The text is not a template. The offset is relative to the text.</exception>
    public GoTemplate TemplateOf(ScalarEdits text)
    {
        if (!templates.TryGetValue(text, out var known) || !known.TryGetTarget(out var template))
        {
            var isSame = lastTemplate is not null && lastTemplate.Source.AsSpan().SequenceEqual(text.Text.Bytes);
            template = lastTemplate = isSame ? lastTemplate! : GoTemplate.Parse(text.Text.Bytes);
            templates[text] = new WeakReference<GoTemplate>(template);
        }

        return template;
    }

    /// <summary>The edits of a document, shared by all patches that edit it.</summary>
    public TreeEdits EditsOf(Document document)
    {
        if (!edits.TryGetValue(document, out var found))
        {
            edits[document] = found = new TreeEdits(document.Tree);
        }

        return found;
    }

    /// <summary>
    /// Adds an object: as a document at the end of the stream, or as an item of the <c>ResourceList</c> that holds the input.
    /// </summary>
    public void Add(Manifest manifest, AddedDocument added)
    {
        if (manifest.ResourceList is { } list)
        {
            EditsOf(list).Add(list.Tree.Root.Find("items")!.Value, added.Content);
        }
        else
        {
            Added.Add(added);
        }
    }

    public void Remove(Resource resource) => removed.Add(resource);

    public bool IsRemoved(Resource resource) => removed.Count > 0 && removed.Contains(resource);

    /// <summary>True when the whole document is removed, because everything in it is removed.</summary>
    public bool IsRemoved(Document document) =>
        !document.IsResourceList && document.Resources.Count > 0 && CountRemoved(document) == document.Resources.Count;

    /// <summary>The number of removed objects.</summary>
    public int RemovedCount => removed.Count;

    /// <summary>True when something in the document is edited or removed.</summary>
    public bool IsChanged(Document document) =>
        (edits.TryGetValue(document, out var planned) && !planned.IsEmpty) || CountRemoved(document) > 0;

    /// <summary>
    /// The changed documents of a manifest in runs, each with the unchanged document before and after it. New objects change the end of
    /// the last document.
    /// </summary>
    /// <returns>The positions of the first document of each run, and of the one after its last.</returns>
    public IEnumerable<(int First, int End)> ChangedRuns(Manifest manifest)
    {
        var count = manifest.Documents.Count;
        var (first, end) = (0, 0);
        foreach (var i in ChangedDocuments(manifest).Concat(Added.Count > 0 ? [count] : []))
        {
            if (i > end)
            {
                if (first < end)
                {
                    yield return (first, end);
                }

                first = i - 1;
            }

            end = Math.Min(i + 2, count);
        }

        if (first < end)
        {
            yield return (first, end);
        }
    }

    /// <summary>The positions of a manifest's documents in which something is edited or removed, in order.</summary>
    private List<int> ChangedDocuments(Manifest manifest)
    {
        var documents = new HashSet<Document>(edits.Count + removed.Count);
        foreach (var (document, planned) in edits)
        {
            if (!planned.IsEmpty)
            {
                documents.Add(document);
            }
        }

        foreach (var resource in removed)
        {
            documents.Add(resource.Document);
        }

        var positions = new List<int>(documents.Count);
        foreach (var document in documents)
        {
            if (manifest.PositionOf(document) is >= 0 and var position)
            {
                positions.Add(position);
            }
        }

        positions.Sort();
        return positions;
    }

    /// <summary>Forgets the edits of a document that was written and checked.</summary>
    public void Release(Document document) => edits.Remove(document);

    /// <summary>The edits of a document that stays, including the removal of items from its <c>List</c>.</summary>
    public TreeEdits CompleteEditsOf(Document document)
    {
        var all = EditsOf(document);
        foreach (var item in document.Resources.Where(IsRemoved))
        {
            all.Remove(item.Root);
        }

        return all;
    }

    private int CountRemoved(Document document)
    {
        var count = 0;
        for (var i = 0; i < document.Resources.Count && removed.Count > 0; i++)
        {
            count += removed.Contains(document.Resources[i]) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Creates the report. For a removed resource, other changes are not reported.</summary>
    public Report ToReport() =>
        new(
            Changes
                .FindAll(c => c.Resource is null || c.Change.Outcome == Outcome.Removed || !IsRemoved(c.Resource))
                .ConvertAll(c => c.Change),
            Skipped,
            Warnings
        )
        {
            Failures = Failures,
        };
}
