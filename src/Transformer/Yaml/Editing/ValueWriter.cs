using System.Text;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>Writes new values as block YAML, or in the flow style of their new collection.</summary>
internal static class ValueWriter
{
    /// <summary>One <c>key: value</c> entry as complete lines, indented, without the final line break.</summary>
    public static string BlockEntry(string key, YamlValue value, int indent, string lineBreak) =>
        $"{Spaces(indent)}{ScalarWriter.Write(key, YamlStyle.Plain)}:{AfterColon(value, indent, lineBreak)}";

    /// <summary>One <c>- item</c> as complete lines, indented, without the final line break.</summary>
    public static string BlockItem(YamlValue value, int indent, string lineBreak) =>
        value switch
        {
            YamlMap { Entries.Count: > 0 } or YamlList { Items.Count: > 0 } =>
                $"{Spaces(indent)}- {Block(value, indent + 2, lineBreak)[(indent + 2)..]}",
            _ => $"{Spaces(indent)}- {Flow(value, FlowFormat.Yaml)}",
        };

    /// <summary>A collection as block lines; an empty one and scalars have no block form and are written inline.</summary>
    public static string Block(YamlValue value, int indent, string lineBreak) =>
        value switch
        {
            YamlMap { Entries.Count: > 0 } map => string.Join(
                lineBreak,
                map.Entries.Select(e => BlockEntry(e.Key, e.Value, indent, lineBreak))
            ),
            YamlList { Items.Count: > 0 } list => string.Join(lineBreak, list.Items.Select(i => BlockItem(i, indent, lineBreak))),
            _ => Spaces(indent) + Flow(value, FlowFormat.Yaml),
        };

    /// <summary>What follows a key's colon: a blank and an inline value, or a line break and a block two columns further in.</summary>
    public static string AfterColon(YamlValue value, int indent, string lineBreak) =>
        value switch
        {
            YamlString { Text: var text } when text.Contains('\n', StringComparison.Ordinal) && IsLiteralText(text) => Literal(
                text,
                indent + 2,
                lineBreak
            ),
            YamlMap { Entries.Count: > 0 } => lineBreak + Block(value, indent + 2, lineBreak),
            YamlList { Items.Count: > 0 } => lineBreak + Block(value, indent, lineBreak),
            _ => " " + Flow(value, FlowFormat.Yaml),
        };

    /// <summary>A value on one line, or on several in a flow collection that is written so.</summary>
    public static string Flow(YamlValue value, FlowFormat style) =>
        value switch
        {
            YamlString { Text: var text } => ScalarWriter.Write(text, style.Json ? YamlStyle.DoubleQuoted : YamlStyle.Plain),
            YamlLiteral { Source: var source } => source,
            YamlMap { Entries.Count: > 0 } map => Collection(
                '{',
                '}',
                map.Entries.Select(e => Entry(e.Key, e.Value, style.Nested)),
                style.Nested,
                style
            ),
            YamlList { Items.Count: > 0 } list => Collection('[', ']', list.Items.Select(i => Flow(i, style.Nested)), style.Nested, style),
            YamlMap => "{}",
            _ => "[]",
        };

    /// <summary>One <c>key: value</c> entry of a flow mapping whose entries have the given style.</summary>
    public static string Entry(string key, YamlValue value, FlowFormat style) =>
        ScalarWriter.Write(key, style.Json ? YamlStyle.DoubleQuoted : YamlStyle.Plain)
        + (style is { Compact: true, Json: true } ? ":" : ": ")
        + Flow(value, style);

    private static string Collection(char open, char close, IEnumerable<string> children, FlowFormat inner, FlowFormat outer) =>
        inner.LineBreak is null
            ? $"{open}{string.Join(inner.Separator, children)}{close}"
            : $"{open}{inner.LineStart}{string.Join(inner.Separator, children)}{outer.LineStart}{close}";

    /// <summary>
    /// True when block style writes some text of the value as a literal: text that follows must not become its last lines.
    /// </summary>
    public static bool IsMultiLine(YamlValue value) =>
        value switch
        {
            YamlString { Text: var text } => text.Contains('\n', StringComparison.Ordinal),
            YamlMap map => map.Entries.Any(e => IsMultiLine(e.Value)),
            YamlList list => list.Items.Any(IsMultiLine),
            _ => false,
        };

    /// <summary>Text with trailing blank lines or blanks is quoted: in a literal it would depend on what follows.</summary>
    private static bool IsLiteralText(string text) =>
        text[0] is not (' ' or '\t' or '\n')
        && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && text.TrimEnd('\n') is [.., not (' ' or '\t')]
        && !text.Any(c => (char.IsControl(c) && c is not ('\n' or '\t')) || c is '\ufeff' or '\u2028' or '\u2029');

    private static string Literal(string text, int indent, string lineBreak)
    {
        var chomping = text.EndsWith('\n') ? "" : "-";
        var body = text.EndsWith('\n') ? text[..^1] : text;
        var builder = new StringBuilder(" |").Append(chomping);
        foreach (var line in body.Split('\n'))
        {
            builder.Append(lineBreak).Append(line.Length == 0 ? "" : Spaces(indent)).Append(line);
        }

        return builder.ToString();
    }

    private static string Spaces(int count) => new(' ', count);
}
