using KymaIstioTransform.Yaml.Reading;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>
/// Checks an edited document against the planned changes: all of them must be present, and everything else must read as
/// before. It compares parsed data only and does not know how the edits were made.
/// </summary>
internal sealed class TreeVerifier
{
    /// <summary>The nodes of the written texts in scalars, while they are read.</summary>
    private readonly YamlNodeArena arena;

    /// <summary>Decodes the written texts.</summary>
    private readonly RecentTexts texts;

    private TreeVerifier(YamlNodeArena arena, RecentTexts texts) => (this.arena, this.texts) = (arena, texts);

    /// <summary>
    /// Null when the edited tree is exactly the original with the changes; otherwise the place in the edited source and the problem.
    /// </summary>
    public static (int Offset, string Problem)? Verify(TreeEdits edits, YamlTree edited) =>
        Verify(edits, edited, YamlNodeArena.Of(0), new RecentTexts(isReused: false));

    /// <summary>The same for one of many trees.</summary>
    /// <param name="edits">The planned changes, and the original tree.</param>
    /// <param name="edited">The edited tree.</param>
    /// <param name="arena">Where the nodes of texts in scalars are read, one text after the other.</param>
    /// <param name="texts">Decodes these texts. Trees may have equal ones.</param>
    public static (int Offset, string Problem)? Verify(TreeEdits edits, YamlTree edited, YamlNodeArena arena, RecentTexts texts) =>
        new TreeVerifier(arena, texts).Compare(edits, edited);

    /// <summary>True when two nodes read the same, even in different documents.</summary>
    public static bool AreSame(YamlNode one, YamlNode other) =>
        new TreeVerifier(YamlNodeArena.Of(0), new RecentTexts(isReused: false)).Compare(new TreeEdits(one.Tree), one, other) is null;

    private (int, string)? Compare(TreeEdits edits, YamlTree edited)
    {
        if (edited.IsEmpty || edits.Tree.IsEmpty)
        {
            return edited.IsEmpty == edits.Tree.IsEmpty ? null : (0, "the document is empty");
        }

        return Compare(edits, edits.Tree.Root, edited.Root);
    }

    private (int, string)? Compare(TreeEdits edits, YamlNode before, YamlNode after)
    {
        switch (edits.Changes.GetValueOrDefault(before.Index))
        {
            case NodeChange.Set { Value: var value }:
                return value.Matches(after) ? null : Differs(after);
            case NodeChange.InnerText { Edits: var text }:
                return after.IsScalar && text.Yields(texts.Decode(after).Bytes) ? null : Differs(after);
            case NodeChange.InnerTree { Edits: var inner }:
                return after.IsScalar ? CompareText(inner, after) : Differs(after);
        }

        var sameShape =
            before.Kind == after.Kind && before.Tree.Tags.GetValueOrDefault(before.Index) == after.Tree.Tags.GetValueOrDefault(after.Index);
        if (!sameShape || before.IsScalar || before.Kind == YamlKind.Alias)
        {
            return sameShape && SameScalar(before, after) ? null : Differs(after);
        }

        return before.IsMapping
            ? CompareMappings(edits, before, after) ?? CompareMerged(edits, before, after)
            : CompareSequences(edits, before, after);
    }

    /// <summary>Compares the document that a scalar holds as text.</summary>
    private (int, string)? CompareText(TreeEdits edits, YamlNode after)
    {
        var text = texts.Decode(after);
        if (text.Decoded.Document is not { } written)
        {
            var read = EmbeddedYaml.Read(text, arena);
            text.Decoded.Document = written = read.Detached();
            arena.Release(read);
        }

        return Compare(edits, written) is var (_, difference) ? (after.Span.Start, difference) : null;
    }

    /// <summary>True when two scalars have the same value, both as plain text or both as text that is never a number or the like.</summary>
    public static bool SameScalar(YamlNode before, YamlNode after) =>
        (before.Style == YamlStyle.Plain) == (after.Style == YamlStyle.Plain)
        && (HasSameForm(before, after) || before.Value == after.Value);

    /// <summary>True for equal bytes of a style that does not depend on the lines around it.</summary>
    private static bool HasSameForm(YamlNode before, YamlNode after) =>
        before.Style == after.Style
        && before.Style is not (YamlStyle.Literal or YamlStyle.Folded)
        && before.Raw.SequenceEqual(after.Raw);

    private (int, string)? CompareMappings(TreeEdits edits, YamlNode before, YamlNode after)
    {
        var entries = new ChildWalk(edits, before, after);
        while (entries.MoveNext())
        {
            var (key, value) = (entries.Child, entries.Value);
            if (edits.IsRemoved(value))
            {
                continue;
            }

            if (!entries.TryTake(out var writtenKey) || !entries.TryTake(out var written))
            {
                return (after.Span.Start, $"the key \"{key}\" is missing");
            }

            if ((Compare(edits, key, writtenKey) ?? Compare(edits, value, written)) is { } problem)
            {
                return problem;
            }
        }

        foreach (var (key, value) in edits.Additions.GetValueOrDefault(before.Index) ?? [])
        {
            var isWritten = entries.TryTake(out var writtenKey) && writtenKey.Is(key!);
            if (!isWritten || !entries.TryTake(out var written) || !value.Matches(written))
            {
                return (after.Span.Start, $"the new key \"{key}\" is missing or has another value");
            }
        }

        return entries.TryTake(out var extra) ? Differs(extra) : null;
    }

    /// <summary>
    /// The resolved content of a mapping with merge keys must also change as planned: a new key must not hide a merged one, and no merge
    /// may restore a removed one.
    /// </summary>
    private (int, string)? CompareMerged(TreeEdits edits, YamlNode before, YamlNode after)
    {
        if (!HasMerge(before) && !HasMerge(after))
        {
            return null;
        }

        var (planned, read) = (Resolve(before), Resolve(after));
        foreach (var (key, value) in planned)
        {
            if (
                edits.IsRemoved(value)
                    ? read.ContainsKey(key)
                    : !read.TryGetValue(key, out var now) || Compare(edits, value, now) is not null
            )
            {
                return (after.Span.Start, $"after merges the key \"{key}\" does not match the changes");
            }
        }

        var added = Layers(before).SelectMany(l => edits.Additions.GetValueOrDefault(l.Index) ?? []).Select(a => a.Key!).ToHashSet();
        foreach (var key in added)
        {
            if (planned.TryGetValue(key, out var hidden) && !edits.IsRemoved(hidden))
            {
                return (after.Span.Start, $"the new key \"{key}\" hides a merged one");
            }
        }

        if (read.Keys.FirstOrDefault(key => !planned.ContainsKey(key) && !added.Contains(key)) is { } unplanned)
        {
            return (after.Span.Start, $"after merges there is a key \"{unplanned}\" that no change adds");
        }

        var ineffective = Layers(before)
            .SelectMany(l => l.Pairs)
            .FirstOrDefault(p =>
                !MergesInto(p.Key) && edits.Touches(p.Value) && !edits.IsRemoved(p.Value) && planned[p.Key.Value].Index != p.Value.Index
            );
        return ineffective.Key.Tree is null
            ? null
            : (after.Span.Start, $"a change of the key \"{ineffective.Key}\" has no effect, as another value hides it");
    }

    /// <summary>A mapping and all that is merged into it.</summary>
    private static IEnumerable<YamlNode> Layers(YamlNode mapping) =>
        mapping.Pairs.Where(p => MergesInto(p.Key)).SelectMany(p => Merged(p.Value)).SelectMany(Layers).Prepend(mapping);

    /// <summary>
    /// A mapping as kubectl's library fills it, in the same order. It does not use <see cref="YamlNode.Find(string)"/>: the check must not
    /// repeat a mistake of the code that it checks.
    /// </summary>
    private static Dictionary<string, YamlNode> Resolve(YamlNode mapping)
    {
        var result = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Pairs)
        {
            if (!MergesInto(key))
            {
                result[key.Value] = value;
                continue;
            }

            foreach (var merged in Merged(value).AsEnumerable().Reverse())
            {
                foreach (var (name, mergedValue) in Resolve(merged))
                {
                    result[name] = mergedValue;
                }
            }
        }

        return result;
    }

    private static YamlNode[] Merged(YamlNode value) => value.IsSequence ? [.. value.Items] : [value];

    private static bool HasMerge(YamlNode mapping)
    {
        foreach (var (key, _) in mapping.Pairs)
        {
            if (MergesInto(key))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MergesInto(YamlNode key) =>
        key is { IsScalar: true, Style: YamlStyle.Plain }
        && key.Raw.SequenceEqual("<<"u8)
        && key.Tree.Tags.GetValueOrDefault(key.Index) is null or "!" or "!!merge" or "tag:yaml.org,2002:merge";

    private (int, string)? CompareSequences(TreeEdits edits, YamlNode before, YamlNode after)
    {
        var items = new ChildWalk(edits, before, after);
        while (items.MoveNext())
        {
            var item = items.Child;
            if (edits.Insertions.TryGetValue(item.Index, out var inserted) && !Follow(ref items, inserted))
            {
                return (after.Span.Start, "an inserted item is missing or has another value");
            }

            if (edits.IsRemoved(item))
            {
                continue;
            }

            if (!items.TryTake(out var written))
            {
                return (after.Span.Start, "an item is missing");
            }

            if (Compare(edits, item, written) is { } problem)
            {
                return problem;
            }
        }

        if (edits.Additions.TryGetValue(before.Index, out var added) && !Follow(ref items, added.Select(a => a.Value)))
        {
            return (after.Span.Start, "a new item is missing or has another value");
        }

        return items.TryTake(out var extra) ? Differs(extra) : null;
    }

    /// <summary>True when the next items are exactly these values.</summary>
    private static bool Follow(ref ChildWalk items, IEnumerable<YamlValue> values)
    {
        foreach (var value in values)
        {
            if (!items.TryTake(out var written) || !value.Matches(written))
            {
                return false;
            }
        }

        return true;
    }

    private static (int, string)? Differs(YamlNode after) => (after.Span.Start, "the value does not match the changes");
}
