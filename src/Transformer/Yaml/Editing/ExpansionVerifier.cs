using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>Checks a tree whose aliases were replaced by copies against its source. It does not know how they were replaced.</summary>
internal static class ExpansionVerifier
{
    /// <summary>
    /// Null when a tree without aliases reads the same as its source with them; otherwise the place in the source and the problem.
    /// </summary>
    public static (int Offset, string Problem)? Verify(YamlTree source, YamlTree expanded)
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

        if (before.Kind != after.Kind || (before.IsScalar && !TreeVerifier.SameScalar(before, after) && !IsRewritten(before, after)))
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

    /// <summary>
    /// True for a scalar that reads the same in another form: an empty value that is written as <c>null</c>, or plain text in quotes that
    /// no reader takes for anything but text without them.
    /// </summary>
    private static bool IsRewritten(YamlNode before, YamlNode after) =>
        before.IsNull
            ? after.IsNull
            : before.IsPlain && !after.IsPlain && ScalarWriter.IsText(before.Value) && before.Value == after.Value;
}
