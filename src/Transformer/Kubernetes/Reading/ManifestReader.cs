using System.Runtime.InteropServices;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>Reads the input: checks the bytes, splits documents and identifies the objects.</summary>
internal sealed class ManifestReader
{
    /// <summary>Warnings about duplicate keys beyond this are only counted.</summary>
    private const int MaxDuplicateWarnings = 20;

    private readonly SourceText source;
    private readonly StringInterner names;
    private readonly ResourceReader resources;
    private readonly NodeReader nodeReader;
    private readonly Dictionary<string, ChartTemplate> templates = [];
    private readonly DocumentList documents = new();
    private readonly DuplicateObjects duplicateObjects = new();
    private readonly List<Notice> warnings = [];
    private YamlException? problem;
    private int duplicates;

    private ManifestReader(SourceText source, int maxDepth, bool withOutlines)
    {
        this.source = source;
        names = new StringInterner(source.Bytes);
        nodeReader = new NodeReader(source.Bytes, maxDepth, withOutlines);
        resources = new ResourceReader(names);
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="withOutlines">False reads all nodes of all documents at once, which gives the same result.</param>
    /// <exception cref="ManifestException">The input is not a stream of Kubernetes objects.</exception>
    public static Manifest Read(SourceText source, bool withOutlines = true)
    {
        var manifest = ReadInput(source, withOutlines: withOutlines);
        return manifest.Problem is { } problem ? throw problem : manifest;
    }

    /// <summary>
    /// Reads the input of a run. A <c>ResourceList</c> with an invalid item is returned without objects, with a
    /// <see cref="Manifest.Problem"/>: a KRM function answers with the list even then.
    /// </summary>
    /// <param name="source">The stream.</param>
    /// <param name="maxDepth">The deepest nesting of collections.</param>
    /// <param name="withOutlines">False reads all nodes of all documents at once, which gives the same result.</param>
    /// <exception cref="ManifestException">The input is not a stream of Kubernetes objects, or is nested deeper than allowed.</exception>
    public static Manifest ReadInput(SourceText source, int maxDepth = YamlDotNetReader.MaxDepth, bool withOutlines = true)
    {
        var reader = new ManifestReader(source, maxDepth, withOutlines);
        try
        {
            SourceChecks.Check(source.Bytes);
            return reader.Read();
        }
        catch (YamlException e)
        {
            throw reader.Located(e);
        }
    }

    private ManifestException Located(YamlException problem) => new(problem.Message, source.Locate(problem.Offset));

    private Manifest Read()
    {
        foreach (var file in source.Files)
        {
            ChartTemplate? template = null;
            var all = DocumentSplitter.Split(source.Bytes, SourceText.ContentOf(source.Bytes, file));
            documents.Reserve(all.Count);
            duplicateObjects.Reserve(all.Count);
            foreach (var spans in all)
            {
                var named = TemplateName(spans.Content);
                if (named is not null && named != template?.Path)
                {
                    template = named == Document.NoTemplate ? null : TemplateOf(named);
                }

                Add(Read(spans, template, named is not null));
            }
        }

        foreach (var end in source.AddedLineBreaks)
        {
            if (documents.FindLast(d => d.Span.Start < end) is { } last)
            {
                SourceLayout.RequireNoTextAt(last.Tree, end);
            }
        }

        if (duplicates > MaxDuplicateWarnings)
        {
            warnings.Add(new Notice(null, $"{duplicates - MaxDuplicateWarnings} more duplicate keys"));
        }

        var manifest = new Manifest(source, documents, warnings)
        {
            Duplicates = duplicateObjects,
            Problem = problem is null ? null : Located(problem),
        };
        return manifest is { Problem: { } located, ResourceList: null } ? throw located : manifest;
    }

    private void Add(Document document)
    {
        documents.Add(document);
        for (var i = 0; i < document.Resources.Count; i++)
        {
            duplicateObjects.Add(document.Resources[i]);
        }

        problem ??= document.Problem;
    }

    private Document Read(DocumentSpan spans, ChartTemplate? template, bool namesTemplate)
    {
        var nodes = new DocumentNodes(nodeReader, spans.Content, out var identifying);
        var hasDuplicates = !nodes.IsOutlined && WarnOfDuplicates(identifying);
        return new Document(documents.Count, spans, template, namesTemplate, nodes, identifying, hasDuplicates, resources);
    }

    /// <summary>The path in a document's <c># Source:</c> line, or null.</summary>
    private string? TemplateName(ByteSpan content) =>
        TemplateName(source.Bytes, content) is { } path ? names.Value(path.Start, path.Length) : null;

    /// <summary>The place of the path in a <c># Source:</c> line among the comments before the content; null without such a line.</summary>
    public static ByteSpan? TemplateName(ReadOnlySpan<byte> bytes, ByteSpan content)
    {
        for (
            var line = content.Start;
            line < content.End && bytes[line] is (byte)'#' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
            line = Lines.Next(bytes, line)
        )
        {
            var text = bytes[line..Math.Min(Lines.End(bytes, line), content.End)].TrimEnd(" \t"u8);
            var comment = text.TrimStart(" \t"u8);
            if (comment.StartsWith("# Source: "u8))
            {
                // The path ends where the text ends.
                var path = comment["# Source: "u8.Length..].TrimStart((byte)' ');
                return new ByteSpan(line + text.Length - path.Length, line + text.Length);
            }

            if (comment is not ([] or [(byte)'#', ..]))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The template of a path; the objects of one template share it.</summary>
    private ChartTemplate TemplateOf(string path)
    {
        ref var template = ref CollectionsMarshal.GetValueRefOrAddDefault(templates, path, out _);
        return template ??= new ChartTemplate(path);
    }

    /// <summary>Warns about duplicate keys; true when there are any.</summary>
    private bool WarnOfDuplicates(YamlTree tree)
    {
        var before = duplicates;
        foreach (var (first, second) in tree.IsEmpty ? [] : DuplicateKeys.Find(tree.Root))
        {
            if (++duplicates <= MaxDuplicateWarnings)
            {
                var line = source.Locate(tree.ToSource(first.Span.Start)).Line;
                warnings.Add(
                    new Notice(null, $"duplicate key \"{second.Value}\", first at line {line} (kubectl rejects this document)")
                    {
                        At = source.Locate(tree.ToSource(second.Span.Start)),
                    }
                );
            }
        }

        return duplicates > before;
    }
}
