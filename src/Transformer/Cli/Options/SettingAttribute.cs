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
/// Says all about an option but its name, which CommandLineParser's <c>[Option]</c> has. Both together are the only declaration of an
/// option: help, manual page, completion, environment variable, configuration, JSON Schema, docs/reference.md, examples/config.yaml and
/// Argo CD's parameters follow from them. It is on the property's getter: the parser creates all attributes of the property itself, which
/// takes longer than transforming a small stream.
/// </summary>
/// <param name="group">Where it is listed.</param>
/// <param name="path">Its path below <c>spec</c> of a configuration file; null for an option of the command line alone.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SettingAttribute(OptionGroup group, string? path = null) : Attribute
{
    public OptionGroup Group { get; } = group;

    public string? Path { get; } = path;

    /// <summary>One line of help, lower case and without a full stop.</summary>
    public string Help { get; set; } = "";

    /// <summary>What names the value in help texts; empty for a switch. A list ends with <c>,...</c>.</summary>
    public string Placeholder { get; set; } = "";

    /// <summary>The default as one would write it; null for none.</summary>
    public string? Default { get; set; }

    /// <summary>The default in words, where it depends on something else.</summary>
    public string? DefaultText { get; set; }

    /// <summary>An enumeration whose values, in kebab case, are the only ones accepted.</summary>
    public Type? Choices { get; set; }

    /// <summary>The names that are accepted.</summary>
    public KnownNames Names { get; set; }

    /// <summary>The largest whole number that is accepted; 0 for an option that is not a number.</summary>
    public int Max { get; set; }

    /// <summary>The value is the name of a file or folder: an application of Argo CD must not name one outside its own folder.</summary>
    public bool IsPath { get; set; }

    /// <summary>The commands that have it.</summary>
    public Verbs Verbs { get; set; } = Verbs.All;
}
