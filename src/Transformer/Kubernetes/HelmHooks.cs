namespace KymaIstioTransform.Kubernetes;

/// <summary>Helm's hooks: objects that it applies at an event. A plain apply knows no events and applies them with all others.</summary>
internal static class HelmHooks
{
    public const string Annotation = "helm.sh/hook";

    /// <summary>Helm 2's way of installing definitions: later Helms never hand these on, and they are a part of Istio's own chart.</summary>
    private const string Definitions = "crd-install";

    /// <summary>The events that the annotation's value names.</summary>
    public static IReadOnlyList<string> Events(string? value) => value?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public static bool Is(Resource resource) => resource.HookEvents.Count > 0 && !resource.HookEvents.Contains(Definitions);

    /// <summary>True for a hook that runs only when the release goes.</summary>
    public static bool IsForDeletion(Resource resource) => resource.HookEvents.Count > 0 && resource.HookEvents.All(e => e is "pre-delete" or "post-delete");

    /// <summary>True when every object is a hook: the part of a release that Helm 4 can hand to a post-renderer by itself.</summary>
    public static bool AreAll(Manifest manifest) => manifest.Resources.Count > 0 && manifest.Resources.All(Is);
}
