using System.Diagnostics.CodeAnalysis;
using System.Text;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Patches.Output;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Cli.Output;

/// <summary>A file of an output folder.</summary>
/// <param name="Path">Its path in the folder, with slashes.</param>
/// <param name="Content">Its content, in segments of the stream.</param>
internal sealed record OutputFile(string Path, SegmentedText Content);

/// <summary>Splits a stream into files, with a kustomization.yaml that lists them in the order of the stream.</summary>
internal sealed class OutputSplitter
{
    private static readonly IReadOnlyList<string> Extensions = InputReader.Extensions;

    private readonly HashSet<string> taken = new([OutputIndex.FileName], StringComparer.OrdinalIgnoreCase);

    private readonly List<Resource> resources = [];

    /// <summary>The documents to which the stream adds something.</summary>
    private readonly Dictionary<Document, OutputDocument> extended = [];

    private readonly OutputLayout layout;
    private readonly byte[] lineBreak;

    /// <summary>When files are read together, a document without a template line would inherit the template of another file.</summary>
    private readonly bool hasTemplates;

    private OutputSplitter(OutputText stream, OutputLayout layout)
    {
        (lineBreak, this.layout) = (stream.LineBreak, layout);
        foreach (var written in stream.ReadDocuments())
        {
            hasTemplates |= written.Document.NamesTemplate;
            resources.AddRange(written.Document.Resources);
            if (written is not { TemplateLine: null, LineBreak: null })
            {
                extended[written.Document] = written;
            }
        }
    }

    /// <exception cref="ManifestException">A document of the stream does not hold Kubernetes objects.</exception>
    public static IReadOnlyList<OutputFile> Of(OutputText stream, OutputLayout layout) => new OutputSplitter(stream, layout).Split();

    private List<OutputFile> Split()
    {
        // kustomize rejects duplicate objects; kubectl applies both, and the last one wins.
        var groups = DuplicateObjects
            .Last(resources)
            .Select((resource, i) => (resource, i))
            .GroupBy(r => layout == OutputLayout.Source && r.resource.TemplatePath is { } template ? template : $"\0{r.i}");
        var files = groups.Select(g => File([.. g.Select(r => r.resource)])).ToList();
        files.Add(new OutputFile(WrittenFolders.Kustomization, new JoinedText([.. Kustomization(files)])));
        return files;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Kustomization(List<OutputFile> files)
    {
        yield return "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:"u8.ToArray();
        yield return files.Count > 0 ? "\n"u8.ToArray() : " []\n"u8.ToArray();
        foreach (var file in files)
        {
            yield return Encoding.UTF8.GetBytes($"- {ScalarWriter.Write(file.Path, YamlStyle.Plain)}\n");
        }
    }

    private OutputFile File(List<Resource> resources)
    {
        var path =
            layout == OutputLayout.Source && resources[0].TemplatePath is { } template
                ? FileName.SafePath(template)
                : PathOf(resources[0].Id);
        var content = new List<ReadOnlyMemory<byte>>();
        foreach (var resource in resources)
        {
            if (content.Count > 0)
            {
                content.Add((byte[])[.. "---"u8, .. lineBreak]);
            }

            var added = extended.GetValueOrDefault(resource.Document);
            StandaloneDocument.Write(resource, added, needsTemplate: hasTemplates && content.Count == 0, lineBreak, content);
        }

        return new OutputFile(Free(path), new JoinedText(content));
    }

    [SuppressMessage("Globalization", "CA1308", Justification = "Resources are named in lower case.")]
    private static string PathOf(ResourceId id)
    {
        var file = FileName.Safe($"{id.Kind.ToLowerInvariant()}-{id.Name}") + Extensions[0];
        return id.Namespace.Length == 0 ? file : $"{FileName.Safe(id.Namespace)}/{file}";
    }

    /// <summary>Returns a free path: with a number if the path is taken, and with an extension that tools recognise.</summary>
    private string Free(string path)
    {
        var extension = Path.GetExtension(path);
        var start = Extensions.Contains(extension) ? path[..^extension.Length] : path;
        var end = Extensions.Contains(extension) ? extension : Extensions[0];
        var free = start + end;
        for (
            var i = 2;
            Path.GetFileName(free).Equals(WrittenFolders.Kustomization, StringComparison.OrdinalIgnoreCase) || !taken.Add(free);
            i++
        )
        {
            // An underscore sorts after the dot, so files keep their order when they are read again.
            free = $"{start}_{i}{end}";
        }

        return free;
    }
}
