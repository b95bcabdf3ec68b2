using KymaIstioTransform.JsonPatch;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Patches.User;

/// <summary>The user's changes in addition to Kyma's. They apply after Kyma's changes, in the order patches, labels, deletions.</summary>
internal sealed record UserChanges
{
    /// <summary>No changes.</summary>
    public static UserChanges None { get; } = new();

    /// <summary>The patches, in the order they apply.</summary>
    public IReadOnlyList<UserPatch> Patches { get; init; } = [];

    /// <summary>The labels of namespaces.</summary>
    public IReadOnlyList<NamespaceInjection> Injection { get; init; } = [];

    /// <summary>The objects to delete.</summary>
    public IReadOnlyList<UserDeletion> Deletions { get; init; } = [];

    public bool IsEmpty => Patches.Count + Injection.Count + Deletions.Count == 0;

    /// <summary>Combines these changes with <paramref name="other"/>, these first.</summary>
    public UserChanges And(UserChanges other) =>
        new()
        {
            Patches = [.. Patches, .. other.Patches],
            Injection = [.. Injection, .. other.Injection],
            Deletions = [.. Deletions, .. other.Deletions],
        };
}

/// <summary>An object by name.</summary>
/// <param name="Kind">Its kind, as kubectl accepts it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace; null for Istio's namespace.</param>
internal sealed record ResourceSelector(string Kind, string Name, string? Namespace = null)
{
    /// <summary>True for the selected object. Cluster-scoped objects and objects without a namespace match by kind and name.</summary>
    public bool Matches(Resource resource, string istioNamespace) =>
        resource.Name == Name
        && (resource.Namespace.Length == 0 || resource.Namespace == (Namespace ?? istioNamespace))
        && KindName.Names(Kind, resource.Id);

    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}

/// <summary>A JSON Patch for one object.</summary>
internal sealed record UserPatch(ResourceSelector Target, IReadOnlyList<PatchOperation> Operations, Location At);

/// <summary>The label <c>istio-injection</c> of a namespace (Kyma 0.7 and later).</summary>
internal sealed record NamespaceInjection(string Namespace, string Value, Location At);

/// <summary>An object to delete. Without a target, a line that has no effect on a stream, with the reason.</summary>
internal sealed record UserDeletion(string Line, ResourceSelector? Target, string? Reason = null);
