using KymaIstioTransform.JsonPatch;
using KymaIstioTransform.Manifests;
using KymaIstioTransform.Syntax;

namespace KymaIstioTransform.Patches;

/// <summary>
/// Applies the user's JSON Patches and namespace labels. Each sees what those before it left; the report names the operation that a change
/// comes from.
/// </summary>
internal sealed class OwnPatches : IPatch
{
    private const string InjectionLabel = "istio-injection";

    private static readonly JsonPointer Labels = new(["metadata", "labels"]);

    public string Name => "own-patches";

    public string Summary => "the user's own JSON Patches and namespace labels";

    public void Apply(PatchRun run)
    {
        var documents = new Dictionary<Resource, PatchedDocument>(ReferenceEqualityComparer.Instance);
        foreach (var patch in run.Options.Own.Patches)
        {
            foreach (var target in Targets(run, patch.Target, patch.At))
            {
                Patch(target, patch.Operations);
            }
        }

        foreach (var injection in run.Options.Own.Injection)
        {
            foreach (var target in Targets(run, new ObjectTarget("namespace", injection.Namespace), injection.At))
            {
                Patch(target, [Label(injection, hasLabels: documents.GetValueOrDefault(target)?.HasMapping(Labels) ?? target.Root.Find([.. Labels.Tokens]) is { IsMapping: true })]);
            }
        }

        foreach (var (resource, document) in documents)
        {
            Edit(run.Edit(resource), document.Changes());
        }

        void Patch(Resource resource, IReadOnlyList<PatchOperation> operations)
        {
            if (!documents.TryGetValue(resource, out var document))
            {
                documents[resource] = document = new PatchedDocument(resource.Root);
            }

            foreach (var operation in operations)
            {
                Carry(document, operation, resource);
            }
        }
    }

    private void Carry(PatchedDocument document, PatchOperation operation, Resource resource)
    {
        try
        {
            document.Apply(operation);
        }
        catch (PatchException e)
        {
            throw new ManifestException($"{e.At}: {Name}: {resource.Id}: {e.Problem}");
        }
    }

    private static List<Resource> Targets(PatchRun run, ObjectTarget target, Location at)
    {
        var found = run.Manifest.Resources.Where(r => target.Matches(r, run.Istio.Namespace)).ToList();
        if (found.Count == 0)
        {
            run.Skip(target.ToString(), $"the input has none, but {at} has a change for it");
        }

        return found;
    }

    private static PatchOperation Label(NamespaceInjection injection, bool hasLabels)
    {
        var (path, value) = hasLabels
            ? (new JsonPointer([.. Labels.Tokens, InjectionLabel]), YamlValue.Of(injection.Value))
            : (Labels, new YamlMap((InjectionLabel, YamlValue.Of(injection.Value))));
        return new PatchOperation(1, PatchVerb.Add, path, null, value, injection.At);
    }

    private static void Edit(FieldEditor editor, IReadOnlyList<PatchChange> changes)
    {
        foreach (var change in changes)
        {
            var by = editor.OnBehalfOf(change.By.At);
            switch (change)
            {
                case PatchChange.Set { Node: var node, Value: var value }:
                    by.Set(node, value);
                    break;
                case PatchChange.Remove { Node: var node }:
                    by.Remove(node);
                    break;
                case PatchChange.Add { Collection: var mapping, Key: { } key, Value: var value }:
                    by.Add(mapping, key, value);
                    break;
                case PatchChange.Add { Collection: var sequence, Value: var value }:
                    by.AddItem(sequence, value);
                    break;
                case PatchChange.Insert { Before: var item, Value: var value }:
                    by.Insert(item, value);
                    break;
            }
        }
    }
}
