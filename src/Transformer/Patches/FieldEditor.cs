using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;

namespace KymaIstioTransform.Patches;

/// <summary>
/// Changes one resource on behalf of one patch: requests the edit and records the field in the report. <see cref="Open"/> returns an editor
/// for YAML inside a text field.
/// </summary>
/// <param name="edits">Receives the edits.</param>
/// <param name="root">The mapping to work on.</param>
/// <param name="prefix">The path of that mapping, for reports.</param>
/// <param name="locate">Returns the place in the input for an offset in the edited source.</param>
/// <param name="report">Receives the changes.</param>
/// <param name="conflict">Creates the error for a path that was already changed; null when there is no other editor.</param>
internal sealed class FieldEditor(
    TreeEdits edits,
    YamlNode root,
    string prefix,
    Func<int, Location> locate,
    Action<FieldChange> report,
    Func<string, Location, Exception>? conflict = null
)
{
    /// <summary>Values longer than this are shortened in reports.</summary>
    private const int MaxShown = 80;

    /// <summary>The mapping that this editor changes; a null value for text without content.</summary>
    public YamlNode Root { get; } = root;

    /// <summary>Throws if no edit of the object is safe.</summary>
    /// <exception cref="YamlException">Names what prevents edits; the offset is one of the object's document.</exception>
    public void RequireEditable() => edits.RequireEditable();

    /// <summary>Sets a scalar to a text. An equal text is not a change.</summary>
    public void Set(YamlNode node, string value)
    {
        if (!node.Is(value))
        {
            Take(node, isReplaced: true);
            edits.Set(node, value);
            Note(PathOf(node), Shown(node), Shown(value), node.Span.Start);
        }
    }

    /// <summary>Sets a node that holds no scalar, such as an empty or absent value.</summary>
    public void Set(YamlNode node, YamlValue value)
    {
        Take(node, isReplaced: true);
        edits.Set(node, value);
        Note(PathOf(node), node.Span.Length == 0 ? null : Shown(node.ToString()), Shown(value), node.Span.Start);
    }

    /// <summary>Adds an entry to a mapping.</summary>
    public void Add(YamlNode mapping, string key, YamlValue value)
    {
        Take(mapping, isReplaced: false);
        var path = Join(PathOf(mapping), key);
        if (edits.Additions.GetValueOrDefault(mapping.Index)?.Exists(a => a.Key == key) == true)
        {
            throw Conflict(path, mapping);
        }

        edits.Add(mapping, key, value);
        Note(path, null, Shown(value), mapping.Span.Start);
    }

    /// <summary>Sets the value at a path of keys below a mapping. Creates missing or empty mappings on the path.</summary>
    /// <exception cref="YamlException">A list with items is on the path.</exception>
    public void SetPath(YamlNode mapping, ReadOnlySpan<string> path, string value) => SetPath(mapping, path, YamlValue.Of(value));

    /// <inheritdoc cref="SetPath(YamlNode, ReadOnlySpan{string}, string)"/>
    public void SetPath(YamlNode mapping, ReadOnlySpan<string> path, YamlValue value)
    {
        var present = mapping.Find(path[0]);
        if (path.Length == 1 && present is { IsScalar: true } scalar)
        {
            SetScalar(scalar, value);
            return;
        }

        if (path.Length > 1 && present is { IsMapping: true } inner && HasEntries(inner))
        {
            SetPath(inner, path[1..], value);
            return;
        }

        if (present is { IsSequence: true } list && HasEntries(list) && (path.Length > 1 || value is not YamlList))
        {
            throw new YamlException($"\"{path[0]}\" is a list and must be {(path.Length > 1 ? "a mapping" : "a value")}", list);
        }

        var content = Nested(path[1..], value);
        if (content is YamlMap more && edits.Merge(mapping, path[0], present, more))
        {
            Note(Join(PathOf(mapping), string.Join('.', path)), null, Shown(value), mapping.Span.Start);
        }
        else if (present is { } empty)
        {
            Set(empty, content);
        }
        else
        {
            Add(mapping, path[0], content);
        }
    }

    private void SetScalar(YamlNode scalar, YamlValue value)
    {
        if (value is YamlString { Text: var text })
        {
            Set(scalar, text);
        }
        else if (!value.Matches(scalar))
        {
            Set(scalar, value);
        }
    }

    /// <summary>A value inside a mapping for each key of a path.</summary>
    private static YamlValue Nested(ReadOnlySpan<string> path, YamlValue value) =>
        path.IsEmpty ? value : new YamlMap((path[0], Nested(path[1..], value)));

    /// <summary>True for a collection that is not empty.</summary>
    public static bool HasEntries(YamlNode node) => node.Next > node.Index + 1;

    /// <summary>Adds an item to a sequence.</summary>
    public void AddItem(YamlNode sequence, string value) => AddItem(sequence, YamlValue.Of(value));

    /// <inheritdoc cref="AddItem(YamlNode, string)"/>
    public void AddItem(YamlNode sequence, YamlValue value)
    {
        Take(sequence, isReplaced: false);
        edits.Add(sequence, value);
        Note($"{PathOf(sequence)}[+]", null, Shown(value), sequence.Span.Start);
    }

    /// <summary>Adds an item before another one of its sequence.</summary>
    public void Insert(YamlNode before, YamlValue value)
    {
        edits.Insert(before, value);
        Note(PathOf(before), null, Shown(value), before.Span.Start);
    }

    /// <summary>Removes a mapping's entry, named by its value, or a sequence's item.</summary>
    public void Remove(YamlNode node)
    {
        Take(node, isReplaced: true);
        foreach (var hidden in MergeKeys.Hidden(node))
        {
            edits.Remove(hidden);
        }

        edits.Remove(node);
        Note(PathOf(node), Shown(node), null, node.Span.Start);
    }

    /// <summary>The same editor for changes that something outside the input requests: reports show its place.</summary>
    public FieldEditor WithLocation(Location place) => new(edits, Root, prefix, _ => place, report, conflict);

    /// <summary>An editor for a mapping below this one's.</summary>
    public FieldEditor Under(YamlNode mapping) => new(edits, mapping, PathOf(mapping) + ".", locate, report, conflict);

    /// <summary>An editor for the YAML or JSON that a scalar holds.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public FieldEditor Open(YamlNode scalar)
    {
        var inner = edits.Open(scalar);
        var text = EmbeddedYaml.Of(scalar);
        return new FieldEditor(inner, text.Root, $"{PathOf(scalar)} > ", offset => locate(text.ToSource(offset)), report, conflict);
    }

    /// <summary>The text of a scalar, for editing as text. Report changes with <see cref="NoteText"/>.</summary>
    public ScalarEdits OpenText(YamlNode scalar) => edits.OpenText(scalar);

    /// <summary>Records a change in the text of a scalar.</summary>
    public void NoteText(ScalarEdits text, int offset, string what, string? before, string after) =>
        Note($"{PathOf(text.Scalar)} > {what}", before is null ? null : Shown(before), Shown(after), text.Text.ToSource(offset));

    /// <summary>The place in the input of a byte in a scalar's text.</summary>
    public Location Locate(ScalarEdits text, int offset) => locate(text.Text.ToSource(offset));

    /// <summary>The place of a node in the input.</summary>
    public Location Locate(YamlNode node) => locate(node.Span.Start);

    /// <summary>
    /// The path of a node in the resource, as shown to users after merges: <c>spec.template.spec.containers[0].args[1]</c>.
    /// </summary>
    public string PathOf(YamlNode node)
    {
        var path = new StringBuilder();
        for (var at = Root; at.Index != node.Index;)
        {
            var child = ChildTowards(node, at);
            if (child.Tree.MayHaveMerges && MergeKeys.IsMergeValue(child))
            {
                at = child;
                continue;
            }

            if (at.IsMapping)
            {
                // A key is directly before its value.
                path.Append(path.Length > 0 ? "." : "").Append(new YamlNode(child.Tree, child.Index - 1).Value);
            }
            else
            {
                path.Append('[').Append(child.Tree.PositionOf(child.Index)).Append(']');
            }

            at = child;
        }

        return prefix + path;
    }

    /// <summary>The child of an ancestor that contains the node or is the node.</summary>
    private static YamlNode ChildTowards(YamlNode node, YamlNode ancestor)
    {
        var child = node;
        while (child.Tree.ParentOf(child.Index) is { } parent && parent.Index != ancestor.Index)
        {
            child = parent;
        }

        return child;
    }

    /// <summary>Rejects a second edit of the same node: otherwise, the last edit would silently win.</summary>
    private void Take(YamlNode node, bool isReplaced)
    {
        if (edits.HasConflict(node, isReplaced))
        {
            throw Conflict(PathOf(node), node);
        }
    }

    private Exception Conflict(string path, YamlNode node) => conflict?.Invoke(path, Locate(node)) ?? new InvalidOperationException(path);

    private void Note(string path, string? before, string? after, int offset) =>
        report(new FieldChange(path, before, after, locate(offset)) { Offset = offset });

    private static string Join(string path, string key) => path.Length == 0 || path[^1] is ' ' or '.' ? path + key : $"{path}.{key}";

    private static string Shown(YamlNode node) => Shown(node.IsScalar ? node.Value : node.ToString());

    private static string Shown(YamlValue value) => Shown(value is YamlString text ? text.Text : ValueWriter.Flow(value, FlowFormat.Yaml));

    private static string Shown(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= MaxShown ? line : line[..MaxShown] + "…";
    }
}
