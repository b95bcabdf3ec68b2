namespace KymaIstioTransform.Yaml;

/// <summary>The source is not supported YAML; <see cref="Offset"/> is the position of the problem.</summary>
internal class YamlException(string message, int offset) : Exception(message)
{
    /// <summary>An error at a node of a document that was read: the place is in the outermost source.</summary>
    public YamlException(string message, YamlNode at)
        : this(message, at.Tree.ToOutermost(at.Span.Start)) { }

    public int Offset { get; } = offset;
}

/// <summary>A duplicate key in a mapping that has to be read.</summary>
internal sealed class DuplicateKeyException(string key, YamlNode first, YamlNode second)
    : YamlException($"duplicate key \"{key}\" (remove one: readers disagree on which one counts)", second)
{
    public string Key { get; } = key;

    public YamlNode First { get; } = first;

    public YamlNode Second { get; } = second;
}
