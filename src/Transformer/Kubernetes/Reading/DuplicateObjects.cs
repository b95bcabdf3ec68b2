namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>Objects that appear more than once in a stream. Applied in order, the last one wins; kustomize rejects them.</summary>
internal static class DuplicateObjects
{
    /// <summary>Pairs of an object and a later one of the same name, in the order of the later ones.</summary>
    public static IEnumerable<(Resource First, Resource Second)> Find(IEnumerable<Resource> resources)
    {
        _ = resources.TryGetNonEnumeratedCount(out var count);
        var seen = new Dictionary<ResourceId, Resource>(count, SameObject.Instance);
        foreach (var resource in resources)
        {
            if (!seen.TryAdd(resource.Id, resource) && !resource.HasGeneratedName)
            {
                yield return (seen[resource.Id], resource);
            }
        }
    }

    /// <summary>The objects without those that a later one of the same name replaces.</summary>
    public static IReadOnlyList<Resource> Last(IReadOnlyList<Resource> resources)
    {
        var replaced = Find(resources.Reverse()).Select(pair => pair.Second).ToHashSet(ReferenceEqualityComparer.Instance);
        return replaced.Count == 0 ? resources : [.. resources.Where(r => !replaced.Contains(r))];
    }

    /// <summary>
    /// The API server identifies an object by group, kind, namespace and name; the versions of a group are views of the same object.
    /// </summary>
    private sealed class SameObject : IEqualityComparer<ResourceId>
    {
        public static SameObject Instance { get; } = new();

        public bool Equals(ResourceId? x, ResourceId? y) =>
            x!.Name == y!.Name && x.Kind == y.Kind && x.Namespace == y.Namespace && (x.ApiVersion == y.ApiVersion || x.Group == y.Group);

        /// <summary>Few objects of different kinds have one name.</summary>
        public int GetHashCode(ResourceId id) => id.Name.GetHashCode(StringComparison.Ordinal) + id.Kind.Length;
    }
}
