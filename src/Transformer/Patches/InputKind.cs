namespace KymaIstioTransform.Patches;

/// <summary>The kind of input, which decides which patches run.</summary>
internal enum InputKind
{
    /// <summary>Istio as a release of a chart, an export or manifests.</summary>
    Release,

    /// <summary>Only Helm hooks: Helm 4 passes these to a post-renderer separately from the rest of a release.</summary>
    HooksOnly,

    /// <summary>Objects of Kyma's installer without Istio (only with <c>--external-istio</c>).</summary>
    InstallerOnly,
}
