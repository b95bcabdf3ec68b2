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
    public static IEnumerable<ByteSpan> Find(GoTemplate template, string flag)
    {
        var name = System.Text.Encoding.ASCII.GetBytes(flag);
        var masked = template.Masked;
        var at = masked.AsSpan().IndexOf(name);
        foreach (var item in at < 0 ? [] : Items(template))
        {
            at = at >= item.Start ? at : IndexOf(masked, name, item.Start);
            if (at < item.End && IsCommand(masked, item, at))
            {
                foreach (var found in ShellFlag.Find(masked[item.Start..item.End], flag))
                {
                    yield return new ByteSpan(item.Start + found.Value.Start, item.Start + found.Value.End);
                }
            }
        }
    }

    /// <summary>The first place of a text from <paramref name="from"/> on, or the end.</summary>
    private static int IndexOf(byte[] text, byte[] sought, int from) =>
        text.AsSpan(from).IndexOf(sought) is >= 0 and var found ? from + found : text.Length;

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

    /// <summary>True for text with the flag, which is at <paramref name="flag"/>, after its first word.</summary>
    private static bool IsCommand(byte[] masked, ByteSpan item, int flag) =>
        masked.AsSpan(item.Start..flag).ContainsAny(" \t\n"u8) && !IsEscaped(masked.AsSpan(item.Start - 1, item.Length + 1));

    /// <summary>True for text with an escape; it starts at its quote, or at the character before.</summary>
    private static bool IsEscaped(ReadOnlySpan<byte> text) =>
        text[0] == '"' || text[1] == '"' ? text.Contains((byte)'\\')
        : (text[0] == '\'' || text[1] == '\'') && text[2..].IndexOf("''"u8) >= 0;
}
