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
    /// <param name="needsTemplate">True if a line before it must name its template, unless the document does.</param>
    /// <returns>The bytes of the stream where they are the whole text.</returns>
    /// <exception cref="SelfCheckException">The text does not parse as the same object: a bug of this program.</exception>
    public static ReadOnlyMemory<byte> Of(Manifest manifest, Resource resource, bool needsTemplate)
    {
        var lineBreak = Lines.Break(manifest.Source.Bytes);
        var text = resource.IsListItem ? Item(resource) : Document(manifest, resource);
        var isNamed = resource.Document.NamesTemplate && !resource.IsListItem;
        var template = needsTemplate && !isNamed ? resource.Document.TemplatePath ?? Kubernetes.Document.NoTemplate : null;
        byte[] start = template is null ? [] : [.. Encoding.UTF8.GetBytes($"# Source: {template}"), .. lineBreak];
        byte[] end = text.Span is [.., (byte)'\n'] ? [] : lineBreak;
        return start.Length + end.Length == 0 ? text : (byte[])[.. start, .. text.Span, .. end];
    }

    private static ReadOnlyMemory<byte> Document(Manifest manifest, Resource resource)
    {
        var (start, end) = (resource.Document.Content.Start, resource.Document.Content.End);
        while (start < end && Lines.End(manifest.Source.Bytes, start) == start)
        {
            start = Lines.Next(manifest.Source.Bytes, start);
        }

        return manifest.Source.Bytes.AsMemory(start, end - start);
    }

    private static ReadOnlyMemory<byte> Item(Resource resource)
    {
        var root = resource.Root;
        var column = Lines.Column(root.Tree.Source, root.Span.Start);
        var lines = Encoding
            .UTF8.GetString(root.Raw)
            .Split('\n')
            .Select((line, i) => i == 0 ? line : line[Math.Min(column, line.Length - line.TrimStart(' ').Length)..]);
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        return TreeVerifier.AreSame(root, YamlReader.Read(bytes, new ByteSpan(0, bytes.Length)).Root)
            ? bytes
            : throw new SelfCheckException($"{resource.Id} reads differently outside of its List");
    }
}
