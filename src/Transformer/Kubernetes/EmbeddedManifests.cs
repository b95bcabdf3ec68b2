using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes;

/// <summary>Objects that a ConfigMap holds as text, which a Job of its chart applies.</summary>
internal static class EmbeddedManifests
{
    /// <summary>The objects in those texts of the ConfigMap that are named <c>….yaml</c> and hold <paramref name="marker"/>, each with the scalar it stands in.</summary>
    /// <exception cref="ManifestException">Such a text is no stream of objects; the place in the message is that in the text.</exception>
    public static IEnumerable<(YamlNode Text, Resource Resource)> Of(Resource configMap, ReadOnlySpan<byte> marker)
    {
        var found = new List<(YamlNode, Resource)>();
        foreach (var (key, text) in configMap.Root.Find("data")?.ResolvedPairs ?? [])
        {
            if (text.IsScalar && key.Value.EndsWith(".yaml", StringComparison.Ordinal) && text.Raw.IndexOf(marker) >= 0)
            {
                var content = new InputFile($"{configMap.Id} {key.Value}", Encoding.UTF8.GetBytes(text.Value));
                found.AddRange(ManifestReader.Read(new SourceText([content])).Resources.Select(resource => (text, resource)));
            }
        }

        return found;
    }
}
