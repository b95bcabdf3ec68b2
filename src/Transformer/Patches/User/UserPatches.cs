using KymaIstioTransform.JsonPatch;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.User;

/// <summary>
/// Applies the user's JSON Patches and namespace labels. Each one sees the result of those before it. The report names the operation that
/// each change comes from.
/// </summary>
internal sealed class UserPatches : IPatch
{
    private const string InjectionLabel = "istio-injection";

    private static readonly JsonPointer Labels = new(["metadata", "labels"]);

    public string Name => "user-patches";

    public string Summary => "apply the user's JSON patches and namespace labels";

    public void Apply(PatchContext context)
    {
        var documents = new Dictionary<Resource, PatchedDocument>(ReferenceEqualityComparer.Instance);
        foreach (var patch in context.Options.UserChanges.Patches)
        {
            foreach (var target in Targets(context, patch.Target, patch.At))
            {
                foreach (var operation in patch.Operations)
                {
                    Apply(DocumentOf(target), operation, target);
                }
            }
        }

        foreach (var injection in context.Options.UserChanges.Injection)
        {
            foreach (var target in Targets(context, new ResourceSelector("namespace", injection.Namespace), injection.At))
            {
                var document = DocumentOf(target);
                Apply(document, Label(injection, document.HasMapping(Labels)), target);
            }
        }

        foreach (var (resource, document) in documents)
        {
            Edit(context.Edit(resource), document.Changes());
        }

        PatchedDocument DocumentOf(Resource resource)
        {
            if (!documents.TryGetValue(resource, out var document))
            {
                documents[resource] = document = new PatchedDocument(resource.Root);
            }

            return document;
        }
    }

    private void Apply(PatchedDocument document, PatchOperation operation, Resource resource)
    {
        try
        {
            document.Apply(operation);
        }
        catch (PatchException e)
        {
            throw new ManifestException([new Notice(Name, $"{resource.Id}: {e.Problem}") { At = e.At, Resource = resource.Id }]);
        }
    }

    private static List<Resource> Targets(PatchContext context, ResourceSelector target, Location at)
    {
        var found = context.Manifest.Resources.Where(r => target.Matches(r, context.Istio.Namespace)).ToList();
        if (found.Count == 0)
        {
            context.NotDone(target.ToString(), $"not in the input, but {at} has a change for it");
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
            var by = editor.WithLocation(change.By.At);
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
