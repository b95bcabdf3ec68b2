using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>Indented lines after <c>&gt;</c>: breaks between lines of the same indentation are folded.</summary>
internal sealed class FoldedStyle : ScalarStyle
{
    public override ScalarText Decode(YamlNode scalar)
    {
        var text = new ScalarTextBuilder(scalar);
        var (source, end) = (scalar.Tree.Source, scalar.Span.End);
        var header = BlockScalar.Of(scalar);
        var content = 0;
        var isPreviousDeeper = true;
        for (var position = header.ContentStart; position < end;)
        {
            var line = header.LineAt(source, position, end, out position);
            if (line.Length > 0)
            {
                var isDeeper = source[line.Start] is (byte)' ' or (byte)'\t';
                if (!isDeeper && !isPreviousDeeper)
                {
                    text.FoldBreaks(content);
                }

                isPreviousDeeper = isDeeper;
                text.Copy(line.Start, line.End);
                content = text.Count;
            }

            if (line.End < end)
            {
                text.Put(line.End, (byte)'\n');
            }
        }

        return text.Chomp(header.Chomping, content);
    }

    public override StyledEdits? Edit(YamlNode scalar, ScalarText text, IReadOnlyList<ByteEdit> edits) => EditWords(text, edits);
}
