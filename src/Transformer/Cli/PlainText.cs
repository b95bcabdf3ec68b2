using System.Globalization;
using System.Text;

namespace KymaIstioTransform.Cli;

/// <summary>
/// The sanitiser for text from the input that appears in a report, an error or the header of a diff. The result has one line, cannot
/// control a terminal or reorder displayed text, and is valid in XML 1.0 and JSON. Each format also escapes its own syntax.
/// </summary>
internal static class PlainText
{
    /// <summary>
    /// The text with each unsafe character as <c>\x1b</c>, <c>\u202e</c> or <c>\U000e0041</c>; the same string when there is none.
    /// </summary>
    public static string Of(string text) =>
        text.AsSpan().IndexOfAnyExceptInRange(' ', '~') is >= 0 and var first ? Escaped(text, first) : text;

    private static string Escaped(string text, int first)
    {
        var safe = new StringBuilder(text, 0, first, text.Length + 16);
        for (var i = first; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                var rune = new Rune(text[i], text[++i]);
                _ = Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
                    ? safe.Append(CultureInfo.InvariantCulture, $@"\U{rune.Value:x8}")
                    : safe.Append(rune.ToString());
            }
            else if (IsUnsafe(text[i]))
            {
                safe.Append(text[i] < 0x100 ? @"\x" : @"\u")
                    .Append(((int)text[i]).ToString(text[i] < 0x100 ? "x2" : "x4", CultureInfo.InvariantCulture));
            }
            else
            {
                safe.Append(text[i]);
            }
        }

        return safe.ToString();
    }

    /// <summary>
    /// Control characters, line separators, invisible and bidirectional formatting, lone surrogates, and what XML 1.0 does not allow.
    /// </summary>
    private static bool IsUnsafe(char c) =>
        char.IsControl(c)
        || char.IsSurrogate(c)
        || c is '\ufffe' or '\uffff'
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
