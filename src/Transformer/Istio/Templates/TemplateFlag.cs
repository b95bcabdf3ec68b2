using KymaIstioTransform.Text;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>Finds the value of a command line flag in the argument lists of a template.</summary>
internal static class TemplateFlag
{
    /// <summary>
    /// The spans of the values, without quotes: of the list item after the item <c>- --flag</c>, or behind <c>--flag=</c>.
    /// </summary>
    public static IEnumerable<ByteSpan> Find(GoTemplate template, string flag)
    {
        var lines = template.Lines;
        for (var i = 0; i < lines.Count; i++)
        {
            var item = Item(template, lines[i]);
            if (item is not { } span)
            {
                continue;
            }

            var text = template.Text(span);
            if (text == flag && i + 1 < lines.Count && Item(template, lines[i + 1]) is { } value)
            {
                yield return value;
            }
            else if (text.StartsWith(flag + "=", StringComparison.Ordinal))
            {
                yield return span with { Start = span.Start + flag.Length + 1 };
            }
        }
    }

    /// <summary>What a <c>- item</c> line holds, without surrounding quotes; null for other lines.</summary>
    private static ByteSpan? Item(GoTemplate template, TemplateLine line)
    {
        if (!line.Text.StartsWith("- ", StringComparison.Ordinal))
        {
            return null;
        }

        var text = line.Text[2..].TrimStart();
        var start = line.ContentEnd - System.Text.Encoding.UTF8.GetByteCount(text);
        var quoted = text.Length >= 2 && text[0] is '"' or '\'' && text[^1] == text[0];
        return quoted ? new ByteSpan(start + 1, line.ContentEnd - 1) : new ByteSpan(start, line.ContentEnd);
    }
}
