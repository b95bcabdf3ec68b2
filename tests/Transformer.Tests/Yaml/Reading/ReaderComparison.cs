using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;
using KymaIstioTransform.Yaml.Reading.Outlines;

namespace KymaIstioTransform.Tests.Yaml.Reading;

/// <summary>
/// What <see cref="FastYamlReader"/> did with a document, compared with <see cref="YamlDotNetReader"/> and <see cref="OutlineReader"/>.
/// </summary>
/// <param name="Tree">The tree that both read; null when the document was left to the other reader.</param>
/// <param name="Problem">Why they disagree, or null.</param>
internal sealed record ReaderComparison(YamlTree? Tree, string? Problem)
{
    public static ReaderComparison Of(string text)
    {
        var source = Encoding.UTF8.GetBytes(text);
        return Of(source, new ByteSpan(0, source.Length));
    }

    public static ReaderComparison Of(byte[] source, ByteSpan span)
    {
        var tree = FastYamlReader.TryRead(source, span);
        if (
            SourceChecks.FirstControl(source.AsSpan(0, span.End), span.Start) < 0
            && OutlineComparison.Problem(source, span, tree) is { } problem
        )
        {
            return new ReaderComparison(tree, $"{Quote(source, span)}\n{problem}");
        }

        if (tree is null)
        {
            return new ReaderComparison(null, null);
        }

        var expected = ReadByYamlDotNet(source, span, out var error);
        var same =
            expected is not null && expected.Entries.SequenceEqual(tree.Entries) && expected.Anchors.Count + expected.Tags.Count == 0;
        return new ReaderComparison(
            tree,
            same ? null : $"{Quote(source, span)}\nread as\n{Describe(tree)}instead of\n{(expected is null ? error : Describe(expected))}"
        );
    }

    public static YamlTree? ReadByYamlDotNet(byte[] source, ByteSpan span, out string? error)
    {
        try
        {
            error = null;
            return YamlDotNetReader.Read(source, span);
        }
        catch (YamlException e)
        {
            error = $"{e.Message} at {e.Offset}";
            return null;
        }
    }

    /// <summary>One line for each node, indented by depth: kind, style, span and, for scalars, the text.</summary>
    public static string Describe(YamlTree tree)
    {
        var text = new StringBuilder();
        var ends = new Stack<int>();
        for (var i = 0; i < tree.Entries.Length; i++)
        {
            while (ends.TryPeek(out var end) && end <= i)
            {
                ends.Pop();
            }

            var node = new YamlNode(tree, i);
            var what = node.IsScalar ? $"{node.Style}" : $"{node.Style} {node.Kind}";
            text.Append(new string(' ', 2 * ends.Count)).Append(what).Append(' ').Append(node.Span);
            text.Append(node.IsScalar ? $" {Quote(tree.Source, node.Span)}\n" : "\n");
            ends.Push(node.Next);
        }

        return text.ToString();
    }

    public static string Quote(byte[] source, ByteSpan span) =>
        Encoding
            .UTF8.GetString(source, span.Start, span.Length)
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal);
}
