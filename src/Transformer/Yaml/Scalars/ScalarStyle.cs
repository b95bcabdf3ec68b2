using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>Edits of a scalar's text as edits of the source, in the scalar's own style.</summary>
/// <param name="Edits">The edits of the source.</param>
/// <param name="IsCertain">False when the result must be read again to know that it is the edited text.</param>
internal sealed record StyledEdits(IReadOnlyList<ByteEdit> Edits, bool IsCertain);

/// <summary>One of the five ways to write a scalar: how its text is decoded, and how edits of the text are written.</summary>
internal abstract class ScalarStyle
{
    private static readonly ScalarStyle Plain = new PlainStyle();
    private static readonly ScalarStyle SingleQuoted = new SingleQuotedStyle();
    private static readonly ScalarStyle DoubleQuoted = new DoubleQuotedStyle();
    private static readonly ScalarStyle Literal = new LiteralStyle();
    private static readonly ScalarStyle Folded = new FoldedStyle();

    /// <summary>The style of a scalar; other nodes count as plain.</summary>
    public static ScalarStyle Of(YamlNode scalar) =>
        scalar.Style switch
        {
            YamlStyle.SingleQuoted => SingleQuoted,
            YamlStyle.DoubleQuoted => DoubleQuoted,
            YamlStyle.Literal => Literal,
            YamlStyle.Folded => Folded,
            _ => Plain,
        };

    /// <summary>The value of a scalar of this style.</summary>
    public abstract ScalarText Decode(YamlNode scalar);

    /// <summary>Edits of the text as edits of the source; null where the scalar cannot take them in place.</summary>
    public abstract StyledEdits? Edit(YamlNode scalar, ScalarText text, IReadOnlyList<ByteEdit> edits);

    /// <summary>Edits that replace words with words: the lines of the scalar stay as they are. Null for other edits.</summary>
    protected static StyledEdits? EditWords(ScalarText text, IReadOnlyList<ByteEdit> edits)
    {
        var mapped = new List<ByteEdit>(edits.Count);
        foreach (var edit in edits)
        {
            if (edit.Span.Length == 0 || edit.NewText.Length == 0 || edit.NewText.AsSpan().ContainsAnyInRange((byte)0, (byte)32))
            {
                return null;
            }

            // A word ends with its last byte; the byte after it may be a line break of two bytes.
            mapped.Add(edit with { Span = new ByteSpan(text.ToSource(edit.Span.Start), text.ToSource(edit.Span.End - 1) + 1) });
        }

        return new StyledEdits(mapped, IsCertain: false);
    }
}
