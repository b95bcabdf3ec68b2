namespace KymaIstioTransform.Tests.Generated;

/// <summary>One setting of a profile: its path below spec, its value, and the comment after it, which names its source.</summary>
internal sealed record ProfileSetting(string Path, string Value, string Source);

/// <summary>
/// One document of a profile file, read line by line for its comments. Profiles are written in a plain form: two spaces for a level, one
/// setting per line.
/// </summary>
/// <param name="Name">The name of the profile.</param>
/// <param name="Title">The comment at its top.</param>
/// <param name="Releases">The releases of Kyma; empty for a size.</param>
/// <param name="Istio">The releases of Istio that they installed or required; empty when not named.</param>
/// <param name="Settings">The settings in order.</param>
internal sealed record ProfileDocument(string Name, string Title, string Releases, string Istio, IReadOnlyList<ProfileSetting> Settings)
{
    public static string Folder { get; } = Path.Combine(SharedData.Repository, "src", "Transformer", "Cli", "Options", "Profiles");

    /// <summary>The value at a path; null when the document does not set it.</summary>
    public string? this[string path] => Settings.FirstOrDefault(s => s.Path == path)?.Value;

    /// <summary>The documents of a file.</summary>
    public static IReadOnlyList<ProfileDocument> Read(string file) => [.. File.ReadAllText(file).Split("---\n").Select(Parse)];

    private static ProfileDocument Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var title = string.Join(' ', lines.TakeWhile(l => l.StartsWith("# ", StringComparison.Ordinal)).Select(l => l[2..]));
        List<string> keys = [];
        Dictionary<string, string> metadata = [];
        List<ProfileSetting> settings = [];
        foreach (var line in lines.SkipWhile(l => l.StartsWith("# ", StringComparison.Ordinal)))
        {
            var level = (line.Length - line.TrimStart(' ').Length) / 2;
            var (entry, comment) = line.Split(" # ", 2) is [var left, var right] ? (left, right) : (line, "");
            var (key, value) = entry.Trim().Split(':', 2) is [var k, var v] ? (k, v.Trim().Trim('"')) : throw new FormatException(line);
            keys.RemoveRange(level, keys.Count - level);
            keys.Add(key);
            if (value.Length > 0 && keys[0] == "spec")
            {
                settings.Add(new ProfileSetting(string.Join('.', keys[1..]), value, comment));
            }
            else if (value.Length > 0)
            {
                metadata[string.Join('.', keys)] = value;
            }
        }

        return new ProfileDocument(
            metadata["metadata.name"],
            title,
            metadata.GetValueOrDefault("metadata.annotations.releases", ""),
            metadata.GetValueOrDefault("metadata.annotations.istio", ""),
            settings
        );
    }
}
