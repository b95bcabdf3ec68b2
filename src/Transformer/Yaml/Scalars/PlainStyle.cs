using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>Text without quotes, folded over lines.</summary>
internal sealed class PlainStyle : ScalarStyle
{
    public override ScalarText Decode(YamlNode scalar)
    {
        var text = new ScalarTextBuilder(scalar);
        var (source, end) = (scalar.Tree.Source, scalar.Span.End);
        for (var position = scalar.Span.Start; position < end; )
        {
            var lineBreak = source.AsSpan(position..end).IndexOf((byte)'\n');
            if (lineBreak < 0)
            {
                text.Copy(position, end);
                break;
            }

            position = text.FoldLine(position, position + lineBreak, end);
        }

        return text.Build(end);
    }

    public override StyledEdits? Edit(YamlNode scalar, ScalarText text, IReadOnlyList<ByteEdit> edits) => EditWords(text, edits);
}
