using CommandLine;

namespace KymaIstioTransform.Cli.Options.Flags;

/// <summary>The flags for sources of settings and limits of the input.</summary>
internal sealed class InputFlags
{
    [Option("config")]
    public string? Config
    {
        [Setting(
            OptionGroup.Input,
            IsCommon = true,
            Placeholder = "FILE",
            Help = "read settings from a file of kind IstioTransform; flags and environment variables override it",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("profile")]
    public string? Profile
    {
        [Setting(
            OptionGroup.Input,
            "profile",
            IsCommon = true,
            Placeholder = "NAME",
            Help = "default values for a Kyma release: seed, kyma-0.5 to kyma-2.19-2.20, or kyma-module (docs/profiles.md lists all)",
            Names = KnownNames.Profiles,
            Default = "seed"
        )]
        get;
        set;
    }

    [Option("istio-namespace")]
    public string? IstioNamespace
    {
        [Setting(
            OptionGroup.Input,
            "istioNamespace",
            IsCommon = true,
            Placeholder = "NAME",
            Help = "namespace of Istio's control plane",
            DefaultText = "the namespace of the control plane in the input, else istio-system"
        )]
        get;
        set;
    }

    [Option("allow-empty")]
    public bool AllowEmpty
    {
        [Setting(
            OptionGroup.Input,
            "allowEmpty",
            IsCommon = true,
            Help = "accept input without objects or without Istio, and output without objects"
        )]
        get;
        set;
    }

    [Option("input-name")]
    public string? InputName
    {
        [Setting(
            OptionGroup.Input,
            Placeholder = "NAME",
            Help = "name of standard input in messages and reports",
            DefaultText = "<stdin>",
            Verbs = Verbs.Transform | Verbs.Verify | Verbs.Diff
        )]
        get;
        set;
    }

    [Option("max-size")]
    public string? MaxSize
    {
        [Setting(
            OptionGroup.Input,
            "limits.size",
            Placeholder = "QUANTITY",
            Help = "reject larger input, all files together; at most 2047Mi",
            Default = InputLimits.DefaultSize
        )]
        get;
        set;
    }

    [Option("max-depth")]
    public string? MaxDepth
    {
        [Setting(
            OptionGroup.Input,
            "limits.depth",
            Placeholder = "LEVELS",
            Help = "reject documents that are nested deeper; at most 200",
            Max = 200,
            Default = "200"
        )]
        get;
        set;
    }
}
