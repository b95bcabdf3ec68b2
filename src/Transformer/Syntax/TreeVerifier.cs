namespace KymaIstioTransform.Syntax;

/// <summary>
/// Holds an edited document against the changes that were wanted: what they name must have come true, and everything else must read as
/// before. It looks at parsed data only and knows nothing of how edits were made.
/// </summary>
internal static class TreeVerifier
{
    /// <summary>Null when the edited tree is exactly the original with the changes; else the place in the edited source and what is wrong.</summary>
    public static (int Offset, string Problem)? Verify(TreeEdits edits, YamlTree edited)
    {
        if (edited.IsEmpty || edits.Tree.IsEmpty)
        {
            return edited.IsEmpty == edits.Tree.IsEmpty ? null : (0, "the document is empty");
        }

        return Compare(edits, edits.Tree.Root, edited.Root);
    }

    private static (int, string)? Compare(TreeEdits edits, YamlNode before, YamlNode after)
    {
        switch (edits.Changes.GetValueOrDefault(before.Index))
        {
            case NodeChange.Set { Value: var value }:
                return value.Matches(after) ? null : Differs(after);
            case NodeChange.InnerText { Edits: var text }:
                return after.IsScalar && ScalarText.Decode(after).Bytes.AsSpan().SequenceEqual(text.Result()) ? null : Differs(after);
            case NodeChange.InnerTree { Edits: var inner }:
                return after.IsScalar ? Verify(inner, TreeEdits.ReadText(ScalarText.Decode(after))) is { } problem ? (after.Span.Start, problem.Problem) : null : Differs(after);
        }

        var sameShape = before.Kind == after.Kind && before.Tree.Tags.GetValueOrDefault(before.Index) == after.Tree.Tags.GetValueOrDefault(after.Index);
        if (!sameShape || before.IsScalar || before.Kind == YamlKind.Alias)
        {
            return sameShape && SameScalar(before, after) ? null : Differs(after);
        }

        return before.IsMapping ? CompareMappings(edits, before, after) : CompareSequences(edits, before, after);
    }

    private static bool SameScalar(YamlNode before, YamlNode after) =>
        (before.Style == YamlStyle.Plain) == (after.Style == YamlStyle.Plain)
        && ((before.Style == after.Style && before.Raw.SequenceEqual(after.Raw)) || before.Value == after.Value);

    private static (int, string)? CompareMappings(TreeEdits edits, YamlNode before, YamlNode after)
    {
        using var pairs = after.Pairs.GetEnumerator();
        foreach (var (key, value) in before.Pairs.Where(p => !edits.IsRemoved(p.Value)))
        {
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

    private static (int, string)? CompareSequences(TreeEdits edits, YamlNode before, YamlNode after)
    {
        using var items = after.Items.GetEnumerator();
        foreach (var item in before.Items)
        {
            if (!Follow(items, edits.Insertions.GetValueOrDefault(item.Index) ?? []))
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

        if (!Follow(items, (edits.Additions.GetValueOrDefault(before.Index) ?? []).Select(a => a.Value)))
        {
            return (after.Span.Start, "a new item is missing or has another value");
        }

        return items.MoveNext() ? Differs(items.Current) : null;
    }

    /// <summary>True when the next items are exactly these values.</summary>
    private static bool Follow(IEnumerator<YamlNode> items, IEnumerable<YamlValue> values) => values.All(v => items.MoveNext() && v.Matches(items.Current));

    private static (int, string)? Differs(YamlNode after) => (after.Span.Start, "the value is not what the changes say");
}
