using KymaIstioTransform.Kubernetes.CommandLines;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>
/// Finds the value of a flag in the shell commands of a template: list items of several words, as in <c>[sh, -c, "exec proxy"]</c>.
/// </summary>
internal static class TemplateShellFlag
{
    /// <summary>
    /// The spans of the values, in order. An action counts as a part of its word. Text in quotes with escapes is left out, because its
    /// words are not those of the template.
    /// </summary>
    public static IEnumerable<ByteSpan> Find(GoTemplate template, string flag) =>
        Items(template)
            .Where(item => IsCommand(template, item, flag))
            .SelectMany(item =>
                ShellFlag
                    .Find(template.Masked[item.Start..item.End], flag)
                    .Select(f => new ByteSpan(item.Start + f.Value.Start, item.Start + f.Value.End))
            );

    /// <summary>All scalars that are list items.</summary>
    private static IEnumerable<ByteSpan> Items(GoTemplate template)
    {
        for (var i = 0; i < template.Entries.Count; i++)
        {
            var value = template.Entries[i].Value;
            if (TemplateFlow.IsFlow(template, value))
            {
                foreach (var item in TemplateFlow.Read(template, value) is { } root ? Items(root) : [])
                {
                    yield return item.Span;
                }
            }
            else if (TemplateFlag.Item(template, i) is { } item)
            {
                yield return item;
            }
        }
    }

    private static IEnumerable<YamlNode> Items(YamlNode node) =>
        node.Children.SelectMany(child => !child.IsScalar ? Items(child) : node.IsSequence ? [child] : []);

    /// <summary>True for text with the flag after its first word.</summary>
    private static bool IsCommand(GoTemplate template, ByteSpan item, string flag)
    {
        var text = template.Masked.AsSpan(item.Start, item.Length);
        var found = text.IndexOf(System.Text.Encoding.ASCII.GetBytes(flag));
        return found > 0 && text[..found].ContainsAny(" \t\n"u8) && !IsEscaped(template.Masked.AsSpan(item.Start - 1, item.Length + 1));
    }

    /// <summary>True for text with an escape; it starts at its quote, or at the character before.</summary>
    private static bool IsEscaped(ReadOnlySpan<byte> text) =>
        text[0] == '"' || text[1] == '"' ? text.Contains((byte)'\\')
        : (text[0] == '\'' || text[1] == '\'') && text[2..].IndexOf("''"u8) >= 0;
}
