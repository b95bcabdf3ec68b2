namespace KymaIstioTransform.Syntax;

/// <summary>Reads one YAML document into a tree: fast where it is plain, by YamlDotNet where it is not.</summary>
internal static class YamlReader
{
    /// <summary>Reads the document in <paramref name="span"/> of <paramref name="source"/>; the span holds no document marker.</summary>
    /// <exception cref="YamlException">The bytes are no YAML document; the offset is into <paramref name="source"/>.</exception>
    public static YamlTree Read(byte[] source, ByteSpan span) => BlockYamlReader.TryRead(source, span) ?? YamlDotNetReader.Read(source, span);

    /// <summary>As above, of a source that <see cref="SourceChecks"/> has passed; the nodes take some of <paramref name="room"/>.</summary>
    public static YamlTree ReadChecked(byte[] source, ByteSpan span, YamlNodeRoom room) => BlockYamlReader.TryReadChecked(source, span, room) ?? YamlDotNetReader.Read(source, span);
}
