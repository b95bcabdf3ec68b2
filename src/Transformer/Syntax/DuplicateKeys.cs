namespace KymaIstioTransform.Syntax;

/// <summary>Finds keys that stand more than once in one mapping, anywhere below a node.</summary>
internal static class DuplicateKeys
{
    /// <summary>Pairs of the key that stood there before and the one that repeats it.</summary>
    public static IEnumerable<(YamlNode First, YamlNode Second)> Find(YamlNode root)
    {
        var seen = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        for (var i = root.Index; i < root.Next; i++)
        {
            var node = new YamlNode(root.Tree, i);
            if (!node.IsMapping)
            {
                continue;
            }

            seen.Clear();
            foreach (var (key, _) in node.Pairs)
            {
                if (key.IsScalar && !seen.TryAdd(key.Value, key))
                {
                    yield return (seen[key.Value], key);
                }
            }
        }
    }
}
