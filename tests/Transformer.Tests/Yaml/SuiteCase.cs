using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Tests.Yaml;

/// <summary>
/// A case of the YAML test suite: a stream, whether it is valid, and the events that a parser should report for each document.
/// </summary>
internal sealed record SuiteCase(string Name, byte[] Source, bool IsValid, IReadOnlyList<IReadOnlyList<string>> Documents)
{
    public static IEnumerable<SuiteCase> All()
    {
        var folder = SharedData.Folder("yaml-test-suite");
        return Directory
            .EnumerateFiles(folder, "in.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetDirectoryName(file)!)
            .Order(StringComparer.Ordinal)
            .Select(directory => new SuiteCase(
                Path.GetRelativePath(folder, directory),
                File.ReadAllBytes(Path.Combine(directory, "in.yaml")),
                !File.Exists(Path.Combine(directory, "error")),
                ReadDocuments(File.ReadAllLines(Path.Combine(directory, "test.event"))).ToList()
            ));
    }

    /// <summary>The documents that the splitter finds; empty when it rejects the stream.</summary>
    public IReadOnlyList<DocumentSpan> Split()
    {
        try
        {
            return DocumentSplitter.Split(Source, new ByteSpan(0, Source.Length));
        }
        catch (YamlException)
        {
            return [];
        }
    }

    /// <summary>The events of a tree, written as the suite does; the decoded values are part of them.</summary>
    public static IReadOnlyList<string> Events(YamlTree tree) => tree.IsEmpty ? [] : Events(tree.Root).ToList();

    private static IEnumerable<string> Events(YamlNode node)
    {
        var anchor = node.Tree.Anchors.TryGetValue(node.Index, out var name) ? $" &{name}" : "";
        var tag = node.Tree.Tags.TryGetValue(node.Index, out var text) ? $" <{text}>" : "";
        switch (node.Kind)
        {
            case YamlKind.Alias:
                return [$"=ALI *{node.Value}"];
            case YamlKind.Scalar:
                return [$"=VAL{anchor}{tag} {Indicator(node.Style)}{Escape(node.Value)}"];
        }

        var kind = node.IsMapping ? "MAP" : "SEQ";
        var brackets =
            node.Style != YamlStyle.Flow ? ""
            : node.IsMapping ? " {}"
            : " []";
        return node.Children.SelectMany(Events).Prepend($"+{kind}{brackets}{anchor}{tag}").Append("-" + kind);
    }

    private static char Indicator(YamlStyle style) =>
        style switch
        {
            YamlStyle.SingleQuoted => '\'',
            YamlStyle.DoubleQuoted => '"',
            YamlStyle.Literal => '|',
            YamlStyle.Folded => '>',
            _ => ':',
        };

    private static string Escape(string value) =>
        value
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal)
            .Replace("\b", "\\b", StringComparison.Ordinal);

    private static IEnumerable<IReadOnlyList<string>> ReadDocuments(string[] events)
    {
        var document = new List<string>();
        foreach (var line in events)
        {
            if (line.StartsWith("-DOC", StringComparison.Ordinal))
            {
                yield return document;
                document = [];
            }
            else if (line is not ("+STR" or "-STR") && !line.StartsWith("+DOC", StringComparison.Ordinal))
            {
                document.Add(line);
            }
        }
    }
}
