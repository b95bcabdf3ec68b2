namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>Finds objects that appear more than once in a stream. Applied in order, the last one wins; kustomize rejects them.</summary>
internal sealed class DuplicateObjects
{
    private readonly List<Resource> resources = [];

    /// <summary>
    /// The hash of each object. It is computed when the object was just read and is in the processor's cache. Comparing the hashes of all
    /// objects at the end then reads no objects.
    /// </summary>
    private readonly List<int> hashes = [];

    /// <summary>Makes room for more objects.</summary>
    public void Reserve(int more)
    {
        resources.EnsureCapacity(resources.Count + more);
        hashes.EnsureCapacity(hashes.Count + more);
    }

    /// <summary>Adds an object after all others.</summary>
    public void Add(Resource resource)
    {
        resources.Add(resource);

        // Few objects of different kinds have one name.
        hashes.Add(resource.Name.GetHashCode(StringComparison.Ordinal) + resource.Kind.Length);
    }

    /// <summary>Pairs of an object and a later one of the same name, in the order of the later ones.</summary>
    public IEnumerable<(Resource First, Resource Second)> Find()
    {
        var seen = new HashSet<int>(resources.Count, new SameObject(resources, hashes));
        for (var i = 0; i < resources.Count; i++)
        {
            if (!seen.Add(i) && !resources[i].HasGeneratedName)
            {
                _ = seen.TryGetValue(i, out var first);
                yield return (resources[first], resources[i]);
            }
        }
    }

    /// <summary>The objects without those that a later one of the same name replaces.</summary>
    public static IReadOnlyList<Resource> Last(IReadOnlyList<Resource> resources)
    {
        var backwards = new DuplicateObjects();
        backwards.Reserve(resources.Count);
        for (var i = resources.Count - 1; i >= 0; i--)
        {
            backwards.Add(resources[i]);
        }

        var replaced = backwards.Find().Select(pair => pair.Second).ToHashSet(ReferenceEqualityComparer.Instance);
        return replaced.Count == 0 ? resources : [.. resources.Where(r => !replaced.Contains(r))];
    }

    /// <summary>
    /// Compares objects by their positions. The API server identifies an object by group, kind, namespace and name; the versions of a
    /// group are views of the same object.
    /// </summary>
    private sealed class SameObject(List<Resource> resources, List<int> hashes) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => IsSame(resources[x].Id, resources[y].Id);

        public int GetHashCode(int position) => hashes[position];

        private static bool IsSame(ResourceId x, ResourceId y) =>
            x.Name == y.Name && x.Kind == y.Kind && x.Namespace == y.Namespace && (x.ApiVersion == y.ApiVersion || x.Group == y.Group);
    }
}
