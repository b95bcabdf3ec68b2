using System.Text;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>Collects the edits of a source that render the changes of a tree.</summary>
internal sealed class RenderedEdits
{
    private readonly List<ByteEdit> edits = [];

    /// <summary>The spans of the edits that only remove bytes. They are few even when there are many edits.</summary>
    private readonly List<ByteSpan> removals = [];

    public IReadOnlyList<ByteEdit> All => edits;

    public void Add(ByteSpan span, string text)
    {
        if (span.Length > 0 || text.Length > 0)
        {
            edits.Add(new ByteEdit(span, Encoding.UTF8.GetBytes(text)));
            if (text.Length == 0)
            {
                removals.Add(span);
            }
        }
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
