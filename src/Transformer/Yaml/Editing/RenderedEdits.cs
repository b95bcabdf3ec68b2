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

    /// <summary>
    /// The same inside a flow collection. YamlDotNet accepts no plain text at the indentation of the block around it or before. Therefore,
    /// new plain text starts behind that column, and text that was behind it stays behind it.
    /// </summary>
    /// <param name="collection">The collection that contains the bytes, or that they are.</param>
    /// <param name="span">The bytes.</param>
    /// <param name="text">Their replacement.</param>
    public void AddInFlow(YamlNode collection, ByteSpan span, string text)
    {
        var first = FlowFormat.FirstColumn(collection);
        var start = Lines.Column(source, span.Start);
        if (start >= first)
        {
            Add(span, text);
            return;
        }

        var lead = HasPlain(text) ? first - start : 0;
        var lastLine = text.LastIndexOf('\n');
        var end = lastLine < 0 ? start + lead + text.Length : text.Length - lastLine - 1;
        var trail = Math.Min(Lines.Column(source, span.End), first) - end;
        Add(span, new string(' ', lead) + text + new string(' ', Math.Max(trail, 0)));
    }

    /// <summary>True when flow YAML has text outside of quotes.</summary>
    private static bool HasPlain(ReadOnlySpan<char> flow)
    {
        for (var i = flow.IndexOfAnyExcept("[]{},: \r\n"); i >= 0; i = flow.IndexOfAnyExcept("[]{},: \r\n"))
        {
            if (flow[i] is not ('"' or '\''))
            {
                return true;
            }

            flow = flow[(EndOfQuotes(flow, i) + 1)..];
        }

        return false;
    }

    /// <summary>The offset of the closing quote.</summary>
    private static int EndOfQuotes(ReadOnlySpan<char> flow, int quote)
    {
        var end = quote + 1;
        while (end < flow.Length - 1 && flow[end] != flow[quote])
        {
            end += flow[end] == '\\' ? 2 : 1;
        }

        return Math.Min(end, flow.Length - 1);
    }

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
