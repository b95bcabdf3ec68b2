namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>Plain and quoted text: folded over lines, with at most one character that is not itself.</summary>
/// <param name="quotes">The number of quotes at each end.</param>
/// <param name="special">The byte that starts an escape sequence; a line break for none.</param>
internal abstract class FlowScalarStyle(int quotes, byte special) : ScalarStyle
{
    public override ScalarText Decode(YamlNode scalar)
    {
        var text = new ScalarTextBuilder(scalar);
        var (source, end) = (scalar.Tree.Source, scalar.Span.End - quotes);
        for (var position = scalar.Span.Start + quotes; position < end;)
        {
            var found = source.AsSpan(position..end).IndexOfAny((byte)'\n', special);
            if (found < 0)
            {
                text.Copy(position, end);
                break;
            }

            var stop = position + found;
            if (source[stop] == '\n')
            {
                position = text.FoldLine(position, stop, end);
            }
            else
            {
                text.Copy(position, stop);
                position = DecodeEscape(text, source, stop, end);
            }
        }

        return text.Build(end);
    }

    /// <summary>Decodes the escape sequence at an offset and returns where the text continues.</summary>
    protected virtual int DecodeEscape(ScalarTextBuilder text, byte[] source, int position, int end) => throw new NotSupportedException();
}
