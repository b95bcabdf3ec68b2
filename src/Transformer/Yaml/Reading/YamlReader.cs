using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>Reads one YAML document into a tree: with the fast reader where it can, otherwise with YamlDotNet.</summary>
internal static class YamlReader
{
    /// <summary>Reads the document in <paramref name="span"/> of <paramref name="source"/>; the span holds no document marker.</summary>
    /// <exception cref="YamlException">The bytes are not a YAML document; the offset is into <paramref name="source"/>.</exception>
    public static YamlTree Read(byte[] source, ByteSpan span) =>
        FastYamlReader.TryRead(source, span) ?? YamlDotNetReader.Read(source, span);

    /// <summary>
    /// As above, for a source that <see cref="SourceChecks"/> has passed; the nodes are stored in <paramref name="arena"/>.
    /// </summary>
    public static YamlTree ReadChecked(byte[] source, ByteSpan span, YamlNodeArena arena) =>
        FastYamlReader.TryReadChecked(source, span, arena) ?? YamlDotNetReader.Read(source, span);
}
