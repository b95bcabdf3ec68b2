using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Reading;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>What happens to one node.</summary>
internal abstract record NodeChange
{
    /// <summary>The node's value becomes this one.</summary>
    internal sealed record Set(YamlValue Value) : NodeChange;

    /// <summary>The entry (for a mapping's value) or item goes.</summary>
    internal sealed record Removed : NodeChange;

    /// <summary>The text that a scalar holds is YAML, and changes as YAML.</summary>
    internal sealed record InnerTree(ScalarEdits Text, TreeEdits Edits) : NodeChange;

    /// <summary>The text that a scalar holds changes.</summary>
    internal sealed record InnerText(ScalarEdits Edits) : NodeChange;
}

/// <summary>
/// The changes wanted in one YAML document, as data: which node gets which value, what is added to which collection, what goes. Bytes are
/// touched only by <see cref="ToSource"/>, and <see cref="TreeVerifier"/> holds a result against the same data.
/// </summary>
internal sealed class TreeEdits(YamlTree tree)
{
    private readonly Dictionary<int, NodeChange> changes = [];

    /// <summary>The indexes of all nodes with a change or additions, in order.</summary>
    private readonly List<int> touched = [];
    private readonly Dictionary<int, List<(string? Key, YamlValue Value)>> additions = [];
    private readonly Dictionary<int, List<YamlValue>> insertions = [];

    public YamlTree Tree { get; } = tree;

    /// <summary>Changes by node index.</summary>
    public IReadOnlyDictionary<int, NodeChange> Changes => changes;

    /// <summary>New entries (with a key) and items (without), in order, by the index of the collection they go to the end of.</summary>
    public IReadOnlyDictionary<int, List<(string? Key, YamlValue Value)>> Additions => additions;

    /// <summary>New items, in order, by the index of the item they go before.</summary>
    public IReadOnlyDictionary<int, List<YamlValue>> Insertions => insertions;

    public bool IsEmpty => additions.Count == 0 && insertions.Count == 0 && changes.Values.All(c => c is NodeChange.InnerTree { Edits.IsEmpty: true } or NodeChange.InnerText { Edits.IsEmpty: true });

    /// <summary>The node gets a new value; a scalar stays in its quoting style where that can hold it.</summary>
    public void Set(YamlNode node, YamlValue value) => Change(node, new NodeChange.Set(value));

    public void Set(YamlNode node, string text) => Set(node, YamlValue.Of(text));

    /// <summary>Adds an entry at the end of a mapping.</summary>
    public void Add(YamlNode mapping, string key, YamlValue value) => Additional(mapping).Add((key, value));

    /// <summary>Adds an item at the end of a sequence.</summary>
    public void Add(YamlNode sequence, YamlValue item) => Additional(sequence).Add((null, item));

    /// <summary>Adds an item before another one of a sequence.</summary>
    public void Insert(YamlNode before, YamlValue item)
    {
        if (!insertions.TryGetValue(before.Index, out var list))
        {
            insertions[before.Index] = list = [];
            Touch(before);
        }

        list.Add(item);
    }

    /// <summary>Removes a mapping's entry, named by its value node, or a sequence's item.</summary>
    public void Remove(YamlNode valueOrItem)
    {
        changes.Remove(valueOrItem.Index);
        Change(valueOrItem, new NodeChange.Removed());
    }

    public bool IsRemoved(YamlNode valueOrItem) => changes.GetValueOrDefault(valueOrItem.Index) is NodeChange.Removed;

    /// <summary>True when something changes at or below a node.</summary>
    public bool Touches(YamlNode node)
    {
        var at = touched.BinarySearch(node.Index);
        at = at < 0 ? ~at : at;
        return at < touched.Count && touched[at] < node.Next;
    }

    /// <summary>The edits of the YAML document that a scalar holds as text; the same object for each call.</summary>
    /// <exception cref="YamlException">The text is no YAML; the offset is into this document's source.</exception>
    public TreeEdits Open(YamlNode scalar)
    {
        if (changes.GetValueOrDefault(scalar.Index) is NodeChange.InnerTree inner)
        {
            return inner.Edits;
        }

        var text = new ScalarEdits(scalar);
        var edits = new TreeEdits(ReadText(text.Text));
        Change(scalar, new NodeChange.InnerTree(text, edits));
        return edits;
    }

    /// <summary>The text of a scalar whose YAML is open.</summary>
    public ScalarText TextOf(YamlNode scalar) => ((NodeChange.InnerTree)changes[scalar.Index]).Text.Text;

    /// <summary>The edits of the text that a scalar holds; the same object for each call.</summary>
    public ScalarEdits OpenText(YamlNode scalar)
    {
        if (changes.GetValueOrDefault(scalar.Index) is NodeChange.InnerText inner)
        {
            return inner.Edits;
        }

        var edits = new ScalarEdits(scalar);
        Change(scalar, new NodeChange.InnerText(edits));
        return edits;
    }

    /// <summary>The changes as edits of the source.</summary>
    public IEnumerable<ByteEdit> ToSource() => TreeRenderer.Render(this);

    /// <summary>Reads the YAML that a scalar holds; errors are placed in the source that the scalar stands in.</summary>
    public static YamlTree ReadText(ScalarText text)
    {
        try
        {
            SourceChecks.Check(text.Bytes);
            var tree = YamlReader.ReadChecked(text.Bytes, new ByteSpan(0, text.Bytes.Length), YamlNodeArena.For(text.Bytes.Length)).Compact();
            tree.RequireKeys();
            return tree;
        }
        catch (YamlException e)
        {
            throw new YamlException($"in the text that stands here: {e.Message}", text.ToSource(e.Offset));
        }
    }

    private void Change(YamlNode node, NodeChange change)
    {
        changes.Add(node.Index, change);
        Touch(node);
    }

    private void Touch(YamlNode node)
    {
        var at = touched.BinarySearch(node.Index);
        if (at < 0)
        {
            touched.Insert(~at, node.Index);
        }
    }

    private List<(string? Key, YamlValue Value)> Additional(YamlNode collection)
    {
        if (!additions.TryGetValue(collection.Index, out var list))
        {
            additions[collection.Index] = list = [];
            Touch(collection);
        }

        return list;
    }
}
