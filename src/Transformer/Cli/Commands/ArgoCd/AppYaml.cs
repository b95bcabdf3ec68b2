using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Cli.Commands.ArgoCd;

/// <summary>
/// A file of an application that Helm or Kustomize reads. It returns all texts with their keys, however deep. It rejects what could hide a
/// text from it: aliases and tags.
/// </summary>
internal static class AppYaml
{
    private const int MaxDepth = 50;

    /// <summary>Mappings whose keys are free text.</summary>
    private static readonly string[] FreeText = ["annotations", "labels", "commonAnnotations", "commonLabels"];

    /// <summary>
    /// The scalars of all documents, each with the key of the innermost entry that contains it.
    /// </summary>
    /// <exception cref="UsageException">The file is not YAML, or has an alias or a tag.</exception>
    public static IReadOnlyList<(string Key, string Text)> Texts(InputFile file)
    {
        var source = new SourceText([file]);
        var texts = new List<(string, string)>();
        try
        {
            SourceChecks.Check(source.Bytes);
            foreach (var document in DocumentSplitter.Split(source.Bytes, new ByteSpan(0, source.Bytes.Length)))
            {
                var tree = YamlReader.Read(source.Bytes, document.Content);
                if (tree.Tags.Count > 0)
                {
                    throw new YamlException("the file must not have tags", document.Content.Start);
                }

                if (tree.FirstDeeperThan(MaxDepth) is { } deep)
                {
                    throw new YamlException($"the nesting is deeper than {MaxDepth} levels", deep.Span.Start);
                }

                if (!tree.IsEmpty)
                {
                    Add(tree.Root, "", texts);
                }
            }
        }
        catch (YamlException e)
        {
            throw new UsageException(e.Message, source.Locate(e.Offset));
        }

        return texts;
    }

    /// <summary>
    /// Go's JSON reader, behind Helm's and Kustomize's YAML readers, ignores the case of keys. It counts two letters outside of ASCII as
    /// another case of s and k.
    /// </summary>
    public static bool IsKey(string key, string name) =>
        key.Replace('\u017f', 's').Replace('\u212a', 'k').Equals(name, StringComparison.OrdinalIgnoreCase);

    private static void Add(YamlNode node, string key, List<(string Key, string Text)> texts)
    {
        switch (node.Kind)
        {
            case YamlKind.Alias:
                throw new YamlException("the file must not have aliases", node.Span.Start);
            case YamlKind.Scalar:
                texts.Add((key, node.Value));
                break;
            case YamlKind.Sequence:
                foreach (var item in node.Items)
                {
                    Add(item, key, texts);
                }

                break;
            default:
                foreach (var (name, value) in node.Pairs)
                {
                    if (!FreeText.Contains(name.Value))
                    {
                        Add(value, name.Value, texts);
                    }
                }

                break;
        }
    }
}
