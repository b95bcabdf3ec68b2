using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Cli.Options;

/// <summary>One value of a configuration.</summary>
/// <param name="Values">The value; several for a list.</param>
/// <param name="At">Its place in a file; null when it has another source.</param>
/// <param name="Source">The source of a value that is not from a file.</param>
internal sealed record ConfigValue(IReadOnlyList<string> Values, Location? At, string? Source = null)
{
    /// <summary>The value as written, for settings that are not lists of words.</summary>
    public ConfigTree? Tree { get; init; }

    /// <summary>The source of the value for messages.</summary>
    public string From => At?.ToString() ?? Source ?? "";
}

/// <summary>A value of a configuration file as a tree, with a function that returns places for messages.</summary>
internal sealed record ConfigTree(YamlNode Node, Func<int, Location> Locate);

/// <summary>
/// Reads an <c>IstioTransform</c> into values by path (<c>sidecars.limits.memory</c>). <see cref="OptionTable"/> defines the paths.
/// </summary>
internal static class ConfigFile
{
    public const string ApiVersion = "transform.kyma-project.io/v1alpha1";
    public const string Kind = "IstioTransform";

    /// <summary>The settings that are lists of mappings.</summary>
    private static readonly string[] TreePaths = [UserSettings.PatchesPath];

    /// <summary>The last two keys are Kustomize's, which reads arguments for its exec plugins from them.</summary>
    private static readonly string[] TopLevelKeys = ["apiVersion", "kind", "metadata", "spec", "argsOneLiner", "argsFromFile"];

    /// <exception cref="UsageException">The file is not an IstioTransform or has an unknown key.</exception>
    public static IReadOnlyDictionary<string, ConfigValue> Read(InputFile file) =>
        ReadAll(file) is [var only]
            ? only.Values
            : throw new UsageException("a configuration must be one document", Location.OfFile(file.Name));

    /// <summary>The settings of each document, with its <c>metadata.name</c>.</summary>
    /// <exception cref="UsageException">A document is not an IstioTransform or has an unknown key.</exception>
    public static IReadOnlyList<(string? Name, IReadOnlyDictionary<string, ConfigValue> Values)> ReadAll(InputFile file)
    {
        var source = new SourceText([file]);
        try
        {
            SourceChecks.Check(source.Bytes);
            var documents = DocumentSplitter
                .Split(source.Bytes, new ByteSpan(0, source.Bytes.Length))
                .Select(d => YamlReader.Read(source.Bytes, d.Content))
                .Where(t => !t.IsEmpty);
            return [.. documents.Select(d => (d.Root.Find("metadata", "name")?.Text, Read(source, d.Root)))];
        }
        catch (YamlException e)
        {
            throw new UsageException(e.Message, source.Locate(e.Offset));
        }
    }

    /// <summary>The same for an IstioTransform that is part of <paramref name="source"/>.</summary>
    public static IReadOnlyDictionary<string, ConfigValue> Read(SourceText source, YamlNode root) => new Reading(source).Read(root);

    /// <summary>
    /// Reads settings from the <c>data</c> of a ConfigMap: its keys are paths of settings, and commas separate the values of a list.
    /// </summary>
    public static IReadOnlyDictionary<string, ConfigValue> ReadData(SourceText source, YamlNode root) =>
        new Reading(source).ReadData(root.Find("data"));

    private sealed class Reading(SourceText source)
    {
        private readonly Dictionary<string, ConfigValue> values = [];
        private readonly IReadOnlyCollection<string> paths = OptionTable.Paths;

        public Dictionary<string, ConfigValue> Read(YamlNode root)
        {
            if (root.Find("apiVersion")?.Is(ApiVersion) != true || root.Find("kind")?.Is(Kind) != true)
            {
                throw Error(root, null, $"a configuration must have apiVersion {ApiVersion} and kind {Kind}");
            }

            foreach (var (key, _) in root.Pairs.Where(p => !TopLevelKeys.Contains(p.Key.Value)))
            {
                throw Error(key, null, $"unknown key {key.Value}{Suggestion.For(key.Value, TopLevelKeys)}");
            }

            if (root.Find("spec") is { IsNull: false } spec)
            {
                Read(spec, "");
            }

            return values;
        }

        public Dictionary<string, ConfigValue> ReadData(YamlNode? data)
        {
            foreach (var (key, value) in data?.Pairs ?? default)
            {
                values[key.Value] =
                    paths.Contains(key.Value) && !TreePaths.Contains(key.Value)
                        ? new ConfigValue(
                            [.. Values(value, key.Value).SelectMany(v => v.Split(','))],
                            source.Locate(value.Span.Start)
                        )
                        : throw Error(key, key.Value, $"unknown setting {key.Value}{Suggestion.For(key.Value, paths)}");
            }

            return values;
        }

        private void Read(YamlNode mapping, string path)
        {
            if (!mapping.IsMapping)
            {
                throw Error(mapping, path.TrimEnd('.'), $"{(path.Length == 0 ? "spec" : path.TrimEnd('.'))} must be a mapping");
            }

            foreach (var (key, value) in mapping.Pairs)
            {
                if (mapping.Pairs.First(p => p.Key.Is(key.Value)).Key != key)
                {
                    throw Error(key, path + key.Value, $"duplicate key {key.Value}");
                }

                Read(key, value, path);
            }
        }

        /// <summary>Reads an entry of the mapping at a path that is empty or ends with a dot.</summary>
        private void Read(YamlNode key, YamlNode value, string path)
        {
            var name = path + key.Value;
            var (isSetting, isGroup) = (paths.Contains(name), paths.Any(p => p.StartsWith(name + ".", StringComparison.Ordinal)));
            if (!isSetting && !isGroup)
            {
                var siblings = paths
                    .Where(p => p.StartsWith(path, StringComparison.Ordinal))
                    .Select(p => p[path.Length..].Split('.')[0])
                    .Distinct();
                throw Error(key, name, $"unknown key {name}{Suggestion.For(key.Value, siblings)}");
            }

            if (value.IsNull)
            {
                // A key without a value sets nothing.
                return;
            }

            if (!isSetting)
            {
                Read(value, name + ".");
                return;
            }

            var isTree = TreePaths.Contains(name);
            values[name] = new ConfigValue(isTree ? [] : Values(value, name), source.Locate(value.Span.Start))
            {
                Tree = isTree ? new ConfigTree(value, source.Locate) : null,
            };
        }

        private List<string> Values(YamlNode value, string name)
        {
            List<string> values = value switch
            {
                { IsScalar: true } => [value.Value],
                { IsSequence: true } when value.Items.All(i => i.IsScalar) => [.. value.Items.Select(i => i.Value)],
                _ => throw Error(value, name, $"{name} must be a value or a list of values"),
            };
            return values.Exists(v => v.Contains('\0', StringComparison.Ordinal))
                ? throw Error(value, name, $"{name} must not contain a NUL character")
                : values;
        }

        private UsageException Error(YamlNode node, string? setting, string message) =>
            new(message, source.Locate(node.Span.Start)) { Setting = setting };
    }
}
