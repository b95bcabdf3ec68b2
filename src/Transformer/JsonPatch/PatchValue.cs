using System.Globalization;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.JsonPatch;

/// <summary>Values of a document, read from a tree and compared as JSON (RFC 6902, 4.6).</summary>
internal static class PatchValue
{
    private static readonly YamlLiteral Null = new("null");

    private static readonly string[] True = ["true", "yes", "on", "y"];
    private static readonly string[] False = ["false", "no", "off", "n"];

    /// <exception cref="YamlException">The node has a tag or alias, or a key is duplicated: its meaning would be lost.</exception>
    public static YamlValue Of(YamlNode node)
    {
        if (node.Kind == YamlKind.Alias || node.Tree.Tags.ContainsKey(node.Index))
        {
            throw new YamlException("an alias or a tag is not supported here (write the value itself)", node.Span.Start);
        }

        return node.Kind switch
        {
            YamlKind.Mapping => new YamlMap([
                .. node.ResolvedPairs.Select(p => (p.Key.Value, node.Find(p.Key.Value)!.Value)).Select(p => (p.Item1, Of(p.Item2))),
            ]),
            YamlKind.Sequence => new YamlList([.. node.Items.Select(Of)]),
            _ when node.IsNull => Null,
            _ when node.IsPlain && !ScalarWriter.IsText(node.Value) => new YamlLiteral(node.Value),
            _ => YamlValue.Of(node.Value),
        };
    }

    /// <summary>True when two values are the same data: the order of keys and the way numbers are written do not count.</summary>
    public static bool AreEqual(YamlValue one, YamlValue other) =>
        (one, other) switch
        {
            (YamlString a, YamlString b) => a.Text == b.Text,
            (YamlLiteral a, YamlLiteral b) => a.Source == b.Source || Data(a.Source) is { } data && data.Equals(Data(b.Source)),
            (YamlMap a, YamlMap b) => a.Entries.Count == b.Entries.Count
                && a.Entries.All(e => b.Entries.Any(o => o.Key == e.Key && AreEqual(e.Value, o.Value))),
            (YamlList a, YamlList b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(p => AreEqual(p.First, p.Second)),
            _ => false,
        };

    /// <summary>The value that an unquoted word represents; null when the word itself must be compared.</summary>
    private static object? Data(string word) =>
        True.Contains(word, StringComparer.OrdinalIgnoreCase) ? true
        : False.Contains(word, StringComparer.OrdinalIgnoreCase) ? false
        : word is "~" or "" || word.Equals("null", StringComparison.OrdinalIgnoreCase) ? DBNull.Value
        : decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var large) ? large
        : null;
}
