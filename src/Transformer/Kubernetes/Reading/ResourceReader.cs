using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>Identifies the objects of a document by kind and name. It does not read their content.</summary>
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
            throw new YamlException("this document is not a Kubernetes object (is the stream truncated?)", root);
        }

        if (isResourceList)
        {
            return [.. ResourceList.Items(root).Select(item => Identify(document, item, new Fields(item)))];
        }

        var fields = new Fields(root);
        if (!IsList(fields))
        {
            return [Identify(document, root, fields)];
        }

        var found = new List<Resource>();
        Flatten(document, fields, found);
        return found;
    }

    private static bool IsList(in Fields fields) =>
        fields.Items is { IsSequence: true } && fields.Kind?.Text?.EndsWith("List", StringComparison.Ordinal) == true;

    /// <summary>
    /// The items of a list, and of lists inside it, as kubectl applies them. Items of a typed list such as PodList may omit apiVersion and
    /// kind.
    /// </summary>
    private void Flatten(Document document, in Fields list, List<Resource> found)
    {
        var kind = list.Kind!.Value.Text![..^"List".Length];
        foreach (var item in list.Items!.Value.Items)
        {
            var fields = new Fields(item);
            if (IsList(fields))
            {
                Flatten(document, fields, found);
            }
            else if (kind.Length > 0 && fields is { Kind: null, ApiVersion: null } && list.ApiVersion?.Text is { } version)
            {
                found.Add(Identify(document, item, fields, version, kind));
            }
            else
            {
                found.Add(Identify(document, item, fields));
            }
        }
    }

    private Resource Identify(Document document, YamlNode node, in Fields fields) =>
        Identify(document, node, fields, Required(node, "apiVersion", fields.ApiVersion), Required(node, "kind", fields.Kind));

    private Resource Identify(Document document, YamlNode node, in Fields fields, string apiVersion, string kind)
    {
        var metadata = new Metadata(fields.Metadata);
        var id = new ResourceId(
            apiVersion,
            kind,
            names.Text(metadata.Namespace) ?? "",
            names.Text(metadata.Name) ?? names.Text(metadata.GenerateName) ?? ""
        );
        return id.Name.Length == 0
            ? throw new YamlException($"{id.Kind} has no metadata.name (is the stream truncated?)", node)
            : new Resource(
                document,
                node.Index,
                id,
                metadata.Labels?.Index,
                document.TemplatePath ?? Annotation(metadata.Annotations, HelmFileAnnotation)
            )
            {
                HookEvents = HelmHooks.Events(Annotation(metadata.Annotations, HelmHooks.Annotation)),
                HasGeneratedName = names.Text(metadata.Name) is null,
            };
    }

    private string Required(YamlNode node, string key, YamlNode? value) =>
        names.Text(value)
        ?? throw new YamlException($"this object has no field {key} (is the stream truncated?)", node);

    private static string? Annotation(YamlNode? annotations, string name)
    {
        string? text = null;
        if (annotations?.Tree.MayHaveMerges == true)
        {
            foreach (var (key, value) in annotations.Value.ResolvedPairs)
            {
                text = key.Is(name) ? value.Text : text;
            }

            return text;
        }

        foreach (var (key, value) in annotations?.Pairs ?? default)
        {
            text = key.Is(name) ? value.Text : text;
        }

        return text;
    }

    /// <summary>
    /// The fields that every object has. Of two equal keys the last one counts, as in most readers: a duplicate elsewhere must not stop the
    /// run.
    /// </summary>
    private struct Fields
    {
        public Fields(YamlNode node)
        {
            if (node.Tree.MayHaveMerges)
            {
                foreach (var (key, value) in node.ResolvedPairs)
                {
                    Take(key, value);
                }

                return;
            }

            foreach (var (key, value) in node.Pairs)
            {
                Take(key, value);
            }
        }

        public YamlNode? ApiVersion { get; private set; }

        public YamlNode? Kind { get; private set; }

        public YamlNode? Metadata { get; private set; }

        public YamlNode? Items { get; private set; }

        private void Take(YamlNode key, YamlNode value)
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

    /// <summary>What identifies an object, from its metadata.</summary>
    private struct Metadata
    {
        public Metadata(YamlNode? node)
        {
            if (node?.Tree.MayHaveMerges == true)
            {
                foreach (var (key, value) in node.Value.ResolvedPairs)
                {
                    Take(key, value);
                }

                return;
            }

            foreach (var (key, value) in node?.Pairs ?? default)
            {
                Take(key, value);
            }
        }

        public YamlNode? Name { get; private set; }

        public YamlNode? Namespace { get; private set; }

        public YamlNode? GenerateName { get; private set; }

        public YamlNode? Labels { get; private set; }

        public YamlNode? Annotations { get; private set; }

        private void Take(YamlNode key, YamlNode value)
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
}
