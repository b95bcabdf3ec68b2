using System.Buffers;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>
/// Reads the YAML of rendered manifests directly on the bytes and in one pass: block collections, scalars in all styles, flow collections.
/// It leaves everything else to another reader: properties, aliases, complex keys, tabs as indentation and invalid YAML. It must never
/// return a different tree than <see cref="YamlDotNetReader"/>.
/// </summary>
internal static class FastYamlReader
{
    /// <summary>Reads the document in <paramref name="span"/> of <paramref name="source"/>; null hands it over to another reader.</summary>
    public static YamlTree? TryRead(byte[] source, ByteSpan span) =>
        SourceChecks.FirstControl(source.AsSpan(0, span.End), span.Start) < 0
            ? TryReadChecked(source, span, YamlNodeArena.For(span.Length))?.Compact()
            : null;

    /// <summary>
    /// As above, for a source that <see cref="SourceChecks"/> has passed; the nodes are stored in <paramref name="arena"/>.
    /// </summary>
    public static YamlTree? TryReadChecked(byte[] source, ByteSpan span, YamlNodeArena arena)
    {
        if (source.AsSpan(span.Start, span.Length).StartsWith("\uFEFF"u8))
        {
            return null;
        }

        var builder = new YamlTreeBuilder(source, arena);
        var frames = ArrayPool<OpenCollections.Frame>.Shared.Rent(OpenCollections.Capacity);
        var lines = new BlockYamlParser(source.AsSpan(0, span.End), span.Start, builder, new OpenCollections(builder, span.Start, frames));
        var tree = lines.TryRead() ? builder.Build() : null;
        ArrayPool<OpenCollections.Frame>.Shared.Return(frames);
        return tree;
    }
}
