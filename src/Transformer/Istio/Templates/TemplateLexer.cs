using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>Finds where keys, values, anchors and tags end in the YAML around a template's actions.</summary>
internal readonly ref struct TemplateLexer(GoTemplate template)
{
    private readonly ReadOnlySpan<byte> text = template.Masked;

    /// <summary>The left delimiter of actions.</summary>
    private readonly byte[] open = Encoding.ASCII.GetBytes(template.Open);

    /// <summary>The key that starts here, including quotes; null when no key starts here.</summary>
    public ByteSpan? KeyAt(int position, int end)
    {
        if (text[position] is (byte)'"' or (byte)'\'')
        {
            var quoted = TemplateFlow.EndOfQuotes(text, position);
            return quoted > 0 && AfterBlanks(quoted, end) is var colon && colon < end && IsColon(colon, end)
                ? new ByteSpan(position, quoted)
                : null;
        }

        if (text[position] is (byte)'[' or (byte)'{' or (byte)'|' or (byte)'>')
        {
            return null;
        }

        for (var i = position; i < end; i++)
        {
            if (IsColon(i, end))
            {
                return new ByteSpan(position, position + text[position..i].TrimEnd(" \t"u8).Length);
            }

            if (text[i] == '#' && i > position && text[i - 1] is (byte)' ' or (byte)'\t')
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>A colon ends a key when a blank, the line's end or an action follows.</summary>
    private bool IsColon(int position, int end) =>
        text[position] == ':' && (IsBlankOrEnd(position + 1, end) || template.Source.AsSpan(position + 1).StartsWith(open));

    /// <summary>The value from here on; <paramref name="next"/> is the first line after the value.</summary>
    public ByteSpan ValueAt(int position, int parentColumn, out int next)
    {
        var end = Lines.End(text, position);
        position = AfterBlanks(position, end);
        while (position < end && text[position] is (byte)'&' or (byte)'!')
        {
            position = AfterProperty(position, end);
        }

        next = Lines.Next(text, position);
        if (position >= end || text[position] == '#')
        {
            return ByteSpan.At(position);
        }

        switch (text[position])
        {
            case (byte)'|' or (byte)'>':
                next = AfterBlockScalar(next, parentColumn);
                return new ByteSpan(position, next);
            case (byte)'"' or (byte)'\'' when TemplateFlow.EndOfQuotes(text, position) is > 0 and var quoted:
                next = Lines.Next(text, quoted);
                return new ByteSpan(position, quoted);
            case (byte)'[' or (byte)'{' when TemplateFlow.EndOfCollection(text, position) is > 0 and var collection:
                next = Lines.Next(text, collection);
                return new ByteSpan(position, collection);
            default:
                return new ByteSpan(position, position + WithoutComment(text[position..end]).Length);
        }
    }

    /// <summary>The first line with text that is not indented further than the scalar's key or dash.</summary>
    private int AfterBlockScalar(int line, int parentColumn)
    {
        while (line < text.Length)
        {
            var isBlank = text[line..Lines.End(text, line)].IndexOfAnyExcept(" \t"u8) < 0;
            if (!isBlank && BlockScalar.LeadingSpaces(template.Source, line) <= parentColumn)
            {
                break;
            }

            line = Lines.Next(text, line);
        }

        return line;
    }

    /// <summary>The end of an anchor or tag and the blanks after it.</summary>
    public int AfterProperty(int position, int end)
    {
        var length = text[position..end].IndexOfAny(" \t"u8);
        return length < 0 ? end : AfterBlanks(position + length, end);
    }

    /// <summary>The first place at or after <paramref name="position"/> that has no blank, <paramref name="end"/> at most.</summary>
    public int AfterBlanks(int position, int end)
    {
        while (position < end && text[position] is (byte)' ' or (byte)'\t')
        {
            position++;
        }

        return position;
    }

    /// <summary>True where text ends: at a blank or at the end of the line.</summary>
    public bool IsBlankOrEnd(int position, int end) => position >= end || text[position] is (byte)' ' or (byte)'\t';

    private static ReadOnlySpan<byte> WithoutComment(ReadOnlySpan<byte> plain)
    {
        for (var i = 1; i < plain.Length; i++)
        {
            if (plain[i] == '#' && plain[i - 1] is (byte)' ' or (byte)'\t')
            {
                plain = plain[..i];
            }
        }

        return plain.TrimEnd(" \t"u8);
    }
}
