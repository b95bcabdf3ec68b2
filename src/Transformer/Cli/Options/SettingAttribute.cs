namespace KymaIstioTransform.Cli.Options;

/// <summary>The groups that help, manual page and reference list options in; <see cref="OptionTable.Title"/> has their titles.</summary>
internal enum OptionGroup
{
    Input,
    Patches,
    Sidecars,
    Tracing,
    Gateway,
    Security,
    GitOps,
    UserChanges,
    Output,
}

/// <summary>Lists of names that are known only at run time.</summary>
internal enum KnownNames
{
    /// <summary>Any name is accepted.</summary>
    Any,
    Patches,
    Addons,
    Profiles,
}

/// <summary>The commands that take options.</summary>
[Flags]
internal enum Verbs
{
    Transform = 1,
    Verify = 2,
    Diff = 4,
    Cmp = 8,
    All = Transform | Verify | Diff | Cmp,
}

/// <summary>
/// Declares everything about an option except its name, which is in CommandLineParser's <c>[Option]</c>. These two attributes are the only
/// declaration of an option. Help, manual page, completion, environment variable, configuration, JSON Schema, docs/reference.md,
/// examples/config.yaml and Argo CD's parameters are generated from them. The attribute is on the property's getter: the parser creates all
/// attributes of the property itself, which takes longer than transforming a small stream.
/// </summary>
/// <param name="group">The group that lists the option.</param>
/// <param name="path">The path below <c>spec</c> of a configuration file; null for an option that only the command line has.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SettingAttribute(OptionGroup group, string? path = null) : Attribute
{
    public OptionGroup Group { get; } = group;

    public string? Path { get; } = path;

    /// <summary>True if many runs need the option: the overview of <c>--help</c> lists it.</summary>
    public bool IsCommon { get; set; }

    /// <summary>One line of help, lower case and without a full stop.</summary>
    public string Help { get; set; } = "";

    /// <summary>The placeholder for the value in help texts; empty for a switch. A list ends with <c>,...</c>.</summary>
    public string Placeholder { get; set; } = "";

    /// <summary>The default as a user would write it, or null.</summary>
    public string? Default { get; set; }

    /// <summary>A description of the default, if it depends on something else.</summary>
    public string? DefaultText { get; set; }

    /// <summary>An enumeration whose values, in kebab case, are the only accepted values.</summary>
    public Type? Choices { get; set; }

    /// <summary>The names that are accepted.</summary>
    public KnownNames Names { get; set; }

    /// <summary>The largest whole number that is accepted; 0 for an option that is not a number.</summary>
    public int Max { get; set; }

    /// <summary>
    /// True if the value is the name of a file or folder. An Argo CD application must not name one outside of its own folder.
    /// </summary>
    public bool IsPath { get; set; }

    /// <summary>The commands that have this option.</summary>
    public Verbs Verbs { get; set; } = Verbs.All;
}
