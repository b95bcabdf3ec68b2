using System.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>Identifies the objects of a document by kind and name. It does not read their content.</summary>
internal sealed class ResourceReader(StringInterner names)
{
    /// <summary>Helm 4 drops comments and names the template in this annotation while a post-renderer runs.</summary>
    private static ReadOnlySpan<byte> HelmFileAnnotation => "postrenderer.helm.sh/postrender-filename"u8;

    /// <summary>The value of the hook annotation that was read last, and what it says.</summary>
    private (string Events, HelmAnnotations? Annotations) lastHook = ("", null);

    /// <summary>The label of a chart that was read last, and its chart.</summary>
    private (string Label, string Chart) lastChart = ("", "");

    /// <summary>The object at the root, or the items of a list there.</summary>
    /// <exception cref="YamlException">The document holds something else.</exception>
    public DocumentResources Read(Document document, YamlNode root, ref bool isResourceList)
    {
        if (!root.IsMapping)
        {
            throw new YamlException("this document is not a Kubernetes object (is the stream truncated?)", root);
        }

        var fields = new Fields(root);
        isResourceList = At(fields.Tree, fields.Kind)?.Is(ResourceList.Kind) == true && ResourceList.Is(root);
        if (!isResourceList && !IsList(fields))
        {
            return new DocumentResources(Identify(document, root, fields));
        }

        var found = new List<Resource>();
        if (!isResourceList)
        {
            Flatten(document, fields, found);
            return new DocumentResources(found);
        }

        foreach (var item in ResourceList.Items(root))
        {
            found.Add(Identify(document, item, new Fields(item)));
        }

        return new DocumentResources(found);
    }

    private static bool IsList(in Fields fields) =>
        At(fields.Tree, fields.Items) is { IsSequence: true }
        && At(fields.Tree, fields.Kind)?.Text?.EndsWith("List", StringComparison.Ordinal) == true;

    /// <summary>
    /// The items of a list, and of lists inside it, as kubectl applies them. Items of a typed list such as PodList may omit apiVersion and
    /// kind.
    /// </summary>
    private void Flatten(Document document, in Fields list, List<Resource> found)
    {
        var kind = At(list.Tree, list.Kind)!.Value.Text![..^"List".Length];
        foreach (var item in At(list.Tree, list.Items)!.Value.Items)
        {
            var fields = new Fields(item);
            if (IsList(fields))
            {
                Flatten(document, fields, found);
            }
            else if (kind.Length > 0 && fields is { Kind: 0, ApiVersion: 0 } && At(list.Tree, list.ApiVersion)?.Text is { } version)
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
        var tree = node.Tree;
        var metadata = new Metadata(tree, fields.Metadata);
        var name = names.Text(tree, metadata.Name);
        var id = new ResourceId(
            apiVersion,
            kind,
            names.Text(tree, metadata.Namespace) ?? "",
            name ?? names.Text(tree, metadata.GenerateName) ?? ""
        );
        if (id.Name.Length == 0)
        {
            throw new YamlException($"{id.Kind} has no metadata.name (is the stream truncated?)", node);
        }

        var labels = At(tree, metadata.Labels);
        var resource = new Resource(document, node.Index, id, metadata.Labels)
        {
            LabelsSpan = labels?.Span ?? default,
            HelmAnnotations = HelmAnnotationsOf(tree, metadata.Annotations),
            HasGeneratedName = name is null,
            Start = node.Span.Start,
        };
        if (document is { IsOutlined: true, NamesTemplate: false })
        {
            // It is read for all of these objects, and now its nodes are in memory.
            resource.LabelledChart = ChartOf(new Labels(tree, metadata.Labels));
        }

        return resource;
    }

    /// <summary>The chart that labels name. Most objects of a stream have the labels of the object before.</summary>
    private string? ChartOf(in Labels labels)
    {
        var index = labels.Chart != 0 ? labels.Chart : labels.HelmChart;
        if (index == 0)
        {
            return null;
        }

        var label = names.Text(labels.Tree, index) ?? "";
        if (!ReferenceEquals(label, lastChart.Label))
        {
            lastChart = (label, Resource.ChartOfLabel(label));
        }

        return lastChart.Chart;
    }

    /// <summary>A field without which kubectl knows no object: it treats an empty text as a missing one.</summary>
    private string Required(YamlNode node, string key, int value) =>
        names.Text(node.Tree, value) switch
        {
            null => throw new YamlException($"this object has no field {key} (is the stream truncated?)", node),
            "" => throw new YamlException($"the field {key} of this object is empty (kubectl rejects it)", new YamlNode(node.Tree, value)),
            var text => text,
        };

    /// <summary>What Helm's annotations say. Most hooks of a stream have the same events.</summary>
    private HelmAnnotations? HelmAnnotationsOf(YamlTree tree, int index)
    {
        var annotations = new Annotations(tree, index);
        var (hook, file) = (names.Text(tree, annotations.Hook), names.Text(tree, annotations.HelmFile));
        if (hook is null && file is null)
        {
            return null;
        }

        if (hook is not null && hook != lastHook.Events)
        {
            lastHook = (hook, new HelmAnnotations(null, HelmHooks.Events(hook)));
        }

        var said = hook is null ? null : lastHook.Annotations;
        return file is null ? said : new HelmAnnotations(new ChartTemplate(file), said?.HookEvents ?? []);
    }

    /// <summary>A key's value as bytes; empty for a key that is not a scalar.</summary>
    private static ReadOnlySpan<byte> NameOf(YamlNode key) =>
        key.TryGetRaw(out var text) ? text
        : key.IsScalar ? Encoding.UTF8.GetBytes(key.Value)
        : default;

    /// <summary>The node at an index; null for 0, the root, which is no value of a field.</summary>
    private static YamlNode? At(YamlTree tree, int index) => index > 0 ? new YamlNode(tree, index) : null;

    /// <summary>Gives all entries of a mapping to <paramref name="fields"/>, those that it merges included.</summary>
    private static void TakeAll<T>(YamlNode node, ref T fields)
        where T : struct, IFields
    {
        var tree = node.Tree;
        if (tree.MayHaveMerges)
        {
            foreach (var (key, value) in node.ResolvedPairs)
            {
                fields.Take(NameOf(key), value.Index);
            }

            return;
        }

        for (var (key, end) = (node.Index + 1, node.IsMapping ? node.Next : 0); key < end;)
        {
            var value = tree[key].Next;
            fields.Take(NameOf(new YamlNode(tree, key)), value);
            key = tree[value].Next;
        }
    }

    /// <summary>The same for the value of a field; nothing for 0, an absent one.</summary>
    private static void TakeAll<T>(YamlTree tree, int index, ref T fields)
        where T : struct, IFields
    {
        if (index != 0)
        {
            TakeAll(new YamlNode(tree, index), ref fields);
        }
    }

    /// <summary>Keeps the entries of a mapping that it knows, as indexes of their values; 0 for an absent one.</summary>
    private interface IFields
    {
        /// <summary>Takes an entry: its key, and the index of its value.</summary>
        void Take(ReadOnlySpan<byte> key, int value);
    }

    /// <summary>
    /// The fields that every object has. Of two equal keys the last one counts, as in most readers: a duplicate elsewhere must not stop the
    /// run.
    /// </summary>
    private struct Fields : IFields
    {
        public Fields(YamlNode node)
        {
            Tree = node.Tree;
            TakeAll(node, ref this);
        }

        public YamlTree Tree { get; }

        public int ApiVersion { get; private set; }

        public int Kind { get; private set; }

        public int Metadata { get; private set; }

        public int Items { get; private set; }

        public void Take(ReadOnlySpan<byte> key, int value)
        {
            switch (key.Length)
            {
                case 4 when key.SequenceEqual("kind"u8):
                    Kind = value;
                    break;
                case 5 when key.SequenceEqual("items"u8):
                    Items = value;
                    break;
                case 8 when key.SequenceEqual("metadata"u8):
                    Metadata = value;
                    break;
                case 10 when key.SequenceEqual("apiVersion"u8):
                    ApiVersion = value;
                    break;
            }
        }
    }

    /// <summary>What identifies an object, from its metadata.</summary>
    private struct Metadata : IFields
    {
        public Metadata(YamlTree tree, int index) => TakeAll(tree, index, ref this);

        public int Name { get; private set; }

        public int Namespace { get; private set; }

        public int GenerateName { get; private set; }

        public int Labels { get; private set; }

        public int Annotations { get; private set; }

        public void Take(ReadOnlySpan<byte> key, int value)
        {
            switch (key.Length)
            {
                case 4 when key.SequenceEqual("name"u8):
                    Name = value;
                    break;
                case 6 when key.SequenceEqual("labels"u8):
                    Labels = value;
                    break;
                case 9 when key.SequenceEqual("namespace"u8):
                    Namespace = value;
                    break;
                case 11 when key.SequenceEqual("annotations"u8):
                    Annotations = value;
                    break;
                case 12 when key.SequenceEqual("generateName"u8):
                    GenerateName = value;
                    break;
            }
        }
    }

    /// <summary>The labels that name a chart.</summary>
    private struct Labels : IFields
    {
        public Labels(YamlTree tree, int index)
        {
            Tree = tree;
            TakeAll(tree, index, ref this);
        }

        public YamlTree Tree { get; }

        public int Chart { get; private set; }

        public int HelmChart { get; private set; }

        public void Take(ReadOnlySpan<byte> key, int value)
        {
            switch (key.Length)
            {
                case 5 when key.SequenceEqual("chart"u8):
                    Chart = value;
                    break;
                case 13 when key.SequenceEqual("helm.sh/chart"u8):
                    HelmChart = value;
                    break;
            }
        }
    }

    /// <summary>The annotations of Helm.</summary>
    private struct Annotations : IFields
    {
        public Annotations(YamlTree tree, int index) => TakeAll(tree, index, ref this);

        public int HelmFile { get; private set; }

        public int Hook { get; private set; }

        public void Take(ReadOnlySpan<byte> key, int value)
        {
            if (key.SequenceEqual(HelmHooks.Annotation))
            {
                Hook = value;
            }
            else if (key.SequenceEqual(HelmFileAnnotation))
            {
                HelmFile = value;
            }
        }
    }
}
