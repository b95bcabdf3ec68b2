using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// The changes that a range of Kyma releases made to Istio: a built-in configuration that the user's settings override. The first document
/// of a file is the release on a cluster. Further documents adapt it to another size, which is added to the name:
/// <c>kyma-2.5-production</c>.
/// </summary>
internal static class Profile
{
    private const string Prefix = "profiles/";
    private const string Extension = ".yaml";

    /// <summary>All names, older releases first. They are in the files in src/Transformer/Cli/Options/Profiles.</summary>
    public static IReadOnlyList<string> Names =>
        [
            .. typeof(Profile)
                .Assembly.GetManifestResourceNames()
                .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(n => n[Prefix.Length..^Extension.Length])
                .OrderBy(ByRelease, StringComparer.Ordinal)
                .SelectMany(file => Open(file)!.Select(d => d.Name!)),
        ];

    /// <summary>The settings of a profile by path.</summary>
    /// <exception cref="UsageException">The profile does not exist.</exception>
    public static IReadOnlyDictionary<string, ConfigValue> Read(string name)
    {
        if (
            (Open(name) ?? Open(name[..Math.Max(name.LastIndexOf('-'), 0)])) is { } documents
            && documents.FirstOrDefault(d => d.Name == name).Values is { } values
        )
        {
            var settings = new Dictionary<string, ConfigValue>(documents[0].Values);
            foreach (var (path, value) in values)
            {
                settings[path] = value;
            }

            return settings;
        }

        var names = Names;
        throw new UsageException($"--profile: unknown name \"{name}\"{Suggestion.For(name, names)} (known: {string.Join(", ", names)})");
    }

    private static IReadOnlyList<(string? Name, IReadOnlyDictionary<string, ConfigValue> Values)>? Open(string file)
    {
        using var stream = typeof(Profile).Assembly.GetManifestResourceStream(Prefix + file + Extension);
        if (stream is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return ConfigFile.ReadAll(new InputFile($"profile {file}", bytes.ToArray()));
    }

    /// <summary>A sort key that orders names by release: each number has three digits, and names without a number come last.</summary>
    private static string ByRelease(string name)
    {
        var numbers = name.Split(['.', '-']).Where(part => part.All(char.IsAsciiDigit)).Select(part => part.PadLeft(3, '0')).ToList();
        return numbers.Count == 0 && name != "seed" ? "~" : string.Join('.', numbers);
    }
}
