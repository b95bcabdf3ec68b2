namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// One flag of the command line, and where else its value can stand: at a path of a configuration file and in an environment variable. Help,
/// manual page, completion and parsing all read this.
/// </summary>
/// <param name="Name">The long name without dashes.</param>
/// <param name="Argument">What stands for the value in help texts; null for a switch.</param>
/// <param name="Summary">One line of help.</param>
/// <param name="Typed">The values on the command line; null or none when the flag is not there.</param>
internal sealed record Flag(string Name, string? Argument, string Summary, Func<CommonOptions, IEnumerable<string>?> Typed)
{
    /// <summary>The prefix of all environment variables that stand for flags.</summary>
    public const string VariablePrefix = "KYMA_ISTIO_TRANSFORM_";

    /// <summary>The path below <c>spec</c> of a configuration file; null for what belongs to the command line alone.</summary>
    public string? Path { get; init; }

    /// <summary>The one-letter form, or null.</summary>
    public char? Letter { get; init; }

    /// <summary>Only <see cref="RareOptions"/> has it.</summary>
    public bool IsAdvanced { get; init; }

    /// <summary>The words that a value must be one of; null when anything of the right form goes.</summary>
    public Func<IEnumerable<string>>? Words { get; init; }

    /// <summary>Several values, separated by commas; a flag given again adds to them.</summary>
    public bool IsList => Argument?.EndsWith(",...", StringComparison.Ordinal) == true;

    public bool IsSwitch => Argument is null;

    /// <summary>The environment variable that stands for a flag: the name in capitals, with underscores.</summary>
    public static string Variable(string name) => string.Create(VariablePrefix.Length + name.Length, name, static (text, name) =>
    {
        VariablePrefix.CopyTo(text);
        for (var i = 0; i < name.Length; i++)
        {
            text[VariablePrefix.Length + i] = name[i] == '-' ? '_' : char.ToUpperInvariant(name[i]);
        }
    });

    /// <summary>A flag with one value.</summary>
    public static Flag Value(string? path, string name, string argument, string summary, Func<CommonOptions, string?> typed) =>
        new(name, argument, summary, o => typed(o) is { } value ? [value] : null) { Path = path };

    /// <summary>A flag with one value that only <see cref="RareOptions"/> has.</summary>
    public static Flag Value(string? path, string name, string argument, string summary, Func<RareOptions, string?> typed) =>
        Value(path, name, argument, summary, InAll(typed)) with { IsAdvanced = true };

    /// <summary>A flag with a list of names.</summary>
    public static Flag List(string path, string name, string summary, Func<CommonOptions, string?> typed) =>
        new(name, "NAME,...", summary, o => typed(o) is { } names ? Names(names) : null) { Path = path };

    /// <summary>A flag with a list of names that only <see cref="RareOptions"/> has.</summary>
    public static Flag List(string path, string name, string summary, Func<RareOptions, string?> typed) =>
        List(path, name, summary, InAll(typed)) with { IsAdvanced = true };

    /// <summary>A flag without a value.</summary>
    public static Flag Switch(string? path, string name, string summary, Func<CommonOptions, bool> typed) =>
        new(name, null, summary, o => typed(o) ? ["true"] : null) { Path = path };

    /// <summary>A flag without a value that only <see cref="RareOptions"/> has.</summary>
    public static Flag Switch(string? path, string name, string summary, Func<RareOptions, bool> typed) =>
        Switch(path, name, summary, InAll(typed)) with { IsAdvanced = true };

    /// <summary>The names in a list that is written with commas.</summary>
    public static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Func<CommonOptions, T?> InAll<T>(Func<RareOptions, T?> typed) => o => o is RareOptions all ? typed(all) : default;
}

/// <summary>Flags that belong together, under a title.</summary>
internal sealed record FlagGroup(string Title, params IReadOnlyList<Flag> Flags);
