namespace KymaIstioTransform.Yaml;

/// <summary>
/// Merge keys (<c>&lt;&lt;</c>, YAML 1.1), resolved as kubectl's YAML library does: keys of the mapping itself win, and of several merged
/// mappings the first one with the key. Aliases are replaced before, so a merged mapping is a copy that nothing else shares.
/// </summary>
internal static class MergeKeys
{
    private const string Key = "<<";

    /// <summary>True for a key that merges. In quotes, or with the tag of another type, it is an ordinary key.</summary>
    public static bool Is(YamlNode key) =>
        key.IsPlain
        && key.Raw.SequenceEqual("<<"u8)
        && (!key.Tree.Tags.TryGetValue(key.Index, out var tag) || tag is "!" or "!!merge" or "tag:yaml.org,2002:merge");

    /// <summary>Throws if a merge in a document is invalid.</summary>
    /// <exception cref="YamlException">kubectl rejects the document.</exception>
    public static void RequireValid(YamlTree tree)
    {
        for (var i = 0; tree.MayHaveMerges && i < tree.Entries.Length; i++)
        {
            if (tree[i].Kind == YamlKind.Mapping && Merge(new YamlNode(tree, i)) is { } merge)
            {
                Merged(merge);
            }
        }
    }

    /// <summary>The value of a key in a mapping, its own or a merged one, or null.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="key">The key.</param>
    /// <param name="own">The value that the mapping has itself.</param>
    /// <exception cref="YamlException">A merge is invalid, or readers disagree on which value counts.</exception>
    public static YamlNode? Find(YamlNode mapping, string key, YamlNode? own)
    {
        if (Merge(mapping) is not { } merge)
        {
            return own;
        }

        if (own is null)
        {
            return FindMerged(merge, key);
        }

        // kubectl lets a merge replace what is above it, the YAML specification and kustomize do not.
        return own.Value.Index > merge.Index || FindMerged(merge, key) is null
            ? own
            : throw new YamlException(
                $"the key \"{key}\" is above a merge key that also sets it: readers disagree on which one counts (write the merge key "
                + "first)",
                own.Value
            );
    }

    /// <summary>
    /// The entries of a mapping with the merged ones. An entry that readers disagree on appears twice; kubectl takes the later one.
    /// </summary>
    /// <exception cref="YamlException">A merge is invalid.</exception>
    public static IEnumerable<(YamlNode Key, YamlNode Value)> Resolve(YamlNode mapping)
    {
        if (Merge(mapping) is not { } merge)
        {
            return mapping.Pairs;
        }

        var result = new List<(YamlNode Key, YamlNode Value)>();
        var later = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Pairs)
        {
            if (!Is(key) && value.Index > merge.Index)
            {
                later.Add(key.Value);
            }
        }

        foreach (var (key, value) in mapping.Pairs)
        {
            if (!Is(key))
            {
                result.Add((key, value));
                continue;
            }

            foreach (var merged in Merged(merge))
            {
                result.AddRange(Resolve(merged).Where(m => later.Add(m.Key.Value)));
            }
        }

        return result;
    }

    /// <summary>
    /// Other entries to remove together with the entry of <paramref name="value"/>: values of the same key that it hides or would reveal.
    /// </summary>
    public static IEnumerable<YamlNode> Hidden(YamlNode value)
    {
        if (!value.Tree.MayHaveMerges || value.Tree.ParentOf(value.Index) is not { IsMapping: true } mapping)
        {
            return [];
        }

        var key = mapping.Pairs.First(p => p.Value.Index == value.Index).Key.Value;
        return All(Target(mapping), key).Where(other => other.Index != value.Index);
    }

    /// <summary>True for a value that a merge key merges into the mapping above: the merged mapping itself or the list of them.</summary>
    public static bool IsMergeValue(YamlNode value)
    {
        if (value.Tree.ParentOf(value.Index) is not { } parent)
        {
            return false;
        }

        return parent.IsMapping
            ? parent.Pairs.Any(p => p.Value.Index == value.Index && Is(p.Key))
            : parent.Tree.MayHaveMerges && IsMergeValue(parent);
    }

    /// <summary>The mapping that the entries of <paramref name="mapping"/> end up in.</summary>
    public static YamlNode Target(YamlNode mapping)
    {
        while (IsMergeValue(mapping))
        {
            mapping = mapping.Tree.ParentOf(mapping.Index)!.Value;
            mapping = mapping.IsSequence ? mapping.Tree.ParentOf(mapping.Index)!.Value : mapping;
        }

        return mapping;
    }

    /// <summary>True for a node at or below a merged value that another value of the same key replaces for every reader.</summary>
    public static bool IsHidden(YamlNode node)
    {
        if (!node.Tree.MayHaveMerges)
        {
            return false;
        }

        for (var at = node; at.Tree.ParentOf(at.Index) is { } parent; at = parent)
        {
            if (parent.IsMapping && IsHiddenIn(parent, KeyOf(at)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Throws for a value that is overridden.</summary>
    /// <exception cref="YamlException">
    /// Another value replaces it or one above it, or readers disagree on which one counts, because a key is duplicated.
    /// </exception>
    public static void RequireEffective(YamlNode node)
    {
        if (!node.Tree.MayHaveMerges && !node.Tree.HasDuplicateKeys)
        {
            return;
        }

        for (var at = node; at.Tree.ParentOf(at.Index) is { } parent; at = parent)
        {
            if (parent.IsMapping && !Is(KeyOf(at)) && Target(parent).Find(KeyOf(at).Value)?.Index != at.Index)
            {
                throw new YamlException($"another value of the key \"{KeyOf(at)}\" replaces this one (remove one of them)", at);
            }
        }
    }

    /// <summary>True when a key of a merged mapping is also a key below the merge, or of a mapping that is merged before.</summary>
    private static bool IsHiddenIn(YamlNode mapping, YamlNode key)
    {
        for (var merged = mapping; !Is(key) && IsMergeValue(merged);)
        {
            var merge = merged;
            if (merged.Tree.ParentOf(merged.Index) is { IsSequence: true } list)
            {
                if (list.Items.TakeWhile(m => m.Index != merged.Index).Any(m => All(m, key.Value).Any()))
                {
                    return true;
                }

                merge = list;
            }

            merged = merge.Tree.ParentOf(merge.Index)!.Value;
            if (merged.Pairs.Any(p => p.Value.Index > merge.Index && p.Key.Is(key.Value) && !Is(p.Key)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The key of an entry, which is the node directly before its value.</summary>
    private static YamlNode KeyOf(YamlNode value) => new(value.Tree, value.Index - 1);

    private static IEnumerable<YamlNode> All(YamlNode mapping, string key)
    {
        var own = mapping.Pairs.Where(p => p.Key.Is(key) && !Is(p.Key)).Select(p => p.Value);
        return Merge(mapping) is { } merge ? own.Concat(Merged(merge).SelectMany(m => All(m, key))) : own;
    }

    private static YamlNode? FindMerged(YamlNode merge, string key)
    {
        foreach (var merged in Merged(merge))
        {
            if (merged.Find(key) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The value of the mapping's merge key, or null.</summary>
    private static YamlNode? Merge(YamlNode mapping)
    {
        YamlNode? found = null;
        foreach (var (key, value) in mapping.Pairs)
        {
            if (Is(key))
            {
                found = found is null ? value : throw YamlException.DuplicateKey(Key, key);
            }
        }

        return found;
    }

    /// <summary>The mappings that a merge names, the one that wins first.</summary>
    private static YamlNode[] Merged(YamlNode merge)
    {
        if (merge.IsMapping)
        {
            return [merge];
        }

        return merge.IsSequence && merge.Items.All(i => i.IsMapping)
            ? [.. merge.Items]
            : throw new YamlException("a merge key needs a mapping or a list of mappings (kubectl rejects this document)", merge);
    }
}
