using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.JsonPatch;

/// <summary>
/// One value of a document while operations change it: unchanged from the source, new, or split into child slots. A slot knows its
/// place in the source, so that its final value becomes an edit of that place.
/// </summary>
internal sealed class Slot
{
    private readonly Dictionary<int, PatchOperation> removed = [];
    private YamlNode? kept;
    private YamlValue? value;
    private List<Slot>? children;

    private Slot(string? key, YamlNode? place, YamlNode? kept, YamlValue? value, PatchOperation? by) =>
        (Key, Place, this.kept, this.value, By) = (key, place, kept, value, by);

    /// <summary>The key in a mapping; null for an item and for the root.</summary>
    public string? Key { get; }

    /// <summary>The source value at this slot's place; null for a new place.</summary>
    public YamlNode? Place { get; }

    /// <summary>The operation that set the new value.</summary>
    public PatchOperation? By { get; private set; }

    public bool IsMapping => kept?.IsMapping ?? value is YamlMap;

    public bool IsSequence => kept?.IsSequence ?? value is YamlList;

    /// <summary>The slots of a collection; empty for a scalar.</summary>
    public IReadOnlyList<Slot> Children => OpenChildren();

    public static Slot Of(YamlNode node, string? key = null) => new(key, node, node, null, null);

    public static Slot New(YamlValue value, PatchOperation by, string? key = null, YamlNode? place = null) =>
        new(key, place, null, value, by);

    /// <summary>Replaces the value with a new one.</summary>
    public void Replace(YamlValue with, PatchOperation by) => (kept, value, children, By) = (null, with, null, by);

    /// <summary>Adds a member at the end, or in the place of a removed member with the same key.</summary>
    public void AddMember(string key, YamlValue member, PatchOperation by) => OpenChildren().Add(New(member, by, key, kept?.Find(key)));

    public void Insert(int index, YamlValue item, PatchOperation by) => OpenChildren().Insert(index, New(item, by));

    public void Remove(Slot child, PatchOperation by)
    {
        OpenChildren().Remove(child);
        if (child.Place is { } place)
        {
            removed[place.Index] = by;
        }
    }

    /// <summary>The current value.</summary>
    /// <exception cref="YamlException">A part of the source has no form as plain data.</exception>
    public YamlValue ToValue() =>
        children is null ? value ?? PatchValue.Of(kept!.Value)
        : IsMapping ? new YamlMap([.. children.Select(c => (c.Key!, c.ToValue()))])
        : new YamlList([.. children.Select(c => c.ToValue())]);

    /// <summary>The changes to the place in the source, as few edits as possible.</summary>
    public IEnumerable<PatchChange> Changes()
    {
        if (kept is not { } source)
        {
            return Holds(Place!.Value, ToValue()) ? [] : [new PatchChange.Set(By!, Place!.Value, ToValue())];
        }

        return children is null ? [] : [.. Removals(source), .. source.IsMapping ? MemberChanges(source) : ItemChanges(source)];
    }

    private IEnumerable<PatchChange> Removals(YamlNode source)
    {
        var here = children!.Where(c => c.Place is not null).Select(c => c.Place!.Value.Index).ToHashSet();
        var values = source.IsMapping ? source.ResolvedPairs.Select(p => p.Value) : source.Items;
        return values.Where(v => !here.Contains(v.Index)).Select(v => new PatchChange.Remove(removed[v.Index], v));
    }

    private IEnumerable<PatchChange> MemberChanges(YamlNode source) =>
        children!.SelectMany(c => c.Place is null ? [new PatchChange.Add(c.By!, source, c.Key, c.ToValue())] : c.Changes());

    /// <summary>New items are inserted before the next item that has a place in the source; such items never change their order.</summary>
    private IEnumerable<PatchChange> ItemChanges(YamlNode source)
    {
        var items = new List<Slot>();
        foreach (var child in children!)
        {
            if (child.Place is not { } place)
            {
                items.Add(child);
                continue;
            }

            foreach (var item in items)
            {
                yield return new PatchChange.Insert(item.By!, place, item.ToValue());
            }

            items.Clear();
            foreach (var change in child.Changes())
            {
                yield return change;
            }
        }

        foreach (var item in items)
        {
            yield return new PatchChange.Add(item.By!, source, null, item.ToValue());
        }
    }

    private List<Slot> OpenChildren() =>
        children ??= (kept, value) switch
        {
            ({ IsMapping: true } node, _) => [.. node.ResolvedPairs.Select(p => Of(p.Value, p.Key.Value))],
            ({ } node, _) => [.. node.Items.Select(i => Of(i))],
            (_, YamlMap map) => [.. map.Entries.Select(e => New(e.Value, By!, e.Key))],
            (_, YamlList list) => [.. list.Items.Select(i => New(i, By!))],
            _ => [],
        };

    private static bool Holds(YamlNode node, YamlValue value)
    {
        try
        {
            return PatchValue.AreEqual(PatchValue.Of(node), value);
        }
        catch (YamlException)
        {
            // A source value without a form as plain data differs from the new value.
            return false;
        }
    }
}
