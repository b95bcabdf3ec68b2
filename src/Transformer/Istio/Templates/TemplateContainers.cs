using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>A container that an injection template adds.</summary>
/// <param name="Names">Its names: more than one where arms of a branch only choose the name (<c>istio-validation</c> or
/// <c>istio-init</c>).</param>
/// <param name="Region">All of its text.</param>
/// <param name="KeyIndent">The column of its keys.</param>
internal sealed record TemplateContainer(IReadOnlyList<string> Names, TemplateRegion Region, int KeyIndent)
{
    /// <summary>The container's mapping when it is in flow style; see <see cref="TemplateFlow.Read"/>.</summary>
    public YamlNode? Flow { get; init; }

    /// <summary>True when its keys are not all visible: merge keys, aliases, complex keys.</summary>
    public bool IsOpaque { get; init; }

    public override string ToString() => string.Join(" or ", Names);
}

/// <summary>A part of an arm: where a key's children can be.</summary>
internal readonly record struct TemplateRegion(TemplateBranchArm Arm, ByteSpan Span)
{
    /// <summary>The nodes of the arm that overlap the region; text may extend beyond it.</summary>
    public IEnumerable<TemplateNode> Nodes => Arm.NodesIn(Span);

    public IEnumerable<TemplateNode.ControlBlock> Branches => Nodes.OfType<TemplateNode.ControlBlock>();

    /// <summary>True when the region is plain text: it contains no action.</summary>
    public bool IsStatic => Nodes.All(n => n is TemplateNode.Literal);

    public bool Contains(TemplateEntry entry) => entry.Start >= Span.Start && entry.Start < Span.End;
}

/// <summary>
/// Finds the containers that a template adds to a pod: the items of its <c>containers</c> and <c>initContainers</c> lists, in block or flow
/// style.
/// </summary>
internal static class TemplateContainers
{
    /// <summary>
    /// The containers with a fixed name, in order. A container whose name is an action repeats one of the pod's and is not the template's.
    /// </summary>
    public static IEnumerable<TemplateContainer> Find(GoTemplate template)
    {
        var entries = template.Entries;
        for (var i = 0; i < entries.Count; i++)
        {
            var isList = template.IsKey(entries[i], "containers") || template.IsKey(entries[i], "initContainers");
            var found =
                TemplateFlow.IsFlow(template, entries[i].Value) ? InFlow(template, entries[i], isList)
                : isList ? InBlock(template, i)
                : [];
            foreach (var container in found)
            {
                yield return container;
            }
        }
    }

    /// <summary>
    /// The containers in a flow collection: its items when it is a list of containers, otherwise the items of such lists in it.
    /// </summary>
    private static IEnumerable<TemplateContainer> InFlow(GoTemplate template, TemplateEntry entry, bool isList)
    {
        if (!isList && template.Masked.AsSpan(entry.Value.Start, entry.Value.Length).IndexOf("ontainers"u8) < 0)
        {
            return [];
        }

        return TemplateFlow.Read(template, entry.Value) is { } root ? InNode(template, entry.Arm, root, isList) : [];
    }

    private static IEnumerable<TemplateContainer> InNode(GoTemplate template, TemplateBranchArm arm, YamlNode node, bool isList)
    {
        foreach (var item in node.Items)
        {
            var container = isList && item.IsMapping ? FromNode(template, arm, item) : null;
            foreach (var found in container is null ? InNode(template, arm, item, isList: false) : [container])
            {
                yield return found;
            }
        }

        foreach (var (key, value) in node.Pairs)
        {
            foreach (var found in InNode(template, arm, value, key.Is("containers") || key.Is("initContainers")))
            {
                yield return found;
            }
        }
    }

    private static TemplateContainer? FromNode(GoTemplate template, TemplateBranchArm arm, YamlNode node)
    {
        var names = node
            .Pairs.Where(p => p.Key.Is("name") && p.Value.IsScalar && !template.HasAction(p.Value.Span))
            .Select(p => p.Value.Value)
            .ToList();
        return names.Count == 0
            ? null
            : new TemplateContainer(names, new TemplateRegion(arm, node.Span), 0)
            {
                Flow = node,
                IsOpaque = names.Count > 1 || node.Pairs.Any(p => !p.Key.IsScalar || p.Key.Is("<<")),
            };
    }

    private static IEnumerable<TemplateContainer> InBlock(GoTemplate template, int key)
    {
        var entries = template.Entries;
        var end = EndOfList(entries, key);
        var first = Enumerable.Range(key + 1, end - key - 1).FirstOrDefault(i => entries[i].IsItem, end);
        var starts = Enumerable
            .Range(first, end - first)
            .Where(i => entries[i].IsItem && entries[i].Column == entries[first].Column)
            .ToList();
        for (var s = 0; s < starts.Count; s++)
        {
            var alternatives = 1;
            while (s + alternatives < starts.Count && AreAlternatives(entries[starts[s]], entries[starts[s + alternatives]]))
            {
                alternatives++;
            }

            var items = starts.GetRange(s, alternatives);
            s += alternatives - 1;
            var next = s + 1 < starts.Count ? starts[s + 1] : end;
            var found = TemplateFlow.IsFlow(template, entries[items[0]].Value)
                ? items.SelectMany(i => FlowItem(template, entries[i]))
                : BlockItem(template, items, next);
            foreach (var container in found)
            {
                yield return container;
            }
        }
    }

    /// <summary>The first entry after the list: less indented, or equally indented without being an item.</summary>
    private static int EndOfList(IReadOnlyList<TemplateEntry> entries, int key)
    {
        var end = key + 1;
        while (
            end < entries.Count
            && (
                entries[end].Column > entries[key].Column
                || (entries[end].Column == entries[key].Column && entries[end].IsItem)
                || entries[end].Kind == TemplateEntryKind.Value
            )
        )
        {
            end++;
        }

        return end;
    }

    private static IEnumerable<TemplateContainer> FlowItem(GoTemplate template, TemplateEntry item) =>
        TemplateFlow.Read(template, item.Value) is { IsMapping: true } node && FromNode(template, item.Arm, node) is { } container
            ? [container]
            : [];

    private static IEnumerable<TemplateContainer> BlockItem(GoTemplate template, List<int> items, int next)
    {
        var entries = template.Entries;
        var first = items[0];
        var keyIndent = Enumerable
            .Range(first + 1, next - first - 1)
            .Where(i => entries[i].IsKey)
            .Select(i => entries[i].Column)
            .FirstOrDefault(-1);
        var keys = Enumerable
            .Range(first + 1, next - first - 1)
            .Where(i => entries[i].IsKey && entries[i].Column == keyIndent)
            .Select(i => entries[i])
            .ToList();
        var names = new List<string>();
        foreach (var key in keys)
        {
            if (template.IsKey(key, "name") && NameOf(template, key) is { } name)
            {
                names.Add(name);
            }
        }

        if (keyIndent <= entries[first].Column || names.Count == 0)
        {
            return [];
        }

        var stop = next < entries.Count ? entries[next].Line : template.Source.Length;
        return
        [
            new TemplateContainer(names, RegionOf(entries[first], items.Count > 1, stop), keyIndent)
            {
                IsOpaque = keys.Exists(k => template.IsKey(k, "<<")),
            },
        ];
    }

    /// <summary>Items in different arms of one branch: only one of them starts the container.</summary>
    private static bool AreAlternatives(TemplateEntry a, TemplateEntry b) =>
        a.Arm != b.Arm && a.Arm.Branch is not null && a.Arm.Branch == b.Arm.Branch;

    private static TemplateRegion RegionOf(TemplateEntry first, bool hasAlternatives, int stop)
    {
        var arm = hasAlternatives ? first.Arm.Parent! : first.Arm;
        var start = hasAlternatives ? first.Arm.Branch!.Span.Start : first.Line;

        // The next item may be inside of a branch of this arm; the region ends before that branch.
        var limit =
            arm.NodeAt(stop) is TemplateNode.ControlBlock block && block.Span.Start < stop && block.Span.Start > start
                ? block.Span.Start
                : stop;
        return new TemplateRegion(arm, new ByteSpan(start, Math.Min(limit, arm.Span.End)));
    }

    /// <summary>The name, null when it is an action or missing.</summary>
    private static string? NameOf(GoTemplate template, TemplateEntry key) =>
        key.Value.Length > 0 && !template.HasAction(key.Value) && template.TextOf(key.Value) is { Length: > 0 } name ? name : null;
}
