using System.Text;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>Text in single quotes, folded over lines. A single quote inside is written twice; there are no escapes.</summary>
internal sealed class SingleQuotedStyle : ScalarStyle
{
    public override ScalarText Decode(YamlNode scalar)
    {
        var text = new ScalarTextBuilder(scalar);
        var (source, end) = (scalar.Tree.Source, scalar.Span.End - 1);
        for (var position = scalar.Span.Start + 1; position < end; )
        {
            var special = source.AsSpan(position..end).IndexOfAny((byte)'\n', (byte)'\'');
            if (special < 0)
            {
                text.Copy(position, end);
                break;
            }

            var stop = position + special;
            if (source[stop] == '\n')
            {
                position = text.FoldLine(position, stop, end);
            }
            else
            {
                text.Copy(position, stop);
                text.Put(stop, (byte)'\'');
                position = stop + 2;
            }
        }

        return text.Build(end);
    }

    public override StyledEdits? Edit(YamlNode scalar, ScalarText text, IReadOnlyList<ByteEdit> edits)
    {
        if (scalar.Raw.Contains((byte)'\n'))
        {
            return EditWords(text, edits);
        }

        var mapped = new List<ByteEdit>(edits.Count);
        foreach (var edit in edits)
        {
            if (edit.NewText.AsSpan().ContainsAnyInRange((byte)0, (byte)31))
            {
                return null;
            }

            var escaped = ScalarWriter.EscapeQuotes(Encoding.UTF8.GetString(edit.NewText));
            mapped.Add(new ByteEdit(text.ToSource(edit.Span), Encoding.UTF8.GetBytes(escaped)));
        }

        return new StyledEdits(mapped, IsCertain: true);
    }
}
