using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>
/// Steps through the children of a collection and, independently, through the children that were written for them. It leaves out runs of
/// children in which nothing changes and that were written as the same nodes over the same bytes: this is most of an edited document.
/// </summary>
internal struct ChildWalk(TreeEdits edits, YamlNode before, YamlNode after)
{
    private int next = before.Index + 1;
    private int written = after.Index + 1;

    /// <summary>False once a run was written in another way, so that the runs of a collection are compared only once.</summary>
    private bool mayBeCopies = before.Tree.Tags.Count + after.Tree.Tags.Count == 0;

    /// <summary>The current item of a sequence, or the key of the current entry.</summary>
    public YamlNode Child { get; private set; }

    /// <summary>The value of the current entry.</summary>
    public readonly YamlNode Value => new(Child.Tree, Child.Next);

    /// <summary>Steps to the next item or entry.</summary>
    public bool MoveNext()
    {
        if (mayBeCopies)
        {
            SkipCopies();
        }

        if (next >= before.Next)
        {
            return false;
        }

        Child = new YamlNode(before.Tree, next);
        next = EndOf(next);
        return true;
    }

    /// <summary>Takes the next written child: an item, a key or a value.</summary>
    public bool TryTake(out YamlNode child)
    {
        child = new YamlNode(after.Tree, written);
        if (written >= after.Next)
        {
            return false;
        }

        written = child.Next;
        return true;
    }

    /// <summary>The index after an item, or after an entry with this key.</summary>
    private readonly int EndOf(int child)
    {
        var end = before.Tree[child].Next;
        return before.IsMapping ? before.Tree[end].Next : end;
    }

    private void SkipCopies()
    {
        var changed = edits.NextTouched(next);
        var (last, end) = (next, next);
        while (end < before.Next && EndOf(end) is var following && following <= changed)
        {
            (last, end) = (end, following);
        }

        if (end == next)
        {
            return;
        }

        var lastValue = before.IsMapping ? before.Tree[last].Next : last;
        mayBeCopies = AreCopies(end - next, before.Tree[lastValue].End);
        if (mayBeCopies)
        {
            (next, written) = (end, written + end - next);
        }
    }

    /// <summary>True when the next nodes, up to the byte at <paramref name="end"/>, were written as they are.</summary>
    private readonly bool AreCopies(int count, int end)
    {
        if (count > after.Next - written)
        {
            return false;
        }

        var originals = before.Tree.Entries.Slice(next, count);
        var copies = after.Tree.Entries.Slice(written, count);
        var (moved, shift) = (copies[0].Start - originals[0].Start, written - next);
        if (end + moved > after.Tree.Source.Length)
        {
            return false;
        }

        var bytes = before.Tree.Source.AsSpan(originals[0].Start..end);
        return bytes.SequenceEqual(after.Tree.Source.AsSpan(copies[0].Start, bytes.Length))
            && HaveSameColumn()
            && AreMoved(originals, copies, moved, shift);
    }

    /// <summary>A block scalar with an indentation indicator depends on the column of the collection around it.</summary>
    private readonly bool HaveSameColumn() =>
        Lines.Column(before.Tree.Source, before.Span.Start) == Lines.Column(after.Tree.Source, after.Span.Start);

    private static bool AreMoved(ReadOnlySpan<YamlEntry> originals, ReadOnlySpan<YamlEntry> copies, int moved, int shift)
    {
        for (var i = 0; i < originals.Length; i++)
        {
            ref readonly var original = ref originals[i];
            ref readonly var copy = ref copies[i];
            if (
                original.Kind != copy.Kind
                || original.Style != copy.Style
                || original.Start + moved != copy.Start
                || original.End + moved != copy.End
                || original.Next + shift != copy.Next
            )
            {
                return false;
            }
        }

        return true;
    }
}
