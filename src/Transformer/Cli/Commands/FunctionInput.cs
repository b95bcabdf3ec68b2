using System.Globalization;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>The input of a KRM function: one <c>ResourceList</c> with the resources and the configuration.</summary>
internal sealed class FunctionInput
{
    private const string ConfigField = "functionConfig";

    /// <summary>The annotation prefixes where an orchestrator records the file of a resource; the second one is older.</summary>
    private static readonly string[] Prefixes = ["internal.config.kubernetes.io/", "config.kubernetes.io/"];

    private readonly Lazy<ILookup<ResourceId, Resource>> resources;

    private FunctionInput(Manifest manifest, YamlNode root)
    {
        Source = manifest.Source;
        Root = root;
        resources = new(() => manifest.Resources.ToLookup(r => r.Id));
    }

    public SourceText Source { get; }

    /// <summary>The list's mapping.</summary>
    public YamlNode Root { get; }

    /// <summary>The object that configures the function, or null when there is none.</summary>
    public YamlNode? Config => Root.Find(ConfigField) is { IsMapping: true } config ? config : null;

    /// <summary>Returns the input of a function, or null for a stream.</summary>
    public static FunctionInput? Of(Manifest manifest) =>
        manifest.ResourceList is { } list ? new FunctionInput(manifest, list.Tree.Root) : null;

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

    private static string? Annotation(YamlNode? annotations, string name) =>
        Prefixes.Select(p => annotations?.Find(p + name)?.Text).FirstOrDefault(t => t is not null);
}
