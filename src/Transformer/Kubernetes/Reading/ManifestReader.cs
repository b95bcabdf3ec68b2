using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>Reads the input: checks the bytes, splits documents and identifies the objects.</summary>
internal sealed class ManifestReader
{
    /// <summary>Warnings about duplicate keys beyond this are only counted.</summary>
    private const int MaxDuplicateWarnings = 20;

    /// <summary>
    /// The number of nodes kept in memory for the patches: enough for a stream of two megabytes. Later documents that a patch looks into
    /// are read again, so that memory depends on the size of the input and not on the number of nodes.
    /// </summary>
    private const int MaxKeptNodes = 1 << 17;

    private readonly SourceText source;
    private readonly StringInterner names = new();
    private readonly ResourceReader resources;
    private readonly YamlNodeArena arena;
    private readonly int maxDepth;
    private readonly List<Notice> warnings = [];
    private int duplicates;
    private int nodesRead;

    private ManifestReader(SourceText source, int maxDepth) =>
        (this.source, this.maxDepth, arena, resources) = (
            source,
            maxDepth,
            YamlNodeArena.For(source.Bytes.Length),
            new ResourceReader(names)
        );

    /// <exception cref="ManifestException">The input is not a stream of Kubernetes objects.</exception>
    public static Manifest Read(SourceText source)
    {
        var manifest = ReadInput(source);
        return manifest.Problem is { } problem ? throw problem : manifest;
    }

    /// <summary>
    /// Reads the input of a run. A <c>ResourceList</c> with an invalid item is returned without objects, with a
    /// <see cref="Manifest.Problem"/>: a KRM function answers with the list even then.
    /// </summary>
    /// <exception cref="ManifestException">The input is not a stream of Kubernetes objects, or is nested deeper than allowed.</exception>
    public static Manifest ReadInput(SourceText source, int maxDepth = YamlDotNetReader.MaxDepth)
    {
        var reader = new ManifestReader(source, maxDepth);
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
        var documents = new List<Document>();
        foreach (var file in source.Files)
        {
            string? template = null;
            foreach (var spans in DocumentSplitter.Split(source.Bytes, SourceText.ContentOf(source.Bytes, file)))
            {
                var named = TemplateName(spans.Content);
                template = named == Document.NoTemplate ? null : named ?? template;
                documents.Add(Read(spans, template, named is not null));
            }
        }

        if (duplicates > MaxDuplicateWarnings)
        {
            warnings.Add(new Notice(null, $"{duplicates - MaxDuplicateWarnings} more duplicate keys"));
        }

        var problem = documents.Find(d => d.Problem is not null)?.Problem;
        var manifest = new Manifest(source, documents, warnings) { Problem = problem is null ? null : Located(problem) };
        return manifest is { Problem: { } located, ResourceList: null } ? throw located : manifest;
    }

    private Document Read(DocumentSpan spans, string? template, bool namesTemplate)
    {
        var nodes = new DocumentNodes(source.Bytes, spans.Content, arena);
        var tree = nodes.Tree;
        RejectDeep(tree);
        var document = new Document(source.Bytes, spans, template, namesTemplate, nodes, WarnOfDuplicates(tree), resources);
        nodesRead += tree.Entries.Length;
        if (nodesRead > MaxKeptNodes)
        {
            foreach (var resource in namesTemplate ? [] : document.Resources)
            {
                // Cached, because it is read for many objects.
                _ = resource.LabelledChart;
            }

            nodes.Release(arena);
        }

        return document;
    }

    private void RejectDeep(YamlTree tree)
    {
        if (maxDepth < YamlDotNetReader.MaxDepth && tree.FirstDeeperThan(maxDepth) is { } deep)
        {
            throw new YamlException($"nesting is deeper than {maxDepth} levels (--max-depth)", tree.ToSource(deep.Span.Start));
        }
    }

    /// <summary>The path in a <c># Source:</c> line among the comments before the content.</summary>
    private string? TemplateName(ByteSpan content)
    {
        for (var line = content.Start; line < content.End; line = Lines.Next(source.Bytes, line))
        {
            var text = source.Bytes.AsSpan(line..Math.Min(Lines.End(source.Bytes, line), content.End)).Trim(" \t"u8);
            if (text.StartsWith("# Source: "u8))
            {
                return names.Value(text["# Source: "u8.Length..].Trim((byte)' '));
            }

            if (text is not ([] or [(byte)'#', ..]))
            {
                return null;
            }
        }

        return null;
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
