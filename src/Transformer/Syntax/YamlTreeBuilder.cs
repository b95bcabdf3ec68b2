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

    /// <summary>Adds a scalar and returns its index.</summary>
    public int AddScalar(YamlStyle style, int start, int end) => AddLeaf(YamlKind.Scalar, style, IsVerbatim(style, source.AsSpan(start, end - start)), start, end);

    /// <summary>Adds a plain scalar that ends on the line it starts on.</summary>
    public void AddLine(int start, int end) => AddLeaf(YamlKind.Scalar, YamlStyle.Plain, isVerbatim: true, start, end);

    /// <summary>Moves the end of the plain scalar that was added last to a further line.</summary>
    public void ExtendLine(int end)
    {
        lastEnd = end;
        entries[count - 1].End = end;
        entries[count - 1].IsVerbatim = false;
    }

    public int AddAlias(int start, int end) => AddLeaf(YamlKind.Alias, YamlStyle.Plain, isVerbatim: false, start, end);

    /// <summary>Adds a collection whose children follow, until <see cref="Close"/>.</summary>
    public int Open(YamlKind kind, YamlStyle style, int start)
    {
        lastEnd = start;
        return parent = Add(kind, style, isVerbatim: false, start, start);
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

    private static bool IsVerbatim(YamlStyle style, ReadOnlySpan<byte> text) => style switch
    {
        YamlStyle.Plain => !text.Contains((byte)'\n'),
        YamlStyle.SingleQuoted or YamlStyle.DoubleQuoted => !text[1..^1].ContainsAny((byte)'\\', (byte)'\'', (byte)'\n'),
        _ => false,
    };

    private int AddLeaf(YamlKind kind, YamlStyle style, bool isVerbatim, int start, int end)
    {
        lastEnd = end;
        return Add(kind, style, isVerbatim, start, end);
    }

    private int Add(YamlKind kind, YamlStyle style, bool isVerbatim, int start, int end)
    {
        if (count == entries.Length)
        {
            Grow();
        }

        entries[count] = new YamlEntry(kind, style, isVerbatim, start, end, count + 1, parent);
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
