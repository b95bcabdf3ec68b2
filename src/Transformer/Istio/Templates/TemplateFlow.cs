using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>Reads the flow collections and quoted scalars of a template with masked actions.</summary>
internal static class TemplateFlow
{
    /// <summary>
    /// The flow collection at a span of the template, with masked actions and offsets into the template; null when it is not valid YAML.
    /// </summary>
    public static YamlNode? Read(GoTemplate template, ByteSpan span)
    {
        try
        {
            return YamlReader.Read(template.Masked, span) is { IsEmpty: false } tree ? tree.Root : null;
        }
        catch (YamlException)
        {
            return null;
        }
    }

    public static bool IsFlow(GoTemplate template, ByteSpan value) =>
        value.Length > 0 && template.Masked[value.Start] is (byte)'[' or (byte)'{';

    /// <summary>The end of the bracket that closes the one at <paramref name="position"/>; -1 when it is not closed.</summary>
    public static int EndOfCollection(ReadOnlySpan<byte> text, int position)
    {
        var depth = 0;
        var before = (byte)0;
        for (var i = position; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'[' or (byte)'{':
                    depth++;
                    break;
                case (byte)']' or (byte)'}':
                    depth--;
                    if (depth == 0)
                    {
                        return i + 1;
                    }

                    break;
                case (byte)'"' or (byte)'\'' when before is (byte)'[' or (byte)'{' or (byte)',' or (byte)':':
                    i = EndOfQuotes(text, i) - 1;
                    if (i < 0)
                    {
                        return -1;
                    }

                    break;
                case (byte)'#' when text[i - 1] is (byte)' ' or (byte)'\t' or (byte)'\n':
                    i = Lines.End(text, i) - 1;
                    continue;
            }

            before = text[i] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' ? before : text[i];
        }

        return -1;
    }

    /// <summary>The end of the quote that closes the one at <paramref name="position"/>; -1 when it is not closed.</summary>
    public static int EndOfQuotes(ReadOnlySpan<byte> text, int position)
    {
        var quote = text[position];
        for (var i = position + 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && quote == '"')
            {
                i++;
            }
            else if (text[i] == quote)
            {
                if (quote == '"' || i + 1 >= text.Length || text[i + 1] != quote)
                {
                    return i + 1;
                }

                i++;
            }
        }

        return -1;
    }
}
