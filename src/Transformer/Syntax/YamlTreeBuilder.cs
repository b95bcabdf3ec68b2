using System.Buffers;

namespace KymaIstioTransform.Syntax;

/// <summary>Collects the nodes of one document in reading order and yields the tree, once.</summary>
internal sealed class YamlTreeBuilder(byte[] source)
{
    private static readonly Dictionary<int, string> None = [];

    // Rented, as only the exact copy in the tree is to live.
    private YamlEntry[] entries = ArrayPool<YamlEntry>.Shared.Rent(256);
    private int count;
    private int lastEnd;
    private int parent = -1;
    private Dictionary<int, string>? anchors;
    private Dictionary<int, string>? tags;

    /// <summary>Adds a node without children and returns its index.</summary>
    public int AddLeaf(YamlKind kind, YamlStyle style, int start, int end)
    {
        lastEnd = end;
        return Add(kind, style, start, end);
    }

    /// <summary>Moves the end of the leaf that was added last.</summary>
    public void ExtendLeaf(int end)
    {
        lastEnd = end;
        entries[count - 1].End = end;
    }

    /// <summary>Adds a collection whose children follow, until <see cref="Close"/>.</summary>
    public int Open(YamlKind kind, YamlStyle style, int start)
    {
        lastEnd = start;
        return parent = Add(kind, style, start, start);
    }

    /// <summary>Ends the innermost open collection: a flow collection at <paramref name="flowEnd"/>, a block collection with its last child.</summary>
    public void Close(int index, int? flowEnd)
    {
        // What ended last is the last child.
        lastEnd = flowEnd ?? lastEnd;
        ref var entry = ref entries[index];
        entry.End = lastEnd;
        entry.Next = count;
        parent = entry.Parent;
    }

    public YamlKind KindOf(int index) => entries[index].Kind;

    public YamlStyle StyleOf(int index) => entries[index].Style;

    public int StartOf(int index) => entries[index].Start;

    public void SetStart(int index, int start) => entries[index].Start = start;

    public void Anchor(int index, string name) => (anchors ??= [])[index] = name;

    public void Tag(int index, string tag) => (tags ??= [])[index] = tag;

    public YamlTree Build()
    {
        var exact = GC.AllocateUninitializedArray<YamlEntry>(count);
        entries.AsSpan(0, count).CopyTo(exact);
        var tree = new YamlTree(source, exact, anchors ?? None, tags ?? None);
        ArrayPool<YamlEntry>.Shared.Return(entries);
        entries = [];
        return tree;
    }

    private int Add(YamlKind kind, YamlStyle style, int start, int end)
    {
        if (count == entries.Length)
        {
            Grow();
        }

        entries[count] = new YamlEntry(kind, style, start, end, count + 1, parent);
        return count++;
    }

    private void Grow()
    {
        var larger = ArrayPool<YamlEntry>.Shared.Rent(2 * count);
        entries.CopyTo(larger, 0);
        ArrayPool<YamlEntry>.Shared.Return(entries);
        entries = larger;
    }
}
