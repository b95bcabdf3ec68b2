using System.Runtime.CompilerServices;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>Collects the nodes of one document in reading order and yields the tree, once.</summary>
internal struct YamlTreeBuilder(byte[] source, YamlNodeArena arena) : INodeSink
{
    private static readonly Dictionary<int, string> None = [];

    private YamlEntry[] entries = arena.Entries;

    /// <summary>The index of the tree's first node in <see cref="entries"/>.</summary>
    private int first = arena.Used;
    private int count;
    private int lastEnd;
    private int parent = -1;
    private bool hasAliases;
    private bool hasEscapes;
    private Dictionary<int, string>? anchors;
    private Dictionary<int, string>? tags;

    /// <summary>The number of nodes so far; the index of the next one.</summary>
    public readonly int Count => count;

    /// <summary>True for a scalar whose value is its bytes, without the quotes around them.</summary>
    public static bool IsRaw(YamlStyle style, ReadOnlySpan<byte> text) =>
        style switch
        {
            YamlStyle.Plain => !text.Contains((byte)'\n'),
            YamlStyle.SingleQuoted or YamlStyle.DoubleQuoted => !text[1..^1].ContainsAny((byte)'\\', (byte)'\'', (byte)'\n'),
            _ => false,
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddKey(int start, int end) => AddLine(start, end);

    public void AddKey(YamlStyle style, int start, int end) => AddScalar(style, start, end);

    public void AddScalar(YamlStyle style, int start, int end) =>
        AddScalar(style, IsRaw(style, source.AsSpan(start, end - start)), start, end);

    /// <summary>The same for a scalar that was tested with <see cref="IsRaw"/>.</summary>
    public void AddScalar(YamlStyle style, bool isRaw, int start, int end)
    {
        hasEscapes |= !isRaw && style == YamlStyle.DoubleQuoted;
        AddLeaf(YamlKind.Scalar, style, isRaw, start, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddLine(int start, int end) => AddLeaf(YamlKind.Scalar, YamlStyle.Plain, isVerbatim: true, start, end);

    public void ExtendLine(int end)
    {
        lastEnd = end;
        ref var entry = ref At(count - 1);
        entry.End = end;
        entry.IsRaw = false;
    }

    public void AddAlias(int start, int end)
    {
        hasAliases = true;
        AddLeaf(YamlKind.Alias, YamlStyle.Plain, isVerbatim: false, start, end);
    }

    public int Open(YamlKind kind, YamlStyle style, int start)
    {
        lastEnd = start;
        return parent = Add(kind, style, isVerbatim: false, start, start);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Close(int index)
    {
        // What ended last is the last child.
        ref var entry = ref At(index);
        entry.End = lastEnd;
        entry.Next = count;
        parent = entry.Parent;
    }

    public void Close(int index, int end)
    {
        lastEnd = end;
        Close(index);
    }

    /// <summary>The end of the scalar, alias or collection that ended last.</summary>
    public readonly int LastEnd => lastEnd;

    public readonly YamlKind KindOf(int index) => At(index).Kind;

    public readonly YamlStyle StyleOf(int index) => At(index).Style;

    public readonly int StartOf(int index) => At(index).Start;

    public readonly void SetStart(int index, int start) => At(index).Start = start;

    public void Anchor(int index, string name) => (anchors ??= [])[index] = name;

    public void Tag(int index, string tag) => (tags ??= [])[index] = tag;

    public readonly YamlTree Build() =>
        new(source, Commit(), anchors ?? None, tags ?? None) { HasAliases = hasAliases, HasEscapes = hasEscapes };

    /// <summary>The nodes as an outline.</summary>
    /// <param name="hasEscapes">See <see cref="YamlTree.HasEscapes"/>.</param>
    /// <param name="reused">An earlier outline of the source, which becomes this one.</param>
    public readonly YamlTree BuildOutline(bool hasEscapes, YamlTree? reused)
    {
        var nodes = Commit();
        if (reused is null)
        {
            return new YamlTree(source, nodes, None, None) { HasEscapes = hasEscapes, IsOutline = true };
        }

        reused.Refill(nodes, hasEscapes);
        return reused;
    }

    private readonly ArraySegment<YamlEntry> Commit()
    {
        arena.Commit(count);
        return new ArraySegment<YamlEntry>(entries, first, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddLeaf(YamlKind kind, YamlStyle style, bool isVerbatim, int start, int end)
    {
        lastEnd = end;
        Add(kind, style, isVerbatim, start, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Add(YamlKind kind, YamlStyle style, bool isVerbatim, int start, int end)
    {
        var (all, index) = (entries, count);
        var place = first + index;
        ref var entry = ref (uint)place < (uint)all.Length ? ref all[place] : ref Grow();
        entry = new YamlEntry(kind, style, isVerbatim, start, end, index + 1, parent);
        count = index + 1;
        return index;
    }

    /// <summary>Makes room for more nodes; returns the place of the next one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref YamlEntry Grow()
    {
        arena.Grow(count);
        (entries, first) = (arena.Entries, arena.Used);
        return ref At(count);
    }

    private readonly ref YamlEntry At(int index) => ref entries[first + index];
}
