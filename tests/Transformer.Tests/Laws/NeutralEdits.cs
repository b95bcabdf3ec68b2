using System.Buffers;
using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Tests.Laws;

/// <summary>Edits that change nothing: rendered like any others, they must give back the bytes of the document.</summary>
internal static class NeutralEdits
{
    private const string Added = "addedByTest";

    private static readonly SearchValues<byte> WordCharacters = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8
    );

    /// <summary>Replaces a word in the text of each scalar with itself. Returns the number of edits.</summary>
    public static int ReplaceWords(TreeEdits edits)
    {
        var count = 0;
        foreach (var scalar in Values(edits.Tree.Root).Where(v => v.IsScalar))
        {
            var text = edits.OpenText(scalar);
            if (FirstWord(text.Text.Bytes) is { Length: > 0 } word)
            {
                text.Replace(word, Encoding.UTF8.GetString(text.Text.Bytes, word.Start, word.Length));
                count++;
            }
        }

        return count;
    }

    /// <summary>
    /// Sets each scalar to its own value, except those that the program writes in another way: escapes, more than one line, plain text
    /// that some reader takes for something else, and text in JSON without double quotes. Returns the number of edits.
    /// </summary>
    public static int SetValues(TreeEdits edits)
    {
        var count = 0;
        foreach (var scalar in Values(edits.Tree.Root))
        {
            var isJson = edits.Tree.ParentOf(scalar.Index) is { Style: YamlStyle.Flow } parent && FlowFormat.Of(parent).Json;
            if (
                scalar.TryGetRaw(out _)
                && (!scalar.IsPlain || ScalarWriter.IsPlainText(scalar.Value))
                && (!isJson || scalar.Style == YamlStyle.DoubleQuoted)
            )
            {
                edits.Set(scalar, scalar.Value);
                count++;
            }
        }

        return count;
    }

    /// <summary>Adds an entry or item to each collection. Returns the number of edits.</summary>
    public static int Add(TreeEdits edits)
    {
        var count = 0;
        foreach (var collection in Values(edits.Tree.Root).Prepend(edits.Tree.Root).Where(v => !v.IsScalar))
        {
            if (collection.IsMapping)
            {
                edits.Add(collection, Added, YamlValue.Of(Added));
            }
            else
            {
                edits.Add(collection, YamlValue.Of(Added));
            }

            count++;
        }

        return count;
    }

    /// <summary>Removes what <see cref="Add"/> added.</summary>
    public static void RemoveAdded(TreeEdits edits)
    {
        foreach (var value in Values(edits.Tree.Root).Where(v => v.Is(Added)))
        {
            edits.Remove(value);
        }
    }

    /// <summary>
    /// The values of mappings and the items of sequences, at all depths, except those of duplicate keys, which cannot be edited.
    /// </summary>
    public static IEnumerable<YamlNode> Values(YamlNode root) =>
        (root.IsMapping ? root.Pairs.GroupBy(p => p.Key.Value).Where(g => g.Count() == 1).Select(g => g.First().Value) : root.Items)
            .SelectMany(value => Values(value).Prepend(value));

    private static ByteSpan FirstWord(byte[] text)
    {
        var start = text.AsSpan().IndexOfAny(WordCharacters);
        if (start < 0)
        {
            return ByteSpan.At(0);
        }

        var length = text.AsSpan(start).IndexOfAnyExcept(WordCharacters);
        return new ByteSpan(start, length < 0 ? text.Length : start + length);
    }
}
