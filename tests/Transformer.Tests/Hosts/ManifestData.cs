using System.Globalization;
using System.Text.Json;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>
/// A stream as data, to compare the output of hosts with that of the pipe: objects by name, with sorted keys and parsed numbers, without
/// nulls and without the annotations of hosts.
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
            objects[resource.Id.ToString()] = JsonSerializer.Serialize(Value(resource.Root));
        }

        return objects;
    }

    /// <summary>Fails with the objects that differ.</summary>
    public static void AssertSame(IEnumerable<KeyValuePair<string, string>> expected, IEnumerable<KeyValuePair<string, string>> actual)
    {
        var (left, right) = (expected.ToHashSet(), actual.ToHashSet());
        Assert.True(
            left.SetEquals(right),
            $"expected:\n{string.Join('\n', left.Except(right))}\n\nactual:\n{string.Join('\n', right.Except(left))}"
        );
    }

    /// <summary>The names of the hooks in a stream, of one kind or of all kinds. Hosts do not pass hooks.</summary>
    public static HashSet<string> Hooks(byte[] stream, string? kind = null) =>
        [
            .. ManifestReader
                .Read(new SourceText([new InputFile("input", stream)]))
                .Resources.Where(r => r.Root.Find("metadata", "annotations", "helm.sh/hook") is { } hook && (kind is null || hook.Is(kind)))
                .Select(r => r.Id.ToString()),
        ];

    private static object? Value(YamlNode node) =>
        node switch
        {
            { IsMapping: true } => Mapping(node),
            { IsSequence: true } => node.Items.Select(i => Value(i)).ToList(),
            { IsNull: true } => null,
            { IsPlain: true } => Plain(node.Value),
            _ => node.Value,
        };

    private static SortedDictionary<string, object> Mapping(YamlNode node)
    {
        var entries = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (key, value) in node.Pairs.Where(p => !HostAnnotations.Any(a => p.Key.Value.StartsWith(a, StringComparison.Ordinal))))
        {
            var data = Value(value);
            var empty =
                key.Is("annotations")
                && value.Pairs.All(p => HostAnnotations.Any(a => p.Key.Value.StartsWith(a, StringComparison.Ordinal)));
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
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number / 1.000000000000000000000000000000000m
        : text;
}
