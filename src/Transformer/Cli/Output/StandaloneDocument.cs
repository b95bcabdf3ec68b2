using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Patches.Output;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Cli.Output;

/// <summary>
/// One object as a separate document: its original bytes, with the indentation removed if it was an item of a <c>List</c>.
/// </summary>
internal static class StandaloneDocument
{
    /// <summary>Adds the segments of the document.</summary>
    /// <param name="resource">The object.</param>
    /// <param name="added">What the stream adds to the object's document.</param>
    /// <param name="needsTemplate">True if a line before the object must name its template, unless the document does.</param>
    /// <param name="lineBreak">The line break of the stream.</param>
    /// <param name="segments">Receives the segments.</param>
    /// <exception cref="SelfCheckException">The text does not parse as the same object: a bug of this program.</exception>
    public static void Write(
        Resource resource,
        in OutputDocument added,
        bool needsTemplate,
        byte[] lineBreak,
        List<ReadOnlyMemory<byte>> segments
    )
    {
        var document = resource.Document;
        var hasLine = added.TemplateLine is not null && !resource.IsListItem;
        if (hasLine)
        {
            segments.Add(added.TemplateLine);
        }
        else if (needsTemplate && (resource.IsListItem || !document.NamesTemplate))
        {
            segments.Add((byte[])[.. Encoding.UTF8.GetBytes($"# Source: {document.TemplatePath ?? Document.NoTemplate}"), .. lineBreak]);
        }

        var text = resource.IsListItem ? Item(resource) : Content(document, fromFirstLine: hasLine);
        segments.Add(text);
        if (text.Span is not [.., (byte)'\n'])
        {
            segments.Add((resource.IsListItem ? null : added.LineBreak) ?? lineBreak);
        }
    }

    /// <summary>The content of a document. Blank lines before it stay only after a new line.</summary>
    private static ReadOnlyMemory<byte> Content(Document document, bool fromFirstLine)
    {
        var (start, end) = (document.Content.Start, document.Content.End);
        while (!fromFirstLine && start < end && Lines.End(document.Source, start) == start)
        {
            start = Lines.Next(document.Source, start);
        }

        return document.Source.AsMemory(start, end - start);
    }

    private static byte[] Item(Resource resource)
    {
        var root = resource.Root;
        var column = Lines.Column(root.Tree.Source, root.Span.Start);
        var lines = Encoding
            .UTF8.GetString(root.Raw)
            .Split('\n')
            .Select((line, i) => i == 0 ? line : line[Math.Min(column, line.Length - line.TrimStart(' ').Length)..]);
        var tag = root.Tree.Tags.TryGetValue(root.Index, out var name) ? $"{Tag(name)}\n" : "";
        var bytes = Encoding.UTF8.GetBytes(tag + string.Join('\n', lines));
        return IsSame(root, bytes) ? bytes : throw new SelfCheckException($"{resource.Id} reads differently outside of its List");
    }

    /// <summary>A tag as it is written in a document.</summary>
    private static string Tag(string name)
    {
        const string CoreTags = "tag:yaml.org,2002:";
        return
            name.StartsWith('!') ? name
            : name.StartsWith(CoreTags, StringComparison.Ordinal) ? $"!!{name[CoreTags.Length..]}"
            : $"!<{name}>";
    }

    private static bool IsSame(YamlNode root, byte[] bytes)
    {
        try
        {
            return TreeVerifier.AreSame(root, YamlReader.Read(bytes, new ByteSpan(0, bytes.Length)).Root);
        }
        catch (YamlException)
        {
            return false;
        }
    }
}
