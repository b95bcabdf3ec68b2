using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Cli.Diff;

/// <summary>
/// Masks the values of a Secret as kubectl's diff does. Also masks the copy that client-side apply keeps in an annotation.
/// </summary>
internal static class SecretMask
{
    private const string Mask = "'***'";


    /// <summary>Edits that replace all values with masks.</summary>
    public static IEnumerable<ByteEdit> Of(YamlNode secret) =>
        from value in Values(secret)
        where value.Span.Length > 0
        select new ByteEdit(value.Span, [.. "'***'"u8, .. value.Raw is [.., (byte)'\n'] ? "\n"u8 : []]);

    /// <summary>Marks the masks with the side of the diff that they are on.</summary>
    public static string Marked(string text, string side) => text.Replace(Mask, $"'*** ({side})'", StringComparison.Ordinal);

    private static IEnumerable<YamlNode> Values(YamlNode secret) =>
        secret
            .Pairs.Where(p => p.Key.Is("data") || p.Key.Is("stringData"))
            .SelectMany(p => p.Value.IsMapping ? p.Value.Pairs.Select(e => e.Value) : [p.Value])
            .Concat(
                secret
                    .Pairs.Where(p => p.Key.Is("metadata"))
                    .SelectMany(p => p.Value.Pairs)
                    .Where(p => p.Key.Is("annotations"))
                    .SelectMany(p => p.Value.Pairs)
                    .Where(p => p.Key.Is(ServerManagedFields.LastApplied))
                    .Select(p => p.Value)
            );
}
