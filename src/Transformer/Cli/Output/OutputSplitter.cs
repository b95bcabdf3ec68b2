using System.Diagnostics.CodeAnalysis;
using System.Text;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Cli.Output;

/// <summary>A file of an output folder.</summary>
/// <param name="Path">Its path in the folder, with slashes.</param>
/// <param name="Content">Its content.</param>
internal sealed record OutputFile(string Path, byte[] Content);

/// <summary>Splits a stream into files, with a kustomization.yaml that lists them in the order of the stream.</summary>
internal sealed class OutputSplitter
{
    private static readonly IReadOnlyList<string> Extensions = InputReader.Extensions;

    private readonly HashSet<string> taken = new([OutputIndex.FileName], StringComparer.OrdinalIgnoreCase);

    private OutputSplitter() { }

    public static IReadOnlyList<OutputFile> Of(byte[] stream, OutputLayout layout) => new OutputSplitter().Split(stream, layout);

    private List<OutputFile> Split(byte[] stream, OutputLayout layout)
    {
        var manifest = ManifestReader.Read(new SourceText("<output>", stream));
        // kustomize rejects duplicate objects; kubectl applies both, and the last one wins.
        var groups = DuplicateObjects
            .Last(manifest.Resources)
            .Select((resource, i) => (resource, i))
            .GroupBy(r => layout == OutputLayout.Source && r.resource.TemplatePath is { } template ? template : $"\0{r.i}");
        var files = groups.Select(g => File(manifest, [.. g.Select(r => r.resource)], layout)).ToList();
        var list = string.Concat(files.Select(f => $"- {ScalarWriter.Write(f.Path, YamlStyle.Plain)}\n"));
        return
        [
            .. files,
            new OutputFile(
                WrittenFolders.Kustomization,
                Encoding.UTF8.GetBytes(
                    "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
                    + $"resources:{(files.Count > 0 ? $"\n{list}" : " []\n")}"
                )
            ),
        ];
    }

    private OutputFile File(Manifest manifest, List<Resource> resources, OutputLayout layout)
    {
        var lineBreak = Encoding.UTF8.GetString(Lines.Break(manifest.Source.Bytes));
        var path =
            layout == OutputLayout.Source && resources[0].TemplatePath is { } template
                ? FileName.SafePath(template)
                : PathOf(resources[0].Id);
        var text = string.Join($"---{lineBreak}", resources.Select((r, i) => StandaloneDocument.Of(manifest, r, isFirst: i == 0)));
        return new OutputFile(Free(path), Encoding.UTF8.GetBytes(text));
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
