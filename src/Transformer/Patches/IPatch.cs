namespace KymaIstioTransform.Patches;

/// <summary>One of Kyma's changes to Istio.</summary>
internal interface IPatch
{
    /// <summary>The word that names it in reports and in <c>--only</c> and <c>--skip</c>.</summary>
    string Name { get; }

    /// <summary>One sentence for <c>--help</c> and the documentation.</summary>
    string Summary { get; }

    /// <summary>True when the patch looks at input of a kind.</summary>
    bool AppliesTo(InputKind input) => input == InputKind.Release;

    /// <summary>Looks at the manifest and asks for changes; nothing is changed before all patches have asked.</summary>
    void Apply(PatchContext context);
}
