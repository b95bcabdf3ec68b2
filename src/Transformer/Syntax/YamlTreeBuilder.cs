namespace KymaIstioTransform.Syntax;

/// <summary>Collects the nodes of one document in reading order and yields the tree.</summary>
internal sealed class YamlTreeBuilder(byte[] source)
{
    private static readonly Dictionary<int, string> None = [];

    private readonly List<YamlEntry> entries = [];
    private Dictionary<int, string>? anchors;
    private Dictionary<int, string>? tags;

    /// <summary>Adds a node without children and returns its index.</summary>
    public int AddLeaf(YamlKind kind, YamlStyle style, int start, int end)
    {
        entries.Add(new YamlEntry(kind, style, start, end, entries.Count + 1));
        return entries.Count - 1;
    }

    /// <summary>Adds a collection whose children follow, until <see cref="Close"/>.</summary>
    public int Open(YamlKind kind, YamlStyle style, int start)
    {
        entries.Add(new YamlEntry(kind, style, start, start, 0));
        return entries.Count - 1;
    }

    /// <summary>Ends the collection: a flow collection at <paramref name="flowEnd"/>, a block collection with its last child.</summary>
    public void Close(int index, int? flowEnd)
    {
        var end = flowEnd ?? entries[index].Start;
        for (var child = index + 1; flowEnd is null && child < entries.Count; child = entries[child].Next)
        {
            end = entries[child].End;
        }

        entries[index] = entries[index] with { End = end, Next = entries.Count };
    }

    public YamlStyle StyleOf(int index) => entries[index].Style;

    public int StartOf(int index) => entries[index].Start;

    public void Anchor(int index, string name) => (anchors ??= [])[index] = name;

    public void Tag(int index, string tag) => (tags ??= [])[index] = tag;

    public YamlTree Build() => new(source, [.. entries], anchors ?? None, tags ?? None);
}
