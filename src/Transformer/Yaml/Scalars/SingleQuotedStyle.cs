using System.Text;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>Text in single quotes, folded over lines. A single quote inside is written twice; there are no escapes.</summary>
internal sealed class SingleQuotedStyle() : FlowScalarStyle(quotes: 1, special: (byte)'\'')
{
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

    protected override int DecodeEscape(ScalarTextBuilder text, byte[] source, int position, int end)
    {
        text.Put(position, (byte)'\'');
        return position + 2;
    }
}
