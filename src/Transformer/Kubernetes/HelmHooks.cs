namespace KymaIstioTransform.Kubernetes;

/// <summary>
/// Helm's hooks: objects that Helm applies at an event. A plain apply has no events and applies hooks with all other objects.
/// </summary>
internal static class HelmHooks
{
    /// <summary>The annotation that makes an object a hook; its value names the events.</summary>
    public static ReadOnlySpan<byte> Annotation => "helm.sh/hook"u8;

    /// <summary>
    /// Helm 2's way of installing definitions: later Helm versions never output these hooks, and they are part of Istio's chart.
    /// </summary>
    private const string Definitions = "crd-install";

    /// <summary>The events that the annotation's value names.</summary>
    public static IReadOnlyList<string> Events(string value) =>
        value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>True for a hook, except for definitions.</summary>
    public static bool Is(Resource resource) => resource.HookEvents.Count > 0 && !resource.HookEvents.Contains(Definitions);

    /// <summary>True for a hook that runs only when the release is deleted.</summary>
    public static bool IsForDeletion(Resource resource) =>
        resource.HookEvents.Count > 0 && resource.HookEvents.All(e => e is "pre-delete" or "post-delete");

    /// <summary>True when every object is a hook: Helm 4 can pass the hooks of a release to a post-renderer separately.</summary>
    public static bool AreAll(Manifest manifest) => manifest.Resources.Count > 0 && manifest.Resources.All(Is);
}

/// <summary>What Helm's annotations say of an object.</summary>
/// <param name="Template">The template that Helm 4 names for a post-renderer, or null.</param>
/// <param name="HookEvents">The events of a hook; empty for an ordinary object.</param>
internal sealed record HelmAnnotations(ChartTemplate? Template, IReadOnlyList<string> HookEvents);
