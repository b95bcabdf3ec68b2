namespace KymaIstioTransform.Yaml;

/// <summary>The source is not supported YAML; <see cref="Offset"/> is the position of the problem.</summary>
internal sealed class YamlException(string message, int offset) : Exception(message)
{
    /// <summary>An error at a node of a document that was read: the place is in the outermost source.</summary>
    public YamlException(string message, YamlNode at)
        : this(message, at.Tree.ToOutermost(at.Span.Start)) { }

    /// <summary>The offset in bytes.</summary>
    public int Offset { get; } = offset;

    /// <summary>A key that is duplicated in a mapping, at the second of the two.</summary>
    public static YamlException DuplicateKey(string key, YamlNode second) =>
        new($"duplicate key \"{key}\" (remove one: readers disagree on which one counts)", second);
}
