using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.JsonPatch;

/// <summary>
/// One value of a document while operations change it: kept as the source has it, new, or opened into slots of its own. A slot knows the
/// place of the source that it stands in, so that what becomes of it is an edit of that place.
/// </summary>
internal sealed class Slot
{
    private readonly Dictionary<int, PatchOperation> gone = [];
    private YamlNode? kept;
    private YamlValue? value;
    private List<Slot>? children;

    private Slot(string? key, YamlNode? place, YamlNode? kept, YamlValue? value, PatchOperation? by) => (Key, Place, this.kept, this.value, By) = (key, place, kept, value, by);

    /// <summary>The key in a mapping; null for an item and for the root.</summary>
    public string? Key { get; }

    /// <summary>The value of the source whose place this one has; null for a new place.</summary>
    public YamlNode? Place { get; }

    /// <summary>The operation that put something new here.</summary>
    public PatchOperation? By { get; private set; }

    public bool IsMapping => kept?.IsMapping ?? value is YamlMap;

    public bool IsSequence => kept?.IsSequence ?? value is YamlList;

    /// <summary>The slots of a collection; none for a scalar.</summary>
    public IReadOnlyList<Slot> Children => Opened();

    public static Slot Of(YamlNode node, string? key = null) => new(key, node, node, null, null);

    public static Slot New(YamlValue value, PatchOperation by, string? key = null, YamlNode? place = null) => new(key, place, null, value, by);

    /// <summary>Something new takes the place.</summary>
    public void Replace(YamlValue with, PatchOperation by) => (kept, value, children, By) = (null, with, null, by);

    /// <summary>A new member at the end, or in the place of one of that key that is gone.</summary>
    public void AddMember(string key, YamlValue member, PatchOperation by) => Opened().Add(New(member, by, key, kept?.Find(key)));

    public void Insert(int index, YamlValue item, PatchOperation by) => Opened().Insert(index, New(item, by));

    public void Remove(Slot child, PatchOperation by)
    {
        Opened().Remove(child);
        if (child.Place is { } place)
        {
            gone[place.Index] = by;
        }
    }

    /// <summary>What stands here now.</summary>
    /// <exception cref="YamlException">Something of the source cannot be told as data.</exception>
    public YamlValue ToValue() =>
        children is null ? value ?? PatchValue.Of(kept!.Value)
        : IsMapping ? new YamlMap([.. children.Select(c => (c.Key!, c.ToValue()))])
        : new YamlList([.. children.Select(c => c.ToValue())]);

    /// <summary>What became of the place in the source, as few edits as tell it.</summary>
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
        return values.Where(v => !here.Contains(v.Index)).Select(v => new PatchChange.Remove(gone[v.Index], v));
    }

    private IEnumerable<PatchChange> MemberChanges(YamlNode source) =>
        children!.SelectMany(c => c.Place is null ? [new PatchChange.Add(c.By!, source, c.Key, c.ToValue())] : c.Changes());

    /// <summary>New items go before the next one that has a place; those have never changed their order.</summary>
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

    private List<Slot> Opened() => children ??= (kept, value) switch
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
            // What cannot be told as data is not what is wanted.
            return false;
        }
    }
}
