using System.Globalization;
using System.Runtime.CompilerServices;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// The settings of one run. Flags override environment variables, which override the configuration file, which overrides the profile.
/// Callers name a setting by its property. The names of the flag and the environment variable are derived from it.
/// </summary>
internal sealed class Settings(TypedFlags typed, Func<string, string?> environment, IReadOnlyDictionary<string, ConfigValue> configured)
{
    private IReadOnlyDictionary<string, ConfigValue> profile = new Dictionary<string, ConfigValue>();

    /// <summary>The same settings with the values of the chosen profile.</summary>
    /// <exception cref="UsageException">The profile is unknown.</exception>
    public Settings WithProfile() =>
        GetString(o => o.Input.Profile) is { } name ? new Settings(typed, environment, configured) { profile = Profile.Read(name) } : this;

    /// <summary>A text setting; null when it is empty.</summary>
    public string? GetString(Func<TypedFlags, string?> option, [CallerArgumentExpression(nameof(option))] string property = "") =>
        Get(option, text => text.Length > 0 ? text : null, "must not be empty", property);

    public bool GetFlag(Func<TypedFlags, bool> option, [CallerArgumentExpression(nameof(option))] string property = "") =>
        GetOptionalFlag(option, property) == true;

    /// <summary>A switch; null when it is not set and something else decides.</summary>
    public bool? GetOptionalFlag(Func<TypedFlags, bool> option, [CallerArgumentExpression(nameof(option))] string property = "")
    {
        var name = NameOf(property);
        if (option(typed))
        {
            return true;
        }

        return typed.SwitchedOff.Count > 0 && typed.SwitchedOff.Contains(name.ToString()) ? false
            : Value(Find(null, name), name, text => text is "true" or "false" ? text : null, "must be true or false") is { } text
                ? text == "true"
            : null;
    }

    /// <summary>All values of an option that takes one value at a time and can be repeated.</summary>
    public IReadOnlyList<string> GetAll(
        Func<TypedFlags, IEnumerable<string>> option,
        [CallerArgumentExpression(nameof(option))] string property = ""
    ) => option(typed).ToList() is { Count: > 0 } values ? values : Find(null, NameOf(property))?.Values ?? [];

    /// <summary>A list of names, separated by commas; null when it is not set.</summary>
    /// <exception cref="UsageException">A name is unknown.</exception>
    public IReadOnlyList<string>? GetNames(
        Func<TypedFlags, string?> option,
        KnownNames names = KnownNames.Any,
        [CallerArgumentExpression(nameof(option))] string property = ""
    )
    {
        var name = NameOf(property);
        if (Find(option(typed), name, isList: true) is not { } found)
        {
            return null;
        }

        if (names == KnownNames.Any)
        {
            return found.Values;
        }

        var known = OptionTable.Known(names);
        return found.Values.FirstOrDefault(v => !known.Contains(v)) is { } unknown
            ? throw new UsageException(
                $"{found.From}: unknown name \"{unknown}\"{Suggestion.For(unknown, known)} (known: {string.Join(", ", known)})",
                found.At
            )
            {
                Setting = OptionTable.OfProperty(name.ToString())!.Path,
            }
            : found.Values;
    }

    /// <summary>One of the values of an enumeration, in kebab case.</summary>
    public T GetEnum<T>(Func<TypedFlags, string?> option, T fallback, [CallerArgumentExpression(nameof(option))] string property = "")
        where T : struct, Enum
    {
        var name = NameOf(property);
        if (Find(option(typed), name) is not { } found)
        {
            return fallback;
        }

        var words = Enum.GetNames<T>().Select(OptionName.Kebab).ToList();
        var word = Value(found, name, text => words.Contains(text) ? text : null, $"must be one of {string.Join(", ", words)}", words);
        return Enum.GetValues<T>()[words.IndexOf(word!)];
    }

    /// <summary>A whole number from 1 to the largest that the option accepts.</summary>
    public int? GetInt(Func<TypedFlags, string?> option, [CallerArgumentExpression(nameof(option))] string property = "")
    {
        var name = NameOf(property);
        if (Find(option(typed), name) is not { } found)
        {
            return null;
        }

        var max = OptionTable.OfProperty(name.ToString())!.Setting.Max;
        var number = 0;
        Value(
            found,
            name,
            text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= max
                    ? text
                    : null,
            $"must be a whole number from 1 to {max}"
        );
        return number;
    }

    /// <summary>A setting that only a configuration file can hold.</summary>
    public ConfigTree? GetTree(string path) => configured.GetValueOrDefault(path)?.Tree;

    /// <summary>A value that <paramref name="parse"/> accepts. The function returns null for invalid values.</summary>
    /// <exception cref="UsageException">The value is wrong; the message names its source.</exception>
    public T? Get<T>(
        Func<TypedFlags, string?> option,
        Func<string, T?> parse,
        string rule,
        [CallerArgumentExpression(nameof(option))] string property = ""
    )
        where T : class
    {
        var name = NameOf(property);
        return Value(Find(option(typed), name), name, parse, rule);
    }

    private static T? Value<T>(
        GivenValue? found,
        ReadOnlySpan<char> name,
        Func<string, T?> parse,
        string rule,
        IReadOnlyList<string>? words = null
    )
        where T : class
    {
        if (found is not var (values, from, at))
        {
            return null;
        }

        if (values.Count == 1 && parse(values[0]) is { } value)
        {
            return value;
        }

        var given = string.Join(", ", values);
        var problem = given.Length == 0 ? "must not be empty" : $"{rule}, not \"{given}\"{Suggestion.For(given, words ?? [])}";
        throw new UsageException($"{from}: {problem}", at) { Setting = OptionTable.OfProperty(name.ToString())!.Path };
    }

    /// <summary>The values of a setting and their source; null when it is not set.</summary>
    private GivenValue? Find(string? given, ReadOnlySpan<char> name, bool isList = false)
    {
        if (given is not null)
        {
            return new(isList ? Names(given) : [given], $"--{OptionName.Kebab(name.ToString())}", null);
        }

        var variable = OptionName.Variable(name);
        if (environment(variable) is { Length: > 0 } text)
        {
            return new(isList ? Names(text) : [text], variable, null);
        }

        return configured.Count + profile.Count > 0 && OptionTable.OfProperty(name.ToString())!.Path is { } path
            ? FindIn(configured, path) ?? FindIn(profile, path)
            : null;
    }

    private static GivenValue? FindIn(IReadOnlyDictionary<string, ConfigValue> values, string path) =>
        values.TryGetValue(path, out var value)
            ? new(value.Values, value.Source is { } source ? $"{source}: {path}" : path, value.At)
            : null;

    /// <summary>The names in a comma-separated list.</summary>
    public static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The values of a setting, its name where the user set it, and its place if that is a file.</summary>
    private readonly record struct GivenValue(IReadOnlyList<string> Values, string From, Location? At);

    /// <summary>The property in <c>o => o.Property</c>.</summary>
    private static ReadOnlySpan<char> NameOf(string expression) => expression.AsSpan(expression.LastIndexOf('.') + 1);
}
