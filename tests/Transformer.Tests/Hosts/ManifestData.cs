using System.Globalization;
using System.Text.Json;
using KymaIstioTransform.Manifests;
using KymaIstioTransform.Syntax;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>
/// A stream as data, to compare what hosts print with what the pipe prints: objects by name, with sorted keys and resolved numbers, without
/// nulls, without what hosts note in annotations, and without the values of Secrets, which are made anew on each run.
/// </summary>
internal static class ManifestData
{
    private static readonly string[] HostAnnotations = ["config.kubernetes.io/", "internal.config.kubernetes.io/", "postrenderer.helm.sh/"];

    public static SortedDictionary<string, string> Read(byte[] stream)
    {
        var manifest = ManifestReader.Read(new SourceText([new InputFile("output", stream)]));
        var objects = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var resource in manifest.Resources)
        {
            objects[resource.Id.ToString()] = JsonSerializer.Serialize(Value(resource.Root, resource.Kind == "Secret"));
        }

        return objects;
    }

    /// <summary>The names of all hooks in a stream: hosts withhold them.</summary>
    public static HashSet<string> Hooks(byte[] stream) =>
        [.. ManifestReader.Read(new SourceText([new InputFile("input", stream)])).Resources.Where(r => r.Root.Find("metadata", "annotations", "helm.sh/hook") is not null).Select(r => r.Id.ToString())];

    private static object? Value(YamlNode node, bool hidden) => node switch
    {
        { IsMapping: true } => Mapping(node, hidden),
        { IsSequence: true } => node.Items.Select(i => Value(i, hidden)).ToList(),
        { IsNull: true } => null,
        { IsPlain: true } => Plain(node.Value),
        _ => node.Value,
    };

    private static SortedDictionary<string, object> Mapping(YamlNode node, bool hidden)
    {
        var entries = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (key, value) in node.Pairs.Where(p => !HostAnnotations.Any(a => p.Key.Value.StartsWith(a, StringComparison.Ordinal))))
        {
            var data = hidden && key.Is("data") ? string.Join(",", value.Pairs.Select(p => p.Key.Value).Order()) : Value(value, hidden);
            var empty = key.Is("annotations") && value.Pairs.All(p => HostAnnotations.Any(a => p.Key.Value.StartsWith(a, StringComparison.Ordinal)));
            if (data is not null && !empty)
            {
                entries[key.Value] = data;
            }
        }

        return entries;
    }

    private static object Plain(string text) =>
        text is "true" or "false" ? text == "true"
        : text.Length > 1 && text[0] == '0' && text.All(c => c is >= '0' and <= '7') ? Convert.ToInt64(text, 8)
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number / 1.000000000000000000000000000000000m
        : text;
}
