using System.Globalization;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>The input of a KRM function: one <c>ResourceList</c> with the resources and the configuration.</summary>
internal sealed class FunctionInput
{
    private const string ConfigField = "functionConfig";

    /// <summary>The annotation prefixes where an orchestrator records the file of a resource; the second one is older.</summary>
    private static readonly string[] Prefixes = ["internal.config.kubernetes.io/", "config.kubernetes.io/"];

    private readonly Lazy<ILookup<ResourceId, Resource>> resources;

    private FunctionInput(SourceText source, YamlNode root)
    {
        Source = source;
        Root = root;
        resources = new(() => ManifestReader.Read(source).Resources.ToLookup(r => r.Id));
    }

    public SourceText Source { get; }

    /// <summary>The list's mapping.</summary>
    public YamlNode Root { get; }

    /// <summary>The object that configures the function, or null when there is none.</summary>
    public YamlNode? Config => Root.Find(ConfigField) is { IsMapping: true } config ? config : null;

    /// <summary>Returns the input of a function, or null for other input: a stream, or text that is not YAML.</summary>
    public static FunctionInput? Find(SourceText source)
    {
        // Parsing a stream twice would cost more than most runs: a search of the bytes rules out nearly all streams.
        if (HasManyDocuments(source.Bytes) || source.Bytes.AsSpan().IndexOf("ResourceList"u8) < 0 || source.Files.Count() != 1)
        {
            return null;
        }

        try
        {
            SourceChecks.Check(source.Bytes);
            var trees = DocumentSplitter
                .Split(source.Bytes, SourceText.ContentOf(source.Bytes))
                .Select(d => YamlReader.Read(source.Bytes, d.Content))
                .Where(t => !t.IsEmpty && !t.Root.IsNull)
                .Take(2)
                .ToList();
            return trees is [var tree] && ResourceList.Is(tree.Root) ? new FunctionInput(source, tree.Root) : null;
        }
        catch (YamlException)
        {
            // The normal reader reports the same error.
            return null;
        }
    }

    /// <summary>The function's settings: an IstioTransform, or a ConfigMap whose keys are paths of settings.</summary>
    /// <exception cref="UsageException">The configuration is wrong.</exception>
    public IReadOnlyDictionary<string, ConfigValue>? Settings() =>
        Config is not { } config ? null
        : config.Find("kind")?.Is("ConfigMap") == true ? ConfigFile.ReadData(Source, config)
        : ConfigFile.Read(Source, config);

    /// <summary>The file that a resource came from and its index in the file, or null.</summary>
    public (string Path, int Index)? FileOf(ResourceId id)
    {
        var annotations = resources.Value[id].FirstOrDefault()?.Root.Find("metadata", "annotations");
        return Annotation(annotations, "path") is { } path
            ? (
                path,
                int.TryParse(Annotation(annotations, "index"), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : 0
            )
            : null;
    }

    /// <summary>
    /// True when there are more markers than one document can have. For most streams, the first few hundred bytes show this.
    /// </summary>
    private static bool HasManyDocuments(ReadOnlySpan<byte> bytes)
    {
        var markers = 0;
        for (
            var line = ByteSearch.NextMarkerCandidate(bytes, 0);
            line < bytes.Length && markers <= 2;
            line = ByteSearch.NextMarkerCandidate(bytes, line)
        )
        {
            markers++;
        }

        return markers > 2;
    }

    private static string? Annotation(YamlNode? annotations, string name) =>
        Prefixes.Select(p => annotations?.Find(p + name)?.Text).FirstOrDefault(t => t is not null);
}
