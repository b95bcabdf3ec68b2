using System.Globalization;

namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// The settings of one run: flags win over environment variables, those over the configuration file, and that over the profile. Reading one
/// checks its form.
/// </summary>
internal sealed class Settings(CommonOptions typed, Func<string, string?> environment, IReadOnlyDictionary<string, ConfigValue> configured)
{
    private IReadOnlyDictionary<string, ConfigValue> profile = new Dictionary<string, ConfigValue>();

    /// <summary>The same with what the profile sets, if one is chosen.</summary>
    /// <exception cref="UsageException">There is no such profile.</exception>
    public Settings WithProfile() => Text("profile") is { } name ? new Settings(typed, environment, configured) { profile = Profile.Read(name) } : this;

    /// <summary>
    /// The values of a setting and where they come from; null when nobody set it. The table of flags is asked only for what somebody gave: most
    /// runs do without it.
    /// </summary>
    private (IReadOnlyList<string> Values, string From)? Find(string name, bool isList = false)
    {
        if (typed.HasFlags && FlagTable.ByName[name].Typed(typed)?.ToList() is { Count: > 0 } values)
        {
            return (values, $"--{name}");
        }

        var variable = Flag.Variable(name);
        if (environment(variable) is { Length: > 0 } text)
        {
            return (isList ? Flag.Names(text) : [text], variable);
        }

        return FindIn(configured, name) ?? FindIn(profile, name);
    }

    private static (IReadOnlyList<string> Values, string From)? FindIn(IReadOnlyDictionary<string, ConfigValue> values, string name) =>
        values.Count > 0 && FlagTable.ByName[name].Path is { } path && values.TryGetValue(path, out var value) ? (value.Values, $"{value.Location}: {path}") : null;

    public string? Text(string name) => Read(name, text => text.Length > 0 ? text : null, "must not be empty");

    public bool Switch(string name) => Read(name, text => text switch { "true" => "true", "false" => "false", _ => null }, "must be true or false") == "true";

    /// <summary>All values of a flag that takes one at a time and may be given again.</summary>
    public IReadOnlyList<string>? Repeated(string name) => Find(name)?.Values;

    /// <summary>A list, in which commas separate the values.</summary>
    public IReadOnlyList<string>? List(string name) => Find(name, isList: true)?.Values;

    /// <summary>A setting that only a configuration file can hold.</summary>
    public ConfigTree? Tree(string path) => configured.GetValueOrDefault(path)?.Tree;

    /// <summary>One of the words of an enumeration.</summary>
    public T Choice<T>(string name, T fallback)
        where T : struct, Enum
    {
        if (Find(name) is null)
        {
            return fallback;
        }

        var words = Words<T>().ToList();
        var word = Read(name, text => words.Contains(text) ? text : null, $"must be one of {string.Join(", ", words)}");
        return Enum.GetValues<T>()[words.IndexOf(word!)];
    }

    /// <summary>The words that stand for the values of an enumeration, in their order.</summary>
    public static IEnumerable<string> Words<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(Word);

    /// <summary>The name of an enumeration's value as users write it: <c>SelfSigned</c> is <c>self-signed</c>.</summary>
    public static string Word(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>A whole number from 1 to <paramref name="most"/>.</summary>
    public int? Number(string name, int most) =>
        Read(name, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? text : null, $"must be a whole number from 1 to {most}") is { } valid ? int.Parse(valid, CultureInfo.InvariantCulture) : null;

    /// <summary>A list whose words must be among <paramref name="known"/>.</summary>
    public IReadOnlyList<string>? Words(string name, IReadOnlyCollection<string> known)
    {
        if (Find(name, isList: true) is not { } found)
        {
            return null;
        }

        var unknown = found.Values.FirstOrDefault(v => !known.Contains(v));
        return unknown is null ? found.Values : throw new UsageException($"{found.From}: unknown name \"{unknown}\"{Suggestion.For(unknown, known)} (known: {string.Join(", ", known)})") { Setting = FlagTable.ByName[name].Path };
    }

    /// <summary>Parses one value; <paramref name="parse"/> returns null for what is wrong.</summary>
    /// <exception cref="UsageException">The value is wrong; the message says where it comes from.</exception>
    public T? Read<T>(string name, Func<string, T?> parse, string rule)
        where T : class
    {
        if (Find(name) is not { } found)
        {
            return null;
        }

        return found.Values.Count == 1 && parse(found.Values[0]) is { } value
            ? value
            : throw new UsageException($"{found.From}: {rule}, not \"{string.Join(", ", found.Values)}\"") { Setting = FlagTable.ByName[name].Path };
    }
}
