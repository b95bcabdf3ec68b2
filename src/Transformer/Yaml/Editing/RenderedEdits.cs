using System.Text;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>Collects the edits of a source that render the changes of a tree.</summary>
internal sealed class RenderedEdits(byte[] source)
{
    private readonly List<ByteEdit> edits = [];

    /// <summary>The spans of the edits that only remove bytes. They are few even when there are many edits.</summary>
    private readonly List<ByteSpan> removals = [];

    /// <summary>The edits so far, in no order.</summary>
    public IReadOnlyList<ByteEdit> All => edits;

    /// <summary>Replaces bytes. An edit that changes nothing is left out.</summary>
    public void Add(ByteSpan span, string text)
    {
        if (span.Length > 0 || text.Length > 0)
        {
            edits.Add(new ByteEdit(span, Encoding.UTF8.GetBytes(IsBeforeTightComment(span, text) ? text + " " : text)));
            if (text.Length == 0)
            {
                removals.Add(span);
            }
        }
    }

    /// <summary>
    /// True when a comment follows an edit without a blank, which readers accept only after quotes and brackets (<c>{}# comment</c>): after
    /// other text the comment would become part of the value.
    /// </summary>
    private bool IsBeforeTightComment(ByteSpan span, string text) =>
        span.End < source.Length
        && source[span.End] == '#'
        && (text.Length > 0 ? text[^1] : span.Start > 0 ? (char)source[span.Start - 1] : '\n') is not (' ' or '\t' or '\r' or '\n');

    public void Insert(int at, string text) => Add(ByteSpan.At(at), text);

    public void AddRange(IEnumerable<ByteEdit> more) => edits.AddRange(more);

    /// <summary>
    /// Moves an offset past the removal that contains it: a removal can include the blank lines and comments below a node.
    /// </summary>
    public int PastRemoval(int at)
    {
        var end = at;
        foreach (var removal in removals)
        {
            if (removal.Start < at && at < removal.End)
            {
                end = Math.Max(end, removal.End);
            }
        }

        return end;
    }
}
