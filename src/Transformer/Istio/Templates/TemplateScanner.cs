using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>Cuts a Go template into text and actions.</summary>
internal static class TemplateScanner
{
    /// <exception cref="YamlException">An action has no end; the offset is into the template.</exception>
    public static List<TemplateNode> Scan(byte[] source, byte[] open, byte[] close)
    {
        var nodes = new List<TemplateNode>();
        var position = 0;
        while (position < source.Length)
        {
            var found = source.AsSpan(position).IndexOf(open);
            var start = found < 0 ? source.Length : position + found;
            if (start > position)
            {
                nodes.Add(new TemplateNode.Literal(new ByteSpan(position, start)));
            }

            if (found < 0)
            {
                break;
            }

            position =
                EndOfAction(source, start + open.Length, close)
                ?? throw new YamlException("the template has an unclosed action", start);
            var inner = Encoding.UTF8.GetString(source, start + open.Length, position - start - open.Length - close.Length);
            var trimsLeft = inner.Length > 1 && inner[0] == '-' && IsBlank(inner[1]);
            var trimsRight = inner.Length > 1 && inner[^1] == '-' && IsBlank(inner[^2]);
            nodes.Add(
                new TemplateNode.Action(
                    new ByteSpan(start, position),
                    inner[(trimsLeft ? 1 : 0)..(inner.Length - (trimsRight ? 1 : 0))].Trim(),
                    trimsLeft,
                    trimsRight
                )
            );
        }

        return nodes;
    }

    /// <summary>The blank that Go's lexer requires between a delimiter and the dash that trims.</summary>
    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n';

    /// <summary>The end of the closing delimiter; delimiters inside strings and comments do not count.</summary>
    private static int? EndOfAction(byte[] source, int position, byte[] close)
    {
        while (position < source.Length)
        {
            var rest = source.AsSpan(position);
            if (rest.StartsWith(close))
            {
                return position + close.Length;
            }

            var skip = rest[0] switch
            {
                (byte)'"' => QuotedLength(rest),
                (byte)'`' => rest[1..].IndexOf((byte)'`') is >= 0 and var end ? end + 2 : 0,
                (byte)'/' when rest.StartsWith("/*"u8) => rest.IndexOf("*/"u8) is >= 0 and var comment ? comment + 2 : 0,
                _ => 1,
            };
            if (skip == 0)
            {
                return null;
            }

            position += skip;
        }

        return null;
    }

    private static int QuotedLength(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                return i + 1;
            }

            i += text[i] == '\\' ? 1 : 0;
        }

        return 0;
    }
}
