using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>
/// Edits of the text that a scalar holds (offsets count bytes of the decoded text), turned into edits of the source in the scalar's own
/// style: a literal keeps its lines and indentation, a double-quoted scalar its escapes.
/// </summary>
internal sealed class ScalarEdits(YamlNode scalar)
{
    private readonly List<ByteEdit> edits = [];

    /// <summary>Raised before the first edit.</summary>
    public event Action? Changing;

    public YamlNode Scalar { get; } = scalar;

    /// <summary>The text before any edit.</summary>
    public ScalarText Text { get; } = ScalarText.Decode(scalar);

    public bool IsEmpty => edits.Count == 0;

    /// <summary>True when two edits overlap and cannot be applied.</summary>
    public bool HasOverlaps => ByteEdits.FindOverlap(ByteEdits.Sorted(edits)) is not null;

    public void Replace(ByteSpan span, string newText) => Add(new ByteEdit(span, Encoding.UTF8.GetBytes(newText)));

    /// <summary>Adds edits that were made for the decoded text.</summary>
    public void AddRange(IEnumerable<ByteEdit> more)
    {
        foreach (var edit in more)
        {
            Add(edit);
        }
    }

    public void Insert(int offset, string newText) => Replace(ByteSpan.At(offset), newText);

    /// <summary>True when an edit replaces the byte at an offset.</summary>
    /// <param name="offset">An offset in the source that <paramref name="toSource"/> leads to.</param>
    /// <param name="toSource">Maps offsets of the source that contains the scalar.</param>
    public bool Covers(int offset, Func<int, int> toSource) =>
        edits.Exists(e => toSource(Text.ToSource(e.Span.Start)) <= offset && offset < toSource(Text.ToSource(e.Span.End)));

    /// <summary>The text after the edits.</summary>
    public byte[] Result() => ByteEdits.Apply(Text.Bytes, edits);

    /// <summary>The edits in offsets of the source that contains the scalar.</summary>
    public IEnumerable<ByteEdit> ToSource() => ToSource(edits);

    /// <summary>Any edits of the scalar's text in offsets of the source that contains the scalar.</summary>
    public IEnumerable<ByteEdit> ToSource(IReadOnlyList<ByteEdit> textEdits)
    {
        if (textEdits.Count == 0)
        {
            return [];
        }

        var singleLine = !Scalar.Raw.Contains((byte)'\n');
        return Scalar.Style switch
        {
            YamlStyle.Literal when Text.Bytes.Length > 0 => ByteEdits.Ordered(textEdits).Select(ToLiteral),
            YamlStyle.SingleQuoted when singleLine && !textEdits.Any(e => e.NewText.AsSpan().ContainsAnyInRange((byte)0, (byte)31)) =>
                textEdits.Select(e => Mapped(e, Encoding.UTF8.GetString(e.NewText).Replace("'", "''", StringComparison.Ordinal))),
            YamlStyle.DoubleQuoted when singleLine => textEdits.Select(e =>
                Mapped(e, ScalarWriter.Escape(Encoding.UTF8.GetString(e.NewText)))
            ),
            YamlStyle.DoubleQuoted => InLines(textEdits),
            _ => InWords(textEdits) ?? [Rewritten(textEdits)],
        };
    }

    /// <summary>
    /// A double-quoted text that is folded over lines, as kubectl prints long ones. Blanks beside a fold count only when they are escaped;
    /// where an edit moves one of the text's own blanks next to a fold, the whole text is rewritten.
    /// </summary>
    private List<ByteEdit> InLines(IReadOnlyList<ByteEdit> textEdits)
    {
        var mapped = textEdits.Select(e => Mapped(e, EscapeEnds(ScalarWriter.Escape(Encoding.UTF8.GetString(e.NewText))))).ToList();
        return Rereads(mapped, textEdits) ? mapped : [Rewritten(textEdits)];
    }

    /// <summary>
    /// Folded blocks and plain scalars whose edits replace words with words: their lines stay as they are. Null where the result would
    /// differ from the text that the edits ask for.
    /// </summary>
    private List<ByteEdit>? InWords(IReadOnlyList<ByteEdit> textEdits)
    {
        if (textEdits.Any(e => e.Span.Length == 0 || e.NewText.Length == 0 || e.NewText.AsSpan().ContainsAnyInRange((byte)0, (byte)32)))
        {
            return null;
        }

        // A word ends with its last byte; the byte after it may be a line break of two bytes.
        var mapped = textEdits
            .Select(e => e with { Span = new ByteSpan(Text.ToSource(e.Span.Start), Text.ToSource(e.Span.End - 1) + 1) })
            .ToList();
        return Rereads(mapped, textEdits) ? mapped : null;
    }

    /// <summary>True when the edits of the source produce the same text as the edits of the text.</summary>
    private bool Rereads(List<ByteEdit> mapped, IReadOnlyList<ByteEdit> textEdits)
    {
        var moved = mapped.Select(e => e with { Span = new ByteSpan(e.Span.Start - Scalar.Span.Start, e.Span.End - Scalar.Span.Start) });
        var edited = ByteEdits.Apply(Scalar.Raw.ToArray(), moved);
        var read = YamlReader.Read(edited, new ByteSpan(0, edited.Length));
        return !read.IsEmpty
            && read.Root.IsScalar
            && read.Root.Style == Scalar.Style
            && ScalarText.Decode(read.Root).Bytes.AsSpan().SequenceEqual(ByteEdits.Apply(Text.Bytes, textEdits));
    }

    private void Add(ByteEdit edit)
    {
        if (edits.Count == 0)
        {
            Changing?.Invoke();
        }

        edits.Add(edit);
    }

    private static string EscapeEnds(string escaped)
    {
        var end = escaped is [.., ' '] ? escaped[..^1] + "\\ " : escaped;
        return end is [' ', ..] ? "\\" + end : end;
    }

    /// <summary>
    /// A literal's line starts carry indentation that is not part of the text, so an edit of whole lines is moved back by one line break:
    /// it then starts at the end of the line before, where both agree.
    /// </summary>
    private ByteEdit ToLiteral(ByteEdit edit)
    {
        var (start, end) = (edit.Span.Start, edit.Span.End);
        var text = Encoding.UTF8.GetString(edit.NewText);
        var afterBreak = start > 0 && Text.Bytes[start - 1] == '\n';
        var endsWithBreak = text.EndsWith('\n') || (text.Length == 0 && end > start && Text.Bytes[end - 1] == '\n');
        if (afterBreak && endsWithBreak && (end == start || Text.Bytes[end - 1] == '\n'))
        {
            (start, end) = (start - 1, end - 1);
            text = text.Length == 0 ? "" : "\n" + text[..^1];
        }

        var lineBreak = Encoding.UTF8.GetString(Lines.Break(Scalar.Tree.Source));
        var indent = lineBreak + new string(' ', ContentIndent());
        var encoded = string.Join(indent, text.Split('\n')).Replace(indent + lineBreak, lineBreak + lineBreak, StringComparison.Ordinal);
        return Mapped(new ByteEdit(new ByteSpan(start, end), edit.NewText), encoded);
    }

    private int ContentIndent()
    {
        // The first byte of the text is at the content's column unless it is a line break.
        var first = Text.Bytes.AsSpan().IndexOfAnyExcept((byte)'\n');
        var source = Scalar.Tree.Source;
        return Lines.Column(source, Text.ToSource(Math.Max(first, 0)));
    }

    private ByteEdit Mapped(ByteEdit edit, string encoded)
    {
        var start = Text.ToSource(edit.Span.Start);
        var end = edit.Span.Length == 0 ? start : Text.ToSource(edit.Span.End);
        return new ByteEdit(new ByteSpan(start, end), Encoding.UTF8.GetBytes(encoded));
    }

    /// <summary>Folded, multi-line and plain scalars cannot take a change in place: they become one double-quoted line.</summary>
    private ByteEdit Rewritten(IReadOnlyList<ByteEdit> textEdits)
    {
        var quoted = ScalarWriter.Write(Encoding.UTF8.GetString(ByteEdits.Apply(Text.Bytes, textEdits)), YamlStyle.DoubleQuoted);
        return new ByteEdit(Scalar.Span, Encoding.UTF8.GetBytes(Scalar.Raw is [.., (byte)'\n'] ? quoted + "\n" : quoted));
    }
}
