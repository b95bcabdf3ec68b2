namespace KymaIstioTransform.Patches;

/// <summary>One of Kyma's changes to Istio.</summary>
internal interface IPatch
{
    /// <summary>The patch's name in reports and in <c>--only</c> and <c>--skip</c>.</summary>
    string Name { get; }

    /// <summary>One sentence for <c>--help</c> and the documentation.</summary>
    string Summary { get; }

    /// <summary>False when the patch changes nothing because the options that switch it on are not set.</summary>
    bool IsOn(TransformOptions options) => true;

    /// <summary>True when the patch handles this kind of input.</summary>
    bool AppliesTo(InputKind input) => input == InputKind.Release;

    /// <summary>Examines the manifest and requests changes. Changes are made only after all patches have run.</summary>
    void Apply(PatchContext context);
}
