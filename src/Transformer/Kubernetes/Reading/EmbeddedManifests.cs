using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>Objects that a ConfigMap holds as text. A Job of its chart applies them.</summary>
internal static class EmbeddedManifests
{
    /// <summary>
    /// The objects in the ConfigMap's texts that are named <c>….yaml</c> and contain <paramref name="marker"/>, each with the scalar that
    /// contains it.
    /// </summary>
    /// <exception cref="ManifestException">Such a text is not a stream of objects; the message gives the place in the text.</exception>
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
