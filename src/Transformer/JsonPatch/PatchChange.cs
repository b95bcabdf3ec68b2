using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.JsonPatch;

/// <summary>One difference between the original and the patched document.</summary>
/// <param name="By">The operation that made it, the last one where several did.</param>
internal abstract record PatchChange(PatchOperation By)
{
    /// <summary>Replaces a value.</summary>
    internal sealed record Set(PatchOperation By, YamlNode Node, YamlValue Value) : PatchChange(By);

    /// <summary>Removes an entry, named by its value, or an item.</summary>
    internal sealed record Remove(PatchOperation By, YamlNode Node) : PatchChange(By);

    /// <summary>Adds an entry, or an item without a key, at the end of a collection.</summary>
    internal sealed record Add(PatchOperation By, YamlNode Collection, string? Key, YamlValue Value) : PatchChange(By);

    /// <summary>Inserts an item before another.</summary>
    internal sealed record Insert(PatchOperation By, YamlNode Before, YamlValue Value) : PatchChange(By);
}
