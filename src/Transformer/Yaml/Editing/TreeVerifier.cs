using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>
/// Checks an edited document against the planned changes: all of them must be present, and everything else must read as
/// before. It compares parsed data only and does not know how the edits were made.
/// </summary>
internal static class TreeVerifier
{
    /// <summary>
    /// Null when the edited tree is exactly the original with the changes; otherwise the place in the edited source and the problem.
    /// </summary>
    public static (int Offset, string Problem)? Verify(TreeEdits edits, YamlTree edited)
    {
        if (edited.IsEmpty || edits.Tree.IsEmpty)
        {
            return edited.IsEmpty == edits.Tree.IsEmpty ? null : (0, "the document is empty");
        }

        return Compare(edits, edits.Tree.Root, edited.Root);
    }

    /// <summary>
    /// Null when a tree without aliases reads the same as its source with them; otherwise the place in the source and the problem.
    /// </summary>
    public static (int Offset, string Problem)? VerifyExpansion(YamlTree source, YamlTree expanded)
    {
        if (source.IsEmpty || expanded.IsEmpty)
        {
            return source.IsEmpty == expanded.IsEmpty ? null : (0, "the document is empty");
        }

        // An anchor is valid from its node on; a later anchor with the same name replaces an earlier one.
        var anchors = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        var targets = new Dictionary<int, YamlNode>();
        for (var i = 0; i < source.Entries.Length; i++)
        {
            if (source.Anchors.TryGetValue(i, out var name))
            {
                anchors[name] = new YamlNode(source, i);
            }
            else if (source.Entries[i].Kind == YamlKind.Alias)
            {
                targets[i] = anchors[new YamlNode(source, i).Value];
            }
        }

        return ReadsAs(source.Root, expanded.Root, targets);
    }

    private static (int, string)? ReadsAs(YamlNode before, YamlNode after, Dictionary<int, YamlNode> targets)
    {
        if (before.Kind == YamlKind.Alias)
        {
            return ReadsAs(targets[before.Index], after, targets);
        }

        if (before.Kind != after.Kind || (before.IsScalar && !SameScalar(before, after) && !IsRewritten(before, after)))
        {
            return Problem(before);
        }

        using var children = ((IEnumerable<YamlNode>)after.Children).GetEnumerator();
        foreach (var child in before.Children)
        {
            if (!children.MoveNext() || ReadsAs(child, children.Current, targets) is not null)
            {
                return Problem(child);
            }
        }

        return children.MoveNext() ? Problem(before) : null;

        static (int, string)? Problem(YamlNode at) => (at.Span.Start, "the content of an alias is different after its replacement");
    }

    /// <summary>True when two nodes read the same, even in different documents.</summary>
    public static bool AreSame(YamlNode one, YamlNode other) => Compare(new TreeEdits(one.Tree), one, other) is null;

    private static (int, string)? Compare(TreeEdits edits, YamlNode before, YamlNode after)
    {
        if (!edits.Touches(before) && IsCopy(before, after))
        {
            return null;
        }

        switch (edits.Changes.GetValueOrDefault(before.Index))
        {
            case NodeChange.Set { Value: var value }:
                return value.Matches(after) ? null : Differs(after);
            case NodeChange.InnerText { Edits: var text }:
                return after.IsScalar && ScalarText.Decode(after).Bytes.AsSpan().SequenceEqual(text.Result()) ? null : Differs(after);
            case NodeChange.InnerTree { Edits: var inner }:
                return after.IsScalar
                    ? Verify(inner, EmbeddedYaml.Read(ScalarText.Decode(after))) is { } problem
                        ? (after.Span.Start, problem.Problem)
                        : null
                    : Differs(after);
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

    /// <summary>True when both are the same nodes over the same bytes at another offset, as in most of an edited document.</summary>
    private static bool IsCopy(YamlNode before, YamlNode after)
    {
        var (moved, shift) = (after.Span.Start - before.Span.Start, after.Index - before.Index);
        if (
            !before.Raw.SequenceEqual(after.Raw)
            || before.Next - before.Index != after.Next - after.Index
            || before.Tree.Tags.Count + after.Tree.Tags.Count > 0
        )
        {
            return false;
        }

        // Blocks with an indentation indicator depend on the column of the surrounding collection.
        if (!before.IsScalar && Lines.Column(before.Tree.Source, before.Span.Start) != Lines.Column(after.Tree.Source, after.Span.Start))
        {
            return false;
        }

        var entries = before.Tree.Entries[before.Index..before.Next];
        var copies = after.Tree.Entries[after.Index..after.Next];
        for (var i = 0; i < entries.Length; i++)
        {
            ref readonly var entry = ref entries[i];
            ref readonly var copy = ref copies[i];
            if (
                entry.Kind != copy.Kind
                || entry.Style != copy.Style
                || entry.Start + moved != copy.Start
                || entry.End + moved != copy.End
                || entry.Next + shift != copy.Next
            )
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameScalar(YamlNode before, YamlNode after) =>
        (before.Style == YamlStyle.Plain) == (after.Style == YamlStyle.Plain)
        && ((before.Style == after.Style && before.Raw.SequenceEqual(after.Raw)) || before.Value == after.Value);

    /// <summary>
    /// True for a scalar that reads the same in another form: an empty value that is written as <c>null</c>, or plain text in quotes that
    /// no reader takes for anything but text without them.
    /// </summary>
    private static bool IsRewritten(YamlNode before, YamlNode after) =>
        before.IsNull
            ? after.IsNull
            : before.IsPlain && !after.IsPlain && ScalarWriter.IsText(before.Value) && before.Value == after.Value;

    private static (int, string)? CompareMappings(TreeEdits edits, YamlNode before, YamlNode after)
    {
        using var pairs = after.Pairs.GetEnumerator();
        foreach (var (key, value) in before.Pairs)
        {
            if (edits.IsRemoved(value))
            {
                continue;
            }

            if (!pairs.MoveNext())
            {
                return (after.Span.Start, $"the key \"{key}\" is missing");
            }

            if ((Compare(edits, key, pairs.Current.Key) ?? Compare(edits, value, pairs.Current.Value)) is { } problem)
            {
                return problem;
            }
        }

        foreach (var (key, value) in edits.Additions.GetValueOrDefault(before.Index) ?? [])
        {
            if (!pairs.MoveNext() || !pairs.Current.Key.Is(key!) || !value.Matches(pairs.Current.Value))
            {
                return (after.Span.Start, $"the new key \"{key}\" is missing or has another value");
            }
        }

        return pairs.MoveNext() ? Differs(pairs.Current.Key) : null;
    }

    /// <summary>
    /// The resolved content of a mapping with merge keys must also change as planned: a new key must not hide a merged one, and no merge
    /// may restore a removed one.
    /// </summary>
    private static (int, string)? CompareMerged(TreeEdits edits, YamlNode before, YamlNode after)
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

    private static bool MergesInto(YamlNode key) => key is { IsScalar: true, Style: YamlStyle.Plain } && key.Raw.SequenceEqual("<<"u8);

    private static (int, string)? CompareSequences(TreeEdits edits, YamlNode before, YamlNode after)
    {
        var items = after.Items.GetEnumerator();
        foreach (var item in before.Items)
        {
            if (edits.Insertions.TryGetValue(item.Index, out var inserted) && !Follow(ref items, inserted))
            {
                return (after.Span.Start, "an inserted item is missing or has another value");
            }

            if (edits.IsRemoved(item))
            {
                continue;
            }

            if (!items.MoveNext())
            {
                return (after.Span.Start, "an item is missing");
            }

            if (Compare(edits, item, items.Current) is { } problem)
            {
                return problem;
            }
        }

        if (edits.Additions.TryGetValue(before.Index, out var added) && !Follow(ref items, added.Select(a => a.Value)))
        {
            return (after.Span.Start, "a new item is missing or has another value");
        }

        return items.MoveNext() ? Differs(items.Current) : null;
    }

    /// <summary>True when the next items are exactly these values.</summary>
    private static bool Follow(ref YamlNodes.Enumerator items, IEnumerable<YamlValue> values)
    {
        foreach (var value in values)
        {
            if (!items.MoveNext() || !value.Matches(items.Current))
            {
                return false;
            }
        }

        return true;
    }

    private static (int, string)? Differs(YamlNode after) => (after.Span.Start, "the value does not match the changes");
}
