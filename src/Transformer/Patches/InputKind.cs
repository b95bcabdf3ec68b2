namespace KymaIstioTransform.Patches;

/// <summary>What kind of stream the input is; it decides which patches look at it.</summary>
internal enum InputKind
{
    /// <summary>Istio as a release of a chart, an export or manifests.</summary>
    Release,

    /// <summary>Helm hooks and nothing else: a part of a release that Helm 4 hands to a post-renderer by itself.</summary>
    HooksOnly,

    /// <summary>Objects of Kyma's installer without Istio (only with <c>--own-istio</c>).</summary>
    InstallerOnly,
}
