using System.Text;
using KymaIstioTransform.Syntax;

namespace KymaIstioTransform.Manifests;

/// <summary>Reads the input: checks the bytes, splits documents and identifies the objects.</summary>
internal sealed class ManifestReader
{
    /// <summary>Helm 4 drops comments and names the template in this annotation while a post-renderer runs.</summary>
    private const string HelmFileAnnotation = "postrenderer.helm.sh/postrender-filename";

    /// <summary>Warnings about duplicate keys beyond this are only counted.</summary>
    private const int MaxDuplicateWarnings = 20;

    private readonly SourceText source;
    private readonly List<string> warnings = [];
    private int duplicates;

    private ManifestReader(SourceText source) => this.source = source;

    /// <exception cref="ManifestException">The input is no stream of Kubernetes objects.</exception>
    public static Manifest Read(SourceText source)
    {
        var reader = new ManifestReader(source);
        try
        {
            SourceChecks.Check(source.Bytes);
            return reader.Read();
        }
        catch (YamlException e)
        {
            throw new ManifestException($"{source.Locate(e.Offset)}: {e.Message}");
        }
    }

    private Manifest Read()
    {
        var documents = new List<Document>();
        foreach (var file in source.Files)
        {
            string? template = null;
            foreach (var spans in DocumentSplitter.Split(source.Bytes, WithoutByteOrderMark(file)))
            {
                var named = TemplateName(spans.Content);
                template = named ?? template;
                var document = new Document(source.Bytes, spans, template, named is not null);
                document.Identify(Identify(document), !document.Tree.IsEmpty && ResourceList.Is(document.Tree.Root));
                documents.Add(document);
            }
        }

        if (duplicates > MaxDuplicateWarnings)
        {
            warnings.Add($"{duplicates - MaxDuplicateWarnings} more duplicate keys");
        }

        return new Manifest(source, documents, warnings);
    }

    private ByteSpan WithoutByteOrderMark(ByteSpan file) =>
        source.Bytes.AsSpan(file.Start, file.Length).StartsWith(SourceText.ByteOrderMark) ? file with { Start = file.Start + SourceText.ByteOrderMark.Length } : file;

    /// <summary>The path in a <c># Source:</c> line among the comments before the content.</summary>
    private string? TemplateName(ByteSpan content)
    {
        for (var line = content.Start; line < content.End; line = Lines.Next(source.Bytes, line))
        {
            var text = source.Bytes.AsSpan(line..Math.Min(Lines.End(source.Bytes, line), content.End)).Trim(" \t"u8);
            if (text.StartsWith("# Source: "u8))
            {
                return Encoding.UTF8.GetString(text["# Source: "u8.Length..].Trim((byte)' '));
            }

            if (text is not ([] or [(byte)'#', ..]))
            {
                return null;
            }
        }

        return null;
    }

    private IReadOnlyList<Resource> Identify(Document document)
    {
        if (document.Tree.IsEmpty || document.Tree.Root.IsNull)
        {
            return [];
        }

        var root = document.Tree.Root;
        WarnOfDuplicates(document, root);
        if (!root.IsMapping)
        {
            throw new YamlException("a document must be a Kubernetes object, but this is none (was the stream cut?)", root.Span.Start);
        }

        if (ResourceList.Is(root))
        {
            return [.. ResourceList.Items(root).Select(item => Identify(document, item))];
        }

        if (Last(root, "kind") is { } kind && kind.Text?.EndsWith("List", StringComparison.Ordinal) == true && Last(root, "items") is { } items)
        {
            return [.. items.Items.Select(item => Identify(document, item))];
        }

        return [Identify(document, root)];
    }

    private static Resource Identify(Document document, YamlNode node)
    {
        var metadata = Last(node, "metadata");
        var id = new ResourceId(
            Required(node, node, "apiVersion"),
            Required(node, node, "kind"),
            metadata is null ? "" : Last(metadata.Value, "namespace")?.Text ?? "",
            metadata is null ? "" : Last(metadata.Value, "name")?.Text ?? Last(metadata.Value, "generateName")?.Text ?? "");
        if (id.Name.Length == 0)
        {
            throw new YamlException($"{id.Kind} has no metadata.name (was the stream cut?)", node.Span.Start);
        }

        var labels = metadata is null ? null : Last(metadata.Value, "labels");
        var annotations = metadata is null ? null : Last(metadata.Value, "annotations");
        var helmFile = annotations is null ? null : Last(annotations.Value, HelmFileAnnotation)?.Text;
        return new Resource(
            document,
            node.Index,
            id,
            labels is null ? [] : [.. labels.Value.Pairs.Select(p => (p.Key.Value, p.Value.Text ?? ""))],
            document.TemplatePath ?? helmFile)
        {
            HookEvents = annotations is null ? [] : HelmHooks.Events(Last(annotations.Value, HelmHooks.Annotation)?.Text),
        };
    }

    private static string Required(YamlNode node, YamlNode at, string key) =>
        (node.IsMapping ? Last(node, key)?.Text : null)
        ?? throw new YamlException($"an object must have the field {key}, but this has none (was the stream cut?)", at.Span.Start);

    /// <summary>Identification takes the last of two equal keys, as most readers do: a duplicate elsewhere must not stop the run.</summary>
    private static YamlNode? Last(YamlNode mapping, string key)
    {
        YamlNode? found = null;
        foreach (var (k, v) in mapping.Pairs)
        {
            if (k.Is(key))
            {
                found = v;
            }
        }

        return found;
    }

    private void WarnOfDuplicates(Document document, YamlNode root)
    {
        foreach (var (first, second) in DuplicateKeys.Find(root))
        {
            if (++duplicates <= MaxDuplicateWarnings)
            {
                var line = source.Locate(document.ToInput(first.Span.Start)).Line;
                warnings.Add($"{source.Locate(document.ToInput(second.Span.Start))}: the key \"{second.Value}\" stands twice in one mapping, here and in line {line} (kubectl refuses this document)");
            }
        }
    }
}
