using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Reading;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml.Editing;

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
    public ScalarText Text { get; } = scalar.Tree.TextAt(scalar.Index);

    /// <summary>The offset in the text at which two edits overlap, so that they cannot be applied; null when none do.</summary>
    public int? FirstOverlap => ByteEdits.FindOverlap(ByteEdits.Sorted(edits))?.Second.Span.Start;

    /// <summary>Replaces bytes of the decoded text.</summary>
    public void Replace(ByteSpan span, string newText) => Add(new ByteEdit(span, Encoding.UTF8.GetBytes(newText)));

    /// <summary>Adds edits that were made for the decoded text.</summary>
    public void AddRange(IEnumerable<ByteEdit> more)
    {
        foreach (var edit in more)
        {
            Add(edit);
        }
    }

    /// <summary>Inserts text at an offset of the decoded text.</summary>
    public void Insert(int offset, string newText) => Replace(ByteSpan.At(offset), newText);

    /// <summary>True when an edit replaces the byte at an offset.</summary>
    /// <param name="offset">An offset in the source that <paramref name="toSource"/> leads to.</param>
    /// <param name="toSource">Maps offsets of the source that contains the scalar.</param>
    public bool Covers(int offset, Func<int, int> toSource) =>
        edits.Exists(e => toSource(Text.ToSource(e.Span.Start)) <= offset && offset < toSource(Text.ToSource(e.Span.End)));

    /// <summary>True when the edits turn the text into <paramref name="result"/>.</summary>
    public bool Yields(ReadOnlySpan<byte> result)
    {
        var at = 0;
        foreach (var edit in ByteEdits.Ordered(edits))
        {
            if (!Take(ref result, Text.Bytes.AsSpan(at..edit.Span.Start)) || !Take(ref result, edit.NewText))
            {
                return false;
            }

            at = edit.Span.End;
        }

        return result.SequenceEqual(Text.Bytes.AsSpan(at));

        static bool Take(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> start)
        {
            var isStart = text.StartsWith(start);
            text = isStart ? text[start.Length..] : text;
            return isStart;
        }
    }

    /// <summary>The edits in offsets of the source that contains the scalar.</summary>
    public IEnumerable<ByteEdit> ToSource() => ToSource(edits);

    /// <summary>Any edits of the scalar's text in offsets of the source that contains the scalar.</summary>
    public IEnumerable<ByteEdit> ToSource(IReadOnlyList<ByteEdit> textEdits)
    {
        if (textEdits.Count == 0)
        {
            return [];
        }

        return ScalarStyle.Of(Scalar).Edit(Scalar, Text, textEdits) is { } styled && (styled.IsCertain || Rereads(styled.Edits, textEdits))
            ? styled.Edits
            : [Rewritten(textEdits)];
    }

    /// <summary>True when the edits of the source produce the same text as the edits of the text.</summary>
    private bool Rereads(IReadOnlyList<ByteEdit> mapped, IReadOnlyList<ByteEdit> textEdits)
    {
        var edited = ByteEdits.Apply(Scalar.Raw.ToArray(), mapped.Select(e => e.MovedBy(-Scalar.Span.Start)));
        var read = YamlReader.Read(edited, new ByteSpan(0, edited.Length));
        return !read.IsEmpty
            && read.Root.IsScalar
            && read.Root.Style == Scalar.Style
            && LinesAtMargin(edited) == LinesAtMargin(Scalar.Raw)
            && ScalarText.Decode(read.Root).Bytes.AsSpan().SequenceEqual(ByteEdits.Apply(Text.Bytes, textEdits));
    }

    /// <summary>
    /// The number of lines after the first that start with text at the margin. Readers accept that only in some places, so an edit must not
    /// move text there. A closing quote is accepted anywhere.
    /// </summary>
    private static int LinesAtMargin(ReadOnlySpan<byte> scalar)
    {
        var count = 0;
        for (var line = Lines.Next(scalar, 0); line < scalar.Length; line = Lines.Next(scalar, line))
        {
            var isBlank = scalar[line] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
            count += isBlank || line == scalar.Length - 1 ? 0 : 1;
        }

        return count;
    }

    private void Add(ByteEdit edit)
    {
        if (edits.Count == 0)
        {
            Changing?.Invoke();
        }

        edits.Add(edit);
    }

    /// <summary>Where the style cannot take a change in place, the scalar becomes one double-quoted line.</summary>
    private ByteEdit Rewritten(IReadOnlyList<ByteEdit> textEdits)
    {
        var quoted = ScalarWriter.Write(Encoding.UTF8.GetString(ByteEdits.Apply(Text.Bytes, textEdits)), YamlStyle.DoubleQuoted);
        return new ByteEdit(Scalar.Span, Encoding.UTF8.GetBytes(Scalar.Raw is [.., (byte)'\n'] ? quoted + "\n" : quoted));
    }
}
