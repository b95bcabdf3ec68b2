using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes;

/// <summary>Identifies the objects of a document: their kind and names, and nothing of what they hold.</summary>
internal sealed class ResourceReader(StringInterner names)
{
    /// <summary>Helm 4 drops comments and names the template in this annotation while a post-renderer runs.</summary>
    private const string HelmFileAnnotation = "postrenderer.helm.sh/postrender-filename";

    /// <summary>The object at the root, or the items of a list there.</summary>
    /// <exception cref="YamlException">The document holds something else.</exception>
    public IReadOnlyList<Resource> Read(Document document, YamlNode root, bool isResourceList)
    {
        if (!root.IsMapping)
        {
            throw new YamlException("a document must be a Kubernetes object, but this is none (was the stream cut?)", root.Span.Start);
        }

        if (isResourceList)
        {
            return [.. ResourceList.Items(root).Select(item => Identify(document, item, new Fields(item)))];
        }

        var fields = new Fields(root);
        return fields.Items is { } items && fields.Kind?.Text?.EndsWith("List", StringComparison.Ordinal) == true
            ? [.. items.Items.Select(item => Identify(document, item, new Fields(item)))]
            : [Identify(document, root, fields)];
    }

    private Resource Identify(Document document, YamlNode node, Fields fields)
    {
        var metadata = new Metadata(fields.Metadata);
        var id = new ResourceId(
            Required(node, "apiVersion", fields.ApiVersion),
            Required(node, "kind", fields.Kind),
            names.Text(metadata.Namespace) ?? "",
            names.Text(metadata.Name) ?? names.Text(metadata.GenerateName) ?? "");
        return id.Name.Length == 0
            ? throw new YamlException($"{id.Kind} has no metadata.name (was the stream cut?)", node.Span.Start)
            : new Resource(document, node.Index, id, metadata.Labels?.Index, document.TemplatePath ?? Annotation(metadata.Annotations, HelmFileAnnotation))
            {
                HookEvents = HelmHooks.Events(Annotation(metadata.Annotations, HelmHooks.Annotation)),
            };
    }

    private string Required(YamlNode node, string key, YamlNode? value) =>
        names.Text(value) ?? throw new YamlException($"an object must have the field {key}, but this has none (was the stream cut?)", node.Span.Start);

    private static string? Annotation(YamlNode? annotations, string name)
    {
        string? text = null;
        foreach (var (key, value) in annotations?.Pairs ?? default)
        {
            text = key.Is(name) ? value.Text : text;
        }

        return text;
    }

    /// <summary>The fields that every object has. Of two equal keys the last counts, as for most readers: a duplicate elsewhere must not stop the run.</summary>
    private readonly struct Fields
    {
        public Fields(YamlNode node)
        {
            foreach (var (key, value) in node.Pairs)
            {
                if (key.Is("apiVersion"))
                {
                    ApiVersion = value;
                }
                else if (key.Is("kind"))
                {
                    Kind = value;
                }
                else if (key.Is("metadata"))
                {
                    Metadata = value;
                }
                else if (key.Is("items"))
                {
                    Items = value;
                }
            }
        }

        public YamlNode? ApiVersion { get; }

        public YamlNode? Kind { get; }

        public YamlNode? Metadata { get; }

        public YamlNode? Items { get; }
    }

    /// <summary>What identifies an object, from its metadata.</summary>
    private readonly struct Metadata
    {
        public Metadata(YamlNode? node)
        {
            foreach (var (key, value) in node?.Pairs ?? default)
            {
                if (key.Is("name"))
                {
                    Name = value;
                }
                else if (key.Is("namespace"))
                {
                    Namespace = value;
                }
                else if (key.Is("labels"))
                {
                    Labels = value;
                }
                else if (key.Is("annotations"))
                {
                    Annotations = value;
                }
                else if (key.Is("generateName"))
                {
                    GenerateName = value;
                }
            }
        }

        public YamlNode? Name { get; }

        public YamlNode? Namespace { get; }

        public YamlNode? GenerateName { get; }

        public YamlNode? Labels { get; }

        public YamlNode? Annotations { get; }
    }
}
