using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Options;

/// <summary>Default values for one range of Kyma releases: a configuration that comes with the program, below the user's own.</summary>
internal static class Profile
{
    private const string Prefix = "profiles/";
    private const string Extension = ".yaml";

    /// <summary>The names, which are those of the files in src/Transformer/Cli/Options/Profiles.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(Profile).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..^Extension.Length]).Order(StringComparer.Ordinal)];

    /// <summary>The settings of a profile by path.</summary>
    /// <exception cref="UsageException">There is no such profile.</exception>
    public static IReadOnlyDictionary<string, ConfigValue> Read(string name)
    {
        using var stream = typeof(Profile).Assembly.GetManifestResourceStream(Prefix + name + Extension)
            ?? throw new UsageException($"--profile: unknown name \"{name}\"{Suggestion.For(name, Names)} (known: {string.Join(", ", Names)})");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return ConfigFile.Read(new InputFile($"profile {name}", bytes.ToArray()));
    }
}
