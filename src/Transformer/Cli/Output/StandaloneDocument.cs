using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Cli.Output;

/// <summary>
/// One object as a separate document: its original bytes, with the indentation removed if it was an item of a <c>List</c>.
/// </summary>
internal static class StandaloneDocument
{
    /// <param name="manifest">The stream that holds the object.</param>
    /// <param name="resource">The object.</param>
    /// <param name="isFirst">True if no earlier document in its file names the template.</param>
    /// <exception cref="SelfCheckException">The text does not parse as the same object: a bug of this program.</exception>
    public static string Of(Manifest manifest, Resource resource, bool isFirst)
    {
        var lineBreak = Encoding.UTF8.GetString(Lines.Break(manifest.Source.Bytes));
        var text = resource.IsListItem ? Item(resource) : Document(manifest, resource);
        text += text.EndsWith('\n') ? "" : lineBreak;
        var isNamed = resource.Document.NamesTemplate && !resource.IsListItem;

        // When files are read together, a document without the line would inherit the template of another file.
        var isNeeded = isFirst && !isNamed && manifest.Documents.Any(d => d.NamesTemplate);
        return isNeeded ? $"# Source: {resource.Document.TemplatePath ?? Kubernetes.Document.NoTemplate}{lineBreak}{text}" : text;
    }

    private static string Document(Manifest manifest, Resource resource)
    {
        var (start, end) = (resource.Document.Content.Start, resource.Document.Content.End);
        while (start < end && Lines.End(manifest.Source.Bytes, start) == start)
        {
            start = Lines.Next(manifest.Source.Bytes, start);
        }

        return Encoding.UTF8.GetString(manifest.Source.Bytes, start, end - start);
    }

    private static string Item(Resource resource)
    {
        var root = resource.Root;
        var column = Lines.Column(root.Tree.Source, root.Span.Start);
        var lines = Encoding
            .UTF8.GetString(root.Raw)
            .Split('\n')
            .Select((line, i) => i == 0 ? line : line[Math.Min(column, line.Length - line.TrimStart(' ').Length)..]);
        var text = string.Join('\n', lines);
        var bytes = Encoding.UTF8.GetBytes(text);
        return TreeVerifier.AreSame(root, YamlReader.Read(bytes, new ByteSpan(0, bytes.Length)).Root)
            ? text
            : throw new SelfCheckException($"{resource.Id} reads differently outside of its List");
    }
}
