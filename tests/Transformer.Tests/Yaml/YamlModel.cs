using YamlDotNet.RepresentationModel;

namespace KymaIstioTransform.Tests.Yaml;

/// <summary>
/// The values of a document as YamlDotNet's own object model reads them: an independent check of edits that shares no code with the
/// program's trees. Scalars keep whether they are plain, because quotes make a number text.
/// </summary>
internal static class YamlModel
{
    public static object? Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Count == 0 ? null : Of(stream.Documents[0].RootNode);
    }

    /// <summary>A text that is equal for equal models.</summary>
    public static string Print(object? model) =>
        model switch
        {
            List<(string Key, object? Value)> mapping => "{" + string.Join(", ", mapping.Select(e => $"{e.Key}: {Print(e.Value)}")) + "}",
            List<object?> sequence => "[" + string.Join(", ", sequence.Select(Print)) + "]",
            string scalar => $"<{scalar}>",
            _ => "nothing",
        };

    private static object Of(YamlNode node) =>
        node switch
        {
            YamlMappingNode mapping => mapping.Children.Select(e => (((YamlScalarNode)e.Key).Value!, (object?)Of(e.Value))).ToList(),
            YamlSequenceNode sequence => sequence.Children.Select(i => (object?)Of(i)).ToList(),
            YamlScalarNode scalar =>
                $"{(scalar.Style == YamlDotNet.Core.ScalarStyle.Plain && !IsText(scalar.Value!) ? "plain " : "text ")}{scalar.Value}",
            _ => throw new InvalidOperationException(node.GetType().Name),
        };

    /// <summary>Words that every reader treats as text, with or without quotes.</summary>
    private static bool IsText(string value) =>
        value is "a" or "new" or "it's" or "a b" or "unwanted" || value.Contains("zipkin", StringComparison.Ordinal);
}
