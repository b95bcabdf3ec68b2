using System.Buffers;
using System.Globalization;
using System.Text;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>Writes text so that both YAML 1.1 and YAML 1.2 readers read the same text.</summary>
internal static class ScalarWriter
{
    private static readonly SearchValues<char> Indicators = SearchValues.Create("-?:,[]{}#&*!|>'\"%@`");

    /// <summary>Characters that end plain text in a flow collection. For kubectl a question mark does.</summary>
    private static readonly SearchValues<char> FlowIndicators = SearchValues.Create(",[]{}?");

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789abcdefABCDEFxXoO_.:+-eEtTzZ ");

    /// <summary>The words that some YAML version reads as a boolean, null or a merge, in lower case.</summary>
    private static readonly HashSet<string> Words = new(
        ["", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "<<", "=", ".nan", ".inf", "-.inf", "+.inf"],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>True when no reader takes the unquoted text for a number, a date, a boolean or null.</summary>
    public static bool IsText(string text) => !Words.Contains(text) && !LooksNumeric(text);

    /// <summary>True when the text needs no quotes in block and flow context and is read as text.</summary>
    public static bool IsPlainText(string text) =>
        IsText(text)
        && (!Indicators.Contains(text[0]) || IsHarmlessDash(text))
        && text[0] != ' '
        && text[^1] is not (' ' or ':')
        && !text.Contains(": ", StringComparison.Ordinal)
        && !text.Contains(" #", StringComparison.Ordinal)
        && !text.AsSpan().ContainsAny(FlowIndicators)
        && !HasControl(text);

    /// <summary>True for text with a control character or a line break of any YAML version.</summary>
    private static bool HasControl(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is < ' ' or '\u007f' or '\u0085' or '\ufeff' or '\u2028' or '\u2029')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A leading dash is an indicator only before a blank: flags such as <c>--zipkinAddress</c> are plain.</summary>
    private static bool IsHarmlessDash(string text) => text.Length > 1 && text[0] == '-' && text[1] is not ' ' && text != "---";

    /// <summary>Numbers, dates and sexagesimals start with a digit, sign or dot and hold no letters beyond their own few.</summary>
    private static bool LooksNumeric(string text) =>
        (char.IsAsciiDigit(text[0]) || (text.Length > 1 && text[0] is '+' or '-' or '.' && (char.IsAsciiDigit(text[1]) || text[1] == '.')))
        && text.AsSpan().IndexOfAnyExcept(NumberCharacters) < 0;

    /// <summary>The text in the given style, or in double quotes where that style cannot hold it.</summary>
    public static string Write(string text, YamlStyle style) =>
        style switch
        {
            YamlStyle.Plain when IsPlainText(text) => text,
            YamlStyle.SingleQuoted when !text.Any(char.IsControl) => $"'{EscapeQuotes(text)}'",
            _ => $"\"{Escape(text)}\"",
        };

    /// <summary>The inside of a single-quoted scalar.</summary>
    public static string EscapeQuotes(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    /// <summary>The inside of a double-quoted scalar, valid as JSON too.</summary>
    public static string Escape(string text)
    {
        var builder = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => builder.Append("\\\""),
                '\\' => builder.Append("\\\\"),
                '\n' => builder.Append("\\n"),
                '\r' => builder.Append("\\r"),
                '\t' => builder.Append("\\t"),
                < ' ' or '\u007f' or '\u0085' or '\ufeff' or '\u2028' or '\u2029' => builder.Append(
                    CultureInfo.InvariantCulture,
                    $"\\u{(int)c:x4}"
                ),
                _ => builder.Append(c),
            };
        }

        return builder.ToString();
    }
}
