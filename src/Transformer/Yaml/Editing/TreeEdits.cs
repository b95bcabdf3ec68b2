using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>A change to one node.</summary>
internal abstract record NodeChange
{
    /// <summary>Replaces the node's value.</summary>
    internal sealed record Set(YamlValue Value) : NodeChange;

    /// <summary>Removes the entry (for a mapping's value) or item.</summary>
    internal sealed record Removed : NodeChange;

    /// <summary>Edits the YAML document that a scalar holds as text.</summary>
    internal sealed record InnerTree(EmbeddedYaml Text, TreeEdits Edits) : NodeChange;

    /// <summary>Edits the text that a scalar holds.</summary>
    internal sealed record InnerText(ScalarEdits Edits) : NodeChange;
}

/// <summary>
/// The planned changes to one YAML document, as data: replaced values, additions to collections and removals. Only
/// <see cref="ToSource"/> turns them into bytes, and <see cref="TreeVerifier"/> checks a result against the same data.
/// </summary>
internal sealed class TreeEdits
{
    private static readonly Dictionary<int, List<(string? Key, YamlValue Value)>> NoAdditions = [];
    private static readonly Dictionary<int, List<YamlValue>> NoInsertions = [];

    private readonly EmbeddedYaml? text;
    private readonly TreeEdits? outer;
    private readonly Dictionary<int, NodeChange> changes = [];

    /// <summary>The indexes of all nodes with a change or additions, in order.</summary>
    private readonly List<int> touched = [];

    // Few documents have these, and there are many documents.
    private Dictionary<int, List<(string? Key, YamlValue Value)>>? additions;
    private Dictionary<int, List<YamlValue>>? insertions;

    /// <summary>Edits of embedded documents by the index of their scalar; they become changes with their first edit.</summary>
    private Dictionary<int, TreeEdits>? openTrees;
    private Dictionary<int, ScalarEdits>? openTexts;

    /// <summary>Without changes yet.</summary>
    public TreeEdits(YamlTree tree) => Tree = tree;

    private TreeEdits(EmbeddedYaml text, TreeEdits outer)
        : this(text.Tree) => (this.text, this.outer) = (text, outer);

    public YamlTree Tree { get; }

    /// <summary>Changes by node index.</summary>
    public IReadOnlyDictionary<int, NodeChange> Changes => changes;

    /// <summary>New entries (with a key) and items (without), in order, by the index of the collection they are appended to.</summary>
    public IReadOnlyDictionary<int, List<(string? Key, YamlValue Value)>> Additions => additions ?? NoAdditions;

    /// <summary>New items, in order, by the index of the item they are inserted before.</summary>
    public IReadOnlyDictionary<int, List<YamlValue>> Insertions => insertions ?? NoInsertions;

    public bool IsEmpty => touched.Count == 0;

    /// <summary>Replaces the node's value; a scalar keeps its quoting style where that style can hold the new value.</summary>
    public void Set(YamlNode node, YamlValue value) => Change(node, new NodeChange.Set(value));

    public void Set(YamlNode node, string text) => Set(node, YamlValue.Of(text));

    /// <summary>Adds an entry at the end of a mapping.</summary>
    public void Add(YamlNode mapping, string key, YamlValue value) => Additional(mapping).Add((key, value));

    /// <summary>
    /// Adds entries to a mapping that other edits create: as a new entry of <paramref name="mapping"/>, or in place of its value
    /// <paramref name="present"/>. False when no edit creates one.
    /// </summary>
    public bool Merge(YamlNode mapping, string key, YamlNode? present, YamlMap more)
    {
        if (present is { } value)
        {
            if (changes.GetValueOrDefault(value.Index) is not NodeChange.Set { Value: YamlMap map })
            {
                return false;
            }

            changes[value.Index] = new NodeChange.Set(map.With(more));
            return true;
        }

        if (
            !Additions.TryGetValue(mapping.Index, out var list)
            || list.FindIndex(a => a.Key == key) is not (>= 0 and var at)
            || list[at].Value is not YamlMap added
        )
        {
            return false;
        }

        list[at] = (key, added.With(more));
        return true;
    }

    /// <summary>Adds an item at the end of a sequence.</summary>
    public void Add(YamlNode sequence, YamlValue item) => Additional(sequence).Add((null, item));

    /// <summary>Inserts an item before another item of a sequence.</summary>
    public void Insert(YamlNode before, YamlValue item)
    {
        if (!Insertions.TryGetValue(before.Index, out var list))
        {
            MergeKeys.RequireEffective(before);
            Touch(before);
            (insertions ??= [])[before.Index] = list = [];
        }

        list.Add(item);
    }

    /// <summary>Removes a mapping's entry, named by its value node, or a sequence's item. Overrides earlier changes to it.</summary>
    public void Remove(YamlNode valueOrItem)
    {
        changes.Remove(valueOrItem.Index);
        Change(valueOrItem, new NodeChange.Removed());
    }

    public bool IsRemoved(YamlNode valueOrItem) => changes.GetValueOrDefault(valueOrItem.Index) is NodeChange.Removed;

    /// <summary>True when something changes at or below a node.</summary>
    public bool Touches(YamlNode node) => NextTouched(node.Index) < node.Next;

    /// <summary>The index of the first node with a change or additions from an index on; the largest number when there is none.</summary>
    public int NextTouched(int index)
    {
        var at = touched.BinarySearch(index);
        at = at < 0 ? ~at : at;
        return at < touched.Count ? touched[at] : int.MaxValue;
    }

    /// <summary>
    /// True when the part of a scalar's text around an offset changes: the embedded scalar there, or the bytes that an edit of the text
    /// replaces.
    /// </summary>
    /// <param name="scalar">The scalar.</param>
    /// <param name="offset">The offset in this document's source.</param>
    public bool TouchesText(YamlNode scalar, int offset) =>
        changes.GetValueOrDefault(scalar.Index) switch
        {
            NodeChange.InnerTree { Text: var embedded, Edits: var inner } => inner.TouchesAt(offset, embedded),
            NodeChange.InnerText { Edits: var text } => text.Covers(offset, place => place),
            _ => Touches(scalar),
        };

    /// <summary>
    /// True when another edit already covers a node: the node has a change itself, or is inside something new or removed.
    /// </summary>
    /// <param name="node">The node to be edited.</param>
    /// <param name="isReplaced">True when the edit removes everything below the node.</param>
    public bool HasConflict(YamlNode node, bool isReplaced)
    {
        if (changes.ContainsKey(node.Index) || (isReplaced && Touches(node)))
        {
            return true;
        }

        for (var parent = Tree.ParentOf(node.Index); parent is { } above; parent = Tree.ParentOf(above.Index))
        {
            if (changes.ContainsKey(above.Index))
            {
                return true;
            }
        }

        return touched.Count == 0 && outer?.HasConflict(text!.Scalar, isReplaced: true) == true;
    }

    /// <summary>
    /// The edits of the YAML document that a scalar holds as text; the same object for each call. Nothing counts as changed before its
    /// first edit.
    /// </summary>
    /// <exception cref="YamlException">The text is not valid YAML; the offset is into this document's source.</exception>
    public TreeEdits Open(YamlNode scalar)
    {
        openTrees ??= [];
        return openTrees.TryGetValue(scalar.Index, out var known)
            ? known
            : openTrees[scalar.Index] = new TreeEdits(EmbeddedYaml.Of(scalar), this);
    }

    /// <summary>
    /// The edits of the text that a scalar holds; the same object for each call. Nothing counts as changed before its first edit.
    /// </summary>
    public ScalarEdits OpenText(YamlNode scalar)
    {
        openTexts ??= [];
        if (!openTexts.TryGetValue(scalar.Index, out var edits))
        {
            edits = new ScalarEdits(scalar);
            edits.Changing += () => Change(scalar, new NodeChange.InnerText(edits));
            openTexts[scalar.Index] = edits;
        }

        return edits;
    }

    /// <summary>Throws if no edit of the document is safe, or of one around it. The first edit checks the same.</summary>
    /// <exception cref="YamlException">Names what prevents edits; the offset is one of the outermost source.</exception>
    public void RequireEditable()
    {
        RequireSafety();
        outer?.RequireEditable();
    }

    /// <summary>The changes as edits of the source.</summary>
    public IEnumerable<ByteEdit> ToSource() => TreeRenderer.Render(this);

    private bool TouchesAt(int offset, EmbeddedYaml embedded)
    {
        foreach (var (index, change) in changes)
        {
            var span = new YamlNode(Tree, index).Span;
            if (
                embedded.ToSource(span.Start) <= offset
                && offset < embedded.ToSource(span.End)
                && (change is not NodeChange.InnerText { Edits: var inner } || inner.Covers(offset, embedded.ToSource))
            )
            {
                return true;
            }
        }

        return false;
    }

    private void Change(YamlNode node, NodeChange change)
    {
        if (change is not NodeChange.Removed)
        {
            MergeKeys.RequireEffective(node);
        }

        Touch(node);
        changes.Add(node.Index, change);
    }

    private void RequireSafety()
    {
        MergeKeys.RequireValid(Tree);
        if (text is null)
        {
            EditSafety.Require(Tree);
        }
        else
        {
            text.Placed(() => EditSafety.Require(Tree));
        }
    }

    /// <summary>Records that a node changes. On the first change, checks that the tree can be edited.</summary>
    private void Touch(YamlNode node)
    {
        if (touched.Count == 0)
        {
            Begin();
        }

        var at = touched.BinarySearch(node.Index);
        if (at < 0)
        {
            touched.Insert(~at, node.Index);
        }
    }

    private void Begin()
    {
        RequireSafety();
        outer?.Change(text!.Scalar, new NodeChange.InnerTree(text, this));
    }

    private List<(string? Key, YamlValue Value)> Additional(YamlNode collection)
    {
        if (!Additions.TryGetValue(collection.Index, out var list))
        {
            MergeKeys.RequireEffective(collection);
            Touch(collection);
            (additions ??= [])[collection.Index] = list = [];
        }

        return list;
    }
}
