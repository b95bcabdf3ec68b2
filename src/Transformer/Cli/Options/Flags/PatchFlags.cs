using CommandLine;

namespace KymaIstioTransform.Cli.Options.Flags;

/// <summary>The flags that choose Kyma's changes and the user's own.</summary>
internal sealed class PatchFlags
{
    [Option("only")]
    public string? Only
    {
        [Setting(
            OptionGroup.Patches,
            "only",
            IsCommon = true,
            Placeholder = "NAME,...",
            Help = "apply only these patches",
            Names = KnownNames.Patches,
            DefaultText = "all patches"
        )]
        get;
        set;
    }

    [Option("skip")]
    public string? Skip
    {
        [Setting(
            OptionGroup.Patches,
            "skip",
            IsCommon = true,
            Placeholder = "NAME,...",
            Help = "skip these patches",
            Names = KnownNames.Patches
        )]
        get;
        set;
    }

    [Option("strict")]
    public bool Strict
    {
        [Setting(OptionGroup.Patches, "strict", IsCommon = true, Help = "treat requested work that is not done as an error")]
        get;
        set;
    }

    [Option("check")]
    public bool Check
    {
        [Setting(
            OptionGroup.Patches,
            "check",
            IsCommon = true,
            Help = "in a pipe: fail with the findings of the command verify, or print the input unchanged",
            Verbs = Verbs.Transform | Verbs.Cmp
        )]
        get;
        set;
    }

    [Option("delete")]
    public string? Delete
    {
        [Setting(
            OptionGroup.UserChanges,
            "delete",
            IsCommon = true,
            Placeholder = "NAME,...",
            Help = "remove these objects, each a kind and a name: \"deployment prometheus,cm grafana\""
        )]
        get;
        set;
    }

    [Option("patch-dir")]
    public string? PatchDir
    {
        [Setting(
            OptionGroup.UserChanges,
            "patchDirectory",
            Placeholder = "DIR",
            Help = "folder in the layout of Kyma's Job: NAME.KIND.patch.json, delete, required-crds, injection-in-namespaces",
            IsPath = true
        )]
        get;
        set;
    }
}
