namespace KymaIstioTransform.Manifests;

/// <summary>Recognises the part of a release that Helm 4 can hand to a post-renderer by itself: hooks and nothing else.</summary>
internal static class HelmHooks
{
    private const string Annotation = "helm.sh/hook";

    /// <summary>Helm 2's way of installing definitions: later Helms never hand these on, and they are a part of Istio's own chart.</summary>
    private const string Definitions = "crd-install";

    /// <summary>True when every object is a hook.</summary>
    /// <exception cref="Syntax.YamlException">A key stands twice.</exception>
    public static bool AreAll(Manifest manifest) =>
        manifest.Resources.Count > 0 && manifest.Resources.All(r => r.Root.Find("metadata", "annotations", Annotation)?.Text is { } hook && hook != Definitions);
}
