using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;
using KymaIstioTransform.Yaml.Reading.Outlines;

namespace KymaIstioTransform.Tests.Yaml.Reading;

/// <summary>Compares the outline of a document with its tree.</summary>
internal static class OutlineComparison
{
    /// <summary>A key that generated documents often have.</summary>
    private const string KeptKey = "a";

    /// <summary>More keys than this may need the tree.</summary>
    private const int ManyKeys = 500;

    /// <summary>What is wrong with the outline of a document, or null.</summary>
    /// <param name="source">The source, without characters that are not allowed.</param>
    /// <param name="span">The document.</param>
    /// <param name="tree">Its tree; null when the fast reader does not read it.</param>
    public static string? Problem(byte[] source, ByteSpan span, YamlTree? tree)
    {
        var reader = new OutlineReader(source, Encoding.UTF8.GetBytes(KeptKey));
        var outline = reader.TryRead(span, YamlDotNetReader.MaxDepth, YamlNodeArena.Of(0), null, out var count);
        if (outline is null)
        {
            return tree is null || NeedsTree(tree) ? null : "there is no outline";
        }

        if (tree is null)
        {
            return "the outline is of a document that is left to the other reader";
        }

        if (!Expected(tree).SequenceEqual(outline.Entries.ToArray()))
        {
            return $"the outline is\n{ReaderComparison.Describe(outline)}of\n{ReaderComparison.Describe(tree)}";
        }

        if (count != tree.Entries.Length || outline.HasEscapes != tree.HasEscapes)
        {
            return $"the outline counts {count} nodes instead of {tree.Entries.Length}, or differs in escapes";
        }

        if (tree.Entries.Length > 0 && (DuplicateKeys.Find(tree.Root).Any() || Keys(tree).Any(MergeKeys.Is)))
        {
            return "the outline hides a duplicate key or a merge key";
        }

        var depth = Enumerable.Range(0, YamlDotNetReader.MaxDepth + 1).First(d => tree.FirstDeeperThan(d) is null);
        return
            reader.TryRead(span, depth, YamlNodeArena.Of(0), null, out _) is not null
            && (depth == 0 || reader.TryRead(span, depth - 1, YamlNodeArena.Of(0), null, out _) is null)
            ? null
            : $"the outline has another depth than {depth}";
    }

    /// <summary>
    /// True when only the tree shows whether a mapping has duplicate keys or merge keys. Different keys with the same fingerprint are
    /// rare.
    /// </summary>
    private static bool NeedsTree(YamlTree tree) =>
        tree.Entries.Length > ManyKeys
        || Keys(tree).Any(key => !key.TryGetRaw(out var text) || text is [(byte)'<', ..])
        || Enumerable
            .Range(0, tree.Entries.Length)
            .Select(i => new YamlNode(tree, i).Pairs.Select(pair => Fingerprint(pair.Key)).ToList())
            .Any(prints => prints.Distinct().Count() < prints.Count);

    private static ulong Fingerprint(YamlNode key) => key.TryGetRaw(out var text) ? DuplicateKeys.Fingerprint(text) : 0;

    private static IEnumerable<YamlNode> Keys(YamlTree tree) =>
        Enumerable.Range(0, tree.Entries.Length).SelectMany(i => new YamlNode(tree, i).Pairs).Select(pair => pair.Key);

    /// <summary>The root, its children and everything below the kept key, with their new indexes.</summary>
    private static List<YamlEntry> Expected(YamlTree tree)
    {
        var kept = new List<int>();
        for (var i = 0; i < tree.Entries.Length; i++)
        {
            if (IsKept(new YamlNode(tree, i)))
            {
                kept.Add(i);
            }
        }

        return
        [
            .. kept.Select(i =>
                tree[i] with
                {
                    Next = kept.Count(k => k < tree[i].Next),
                    Parent = kept.IndexOf(tree[i].Parent),
                }
            ),
        ];
    }

    private static bool IsKept(YamlNode node)
    {
        var at = node;
        while (at.Tree.ParentOf(at.Index) is { Index: > 0 } parent)
        {
            at = parent;
        }

        return at.Index == 0
            || at.Index == node.Index
            || (at.Tree.Root.IsMapping && new YamlNode(at.Tree, at.Index - 1).TryGetRaw(out var key) && key.SequenceEqual("a"u8));
    }
}
