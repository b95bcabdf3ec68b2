using System.Globalization;

namespace KymaIstioTransform.Cli;

/// <summary>
/// The settings of one run: flags win over environment variables, those over the configuration file, and that over the profile. Reading one
/// checks its form.
/// </summary>
internal sealed class Settings
{
    private const string ProfileKey = "profile";

    private readonly CommandLineOptions typed;
    private readonly Func<string, string?> environment;
    private readonly IReadOnlyDictionary<string, ConfigValue> configured;
    private readonly Lazy<IReadOnlyDictionary<string, ConfigValue>> profile;

    public Settings(CommandLineOptions typed, Func<string, string?> environment, IReadOnlyDictionary<string, ConfigValue> configured)
    {
        this.typed = typed;
        this.environment = environment;
        this.configured = configured;
        profile = new(() => Text(ProfileKey) is { } name ? Profile.Read(name) : new Dictionary<string, ConfigValue>());
    }

    /// <summary>The values of a setting and where they come from; null when nobody set it.</summary>
    /// <exception cref="UsageException">The profile is unknown.</exception>
    private (IReadOnlyList<string> Values, string From)? Find(string key)
    {
        var flag = FlagTable.ByKey[key];
        if (flag.Typed(typed)?.ToList() is { Count: > 0 } values)
        {
            return (values, $"--{flag.Name}");
        }

        if (environment(flag.Variable) is { Length: > 0 } variable)
        {
            return (flag.IsList ? Flag.Names(variable) : [variable], flag.Variable);
        }

        var inFile = configured.TryGetValue(key, out var value) || (flag.Path is not (null or ProfileKey) && profile.Value.TryGetValue(key, out value));
        return inFile ? (value!.Values, $"{value.Location}: {key}") : null;
    }

    public string? Text(string path) => Read(path, text => text.Length > 0 ? text : null, "must not be empty");

    public bool Switch(string path) => Read(path, text => text switch { "true" => "true", "false" => "false", _ => null }, "must be true or false") == "true";

    public IReadOnlyList<string>? List(string path) => Find(path)?.Values;

    /// <summary>A setting that only a configuration file can hold.</summary>
    public ConfigTree? Tree(string path) => configured.GetValueOrDefault(path)?.Tree;

    /// <summary>One of the words of an enumeration.</summary>
    public T Choice<T>(string path, T fallback)
        where T : struct, Enum
    {
        if (Find(path) is null)
        {
            return fallback;
        }

        var words = Words<T>().ToList();
        var word = Read(path, text => words.Contains(text) ? text : null, $"must be one of {string.Join(", ", words)}");
        return Enum.GetValues<T>()[words.IndexOf(word!)];
    }

    /// <summary>The words that stand for the values of an enumeration, in their order.</summary>
    public static IEnumerable<string> Words<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(Word);

    /// <summary>The name of an enumeration's value as users write it: <c>SelfSigned</c> is <c>self-signed</c>.</summary>
    public static string Word(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>A whole number from 1 to <paramref name="most"/>.</summary>
    public int? Number(string path, int most) =>
        Read(path, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? text : null, $"must be a whole number from 1 to {most}") is { } valid ? int.Parse(valid, CultureInfo.InvariantCulture) : null;

    /// <summary>A list whose words must be among <paramref name="known"/>.</summary>
    public IReadOnlyList<string>? Words(string path, IReadOnlyCollection<string> known)
    {
        if (Find(path) is not { } found)
        {
            return null;
        }

        var unknown = found.Values.FirstOrDefault(v => !known.Contains(v));
        return unknown is null ? found.Values : throw new UsageException($"{found.From}: unknown name \"{unknown}\"{NearName.Hint(unknown, known)} (known: {string.Join(", ", known)})") { Setting = path };
    }

    /// <summary>Parses one value; <paramref name="parse"/> returns null for what is wrong.</summary>
    /// <exception cref="UsageException">The value is wrong; the message says where it comes from.</exception>
    public T? Read<T>(string path, Func<string, T?> parse, string rule)
        where T : class
    {
        if (Find(path) is not { } found)
        {
            return null;
        }

        return found.Values.Count == 1 && parse(found.Values[0]) is { } value
            ? value
            : throw new UsageException($"{found.From}: {rule}, not \"{string.Join(", ", found.Values)}\"") { Setting = path };
    }
}
