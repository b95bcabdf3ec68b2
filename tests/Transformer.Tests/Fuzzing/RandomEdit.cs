using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Tests.Fuzzing;

/// <summary>Makes one edit at a place chosen by number and checks the result.</summary>
internal static class RandomEdit
{
    private static readonly string[] Values =
    [
        "new",
        "10",
        "a: b",
        "it's",
        "true",
        "",
        "zipkin.kyma-system:9411",
        "two\nlines",
        "- x",
        "{{ .X }}",
    ];

    /// <exception cref="FuzzException">The edited document does not read as the original with that edit.</exception>
    public static void Check(byte[] source, int choice)
    {
        var documents = DocumentSplitter.Split(source, new ByteSpan(0, source.Length));
        var content = documents[choice % documents.Count].Content;
        var text = source[content.Start..content.End];
        if (text.AsSpan().StartsWith("\ufeff"u8))
        {
            return;
        }

        var tree = YamlReader.Read(text, new ByteSpan(0, text.Length));
        // An edit of a merged mapping changes other mappings too; MergeKeyTests covers those.
        if (tree.IsEmpty || tree.HasAliases || tree.MayHaveMerges || tree.Anchors.Count + tree.Tags.Count > 0 || !CanBeEdited(tree))
        {
            return;
        }

        var edits = new TreeEdits(tree);
        byte[] result;
        try
        {
            if (!TryEdit(edits, choice / 7))
            {
                return;
            }

            result = ByteEdits.Apply(text, edits.ToSource());
        }
        catch (YamlException)
        {
            // The edit is not possible here and was rejected.
            return;
        }

        var problem = TreeVerifier.Verify(edits, Read(result, edits));
        FuzzTarget.Require(problem is null, $"{Describe(edits)} has another effect than it should: {problem?.Problem}");
    }

    private static YamlTree Read(byte[] result, TreeEdits edits)
    {
        try
        {
            return YamlReader.Read(result, new ByteSpan(0, result.Length));
        }
        catch (YamlException e)
        {
            throw new FuzzException($"{Describe(edits)} leaves no YAML: {e.Message}");
        }
    }

    private static string Describe(TreeEdits edits) =>
        string.Join(
            ", ",
            edits
                .Changes.Select(c => (c.Key, What: c.Value.ToString()))
                .Concat(edits.Additions.Select(a => (a.Key, What: $"Add {a.Value[0]}")))
                .Select(e => $"{e.What} at {new YamlNode(edits.Tree, e.Key).Span}")
        );

    private static bool CanBeEdited(YamlTree tree)
    {
        try
        {
            EditSafety.Require(tree);
            return true;
        }
        catch (YamlException)
        {
            return false;
        }
    }

    private static bool TryEdit(TreeEdits edits, int choice)
    {
        var tree = edits.Tree;
        var node = new YamlNode(tree, choice % tree.Entries.Length);
        var value = YamlValue.Of(Values[choice / 3 % Values.Length]);
        var parent = tree.ParentOf(node.Index);
        var isKey = parent is { IsMapping: true } mapping && mapping.Pairs.Any(p => p.Key == node);
        switch (choice % 3)
        {
            case 0 when parent is not null && !isKey && node.IsScalar:
                edits.Set(node, value);
                return true;
            case 1 when parent is not null && !isKey:
                edits.Remove(node);
                return true;
            case 2 when node.IsMapping:
                edits.Add(node, "newKey", value);
                return true;
            case 2 when node.IsSequence:
                edits.Add(node, value);
                return true;
            default:
                return false;
        }
    }
}
