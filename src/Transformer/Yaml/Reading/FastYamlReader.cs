using System.Buffers;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>
/// Reads the YAML of rendered manifests directly on the bytes and in one pass: block collections, scalars in all styles, flow collections.
/// It leaves everything else to another reader: properties, aliases, complex keys, tabs as indentation and invalid YAML. It must never
/// find other nodes than <see cref="YamlDotNetReader"/>.
/// </summary>
internal static class FastYamlReader
{
    /// <summary>Reads the document in <paramref name="span"/> of <paramref name="source"/>; null if another reader must read it.</summary>
    public static YamlTree? TryRead(byte[] source, ByteSpan span) =>
        SourceChecks.FirstControl(source.AsSpan(0, span.End), span.Start) < 0
            ? TryReadChecked(source, span, YamlNodeArena.For(span.Length))?.Compact()
            : null;

    /// <summary>
    /// As above, for a source that <see cref="SourceChecks"/> has passed; the nodes are stored in <paramref name="arena"/>.
    /// </summary>
    public static YamlTree? TryReadChecked(byte[] source, ByteSpan span, YamlNodeArena arena)
    {
        var builder = new YamlTreeBuilder(source, arena);
        var frames = ArrayPool<OpenCollection>.Shared.Rent(YamlDotNetReader.MaxDepth);
        var isRead = TryRead(source, span, ref builder, frames.AsSpan(0, YamlDotNetReader.MaxDepth));
        ArrayPool<OpenCollection>.Shared.Return(frames);
        return isRead ? builder.Build() : null;
    }

    /// <summary>
    /// Reads a document of a source that <see cref="SourceChecks"/> has passed. False if another reader must read it; the sink has some of
    /// its nodes then. The buffer <paramref name="frames"/> is as long as the deepest nesting of collections.
    /// </summary>
    public static bool TryRead<TSink>(byte[] source, ByteSpan span, ref TSink sink, Span<OpenCollection> frames)
        where TSink : struct, INodeSink
    {
        if (source.AsSpan(span.Start, span.Length).StartsWith("\uFEFF"u8))
        {
            return false;
        }

        var parser = new BlockYamlParser<TSink>(source, span, ref sink, frames);
        return parser.TryRead();
    }
}
