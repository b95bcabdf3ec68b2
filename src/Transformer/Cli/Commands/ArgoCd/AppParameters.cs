using System.Text.Json;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Cli.Options.Flags;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Commands.ArgoCd;

/// <summary>
/// The settings of an application: its file istio-transform.yaml, then ARGOCD_ENV_NAME, PARAM_NAME and ARGOCD_APP_PARAMETERS. Each
/// overrides the ones before.
/// </summary>
internal sealed class AppParameters
{
    public const string ReleaseName = "helm.releaseName";
    public const string ValueFiles = "helm.valueFiles";
    public const string HelmValues = "helm.parameters";

    private readonly CommandLineEnvironment host;
    private readonly Dictionary<string, ConfigValue> values = [];

    private AppParameters(CommandLineEnvironment host) => this.host = host;

    /// <summary>All valid parameter names: Helm's, and the paths of settings that have a flag.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [ReleaseName, ValueFiles, HelmValues, .. OptionTable.Configurable.Select(o => o.Path!)];

    /// <summary>The values that are settings.</summary>
    public IReadOnlyDictionary<string, ConfigValue> Settings => values.Where(v => OptionTable.Paths.Contains(v.Key)).ToDictionary();

    /// <exception cref="UsageException">A parameter is unknown, or names a file outside the application's folder.</exception>
    public static AppParameters Read(CommandLineEnvironment host, AppFolder folder)
    {
        var parameters = new AppParameters(host);
        if (folder.Has(AppFolder.ConfigName))
        {
            var file = folder.Resolve(AppFolder.ConfigName, "the configuration");
            parameters.Take(ConfigFile.Read(new InputFile(AppFolder.ConfigName, File.ReadAllBytes(file))));
        }

        parameters.TakeEnvironment("ARGOCD_ENV_");
        parameters.TakeEnvironment("PARAM_");
        parameters.TakeJson();
        parameters.ConfineFiles(folder);
        return parameters;
    }

    /// <summary>The values of a parameter; empty when it is not set.</summary>
    public IReadOnlyList<string> Of(string name) => values.TryGetValue(name, out var value) ? value.Values : [];

    private void Take(IEnumerable<KeyValuePair<string, ConfigValue>> more)
    {
        foreach (var (name, value) in more)
        {
            values[name] = value;
        }
    }

    /// <summary>NAME with commas, or NAME_0, NAME_1 and so on.</summary>
    private void TakeEnvironment(string prefix)
    {
        foreach (var name in Names)
        {
            var variable = prefix + string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));
            var numbered = Enumerable
                .Range(0, int.MaxValue)
                .Select(i => host.Environment($"{variable}_{i}"))
                .TakeWhile(v => v is not null)
                .ToList();
            if (host.Environment(variable) is { Length: > 0 } text)
            {
                values[name] = new ConfigValue(ParameterAnnouncement.IsList(name) ? text.Split(',') : [text], null, variable);
            }
            else if (numbered.Count > 0)
            {
                values[name] = new ConfigValue(numbered!, null, variable);
            }
        }
    }

    private void TakeJson()
    {
        const string Variable = "ARGOCD_APP_PARAMETERS";
        if (host.Environment(Variable) is not { Length: > 0 } text)
        {
            return;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind == JsonValueKind.Null)
            {
                return;
            }

            foreach (var parameter in json.RootElement.EnumerateArray())
            {
                Take(parameter);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new UsageException($"{Variable} is not a list of Argo CD parameters");
        }
    }

    private void Take(JsonElement parameter)
    {
        var name = parameter.GetProperty("name").GetString() ?? "";
        if (!Names.Contains(name))
        {
            throw new UsageException($"unknown parameter {name}{Suggestion.For(name, Names)}");
        }

        List<string> given =
            parameter.TryGetProperty("array", out var array) && array.ValueKind == JsonValueKind.Array
                ? [.. array.EnumerateArray().Select(v => v.ToString())]
            : parameter.TryGetProperty("map", out var map) && map.ValueKind == JsonValueKind.Object
                ? [.. map.EnumerateObject().Select(p => $"{p.Name}={(name == HelmValues ? HelmValue(p.Value.ToString()) : p.Value)}")]
            : parameter.TryGetProperty("string", out var text) && text.ToString() is { Length: > 0 } value ? [value]
            : [];
        if (given.Count > 0)
        {
            values[name] = new ConfigValue(given, null, "the parameter");
        }
    }

    /// <summary>
    /// A value for Helm's <c>--set</c>. As in Argo CD's own Helm parameters, a comma is part of the value, unless the value is a list in
    /// braces.
    /// </summary>
    private static string HelmValue(string value) =>
        value is ['{', .., '}']
            ? value
            : string.Concat(value.Select((c, i) => c == ',' && (i == 0 || value[i - 1] != '\\') ? "\\," : c.ToString()));

    private void ConfineFiles(AppFolder folder)
    {
        var storePath = OptionTable.OfProperty(nameof(CertificateFlags.TlsStore))!.Path!;
        if (values.TryGetValue(storePath, out var store))
        {
            throw new UsageException(
                $"{store.From}: {storePath}: Argo CD deletes the application's folder after each render, and a store in it (the "
                + "administrator can set --tls-store in plugin.yaml)"
            );
        }

        if (values.TryGetValue(ValueFiles, out var files))
        {
            files.Values.ToList().ForEach(file => CheckValuesFile(file, $"{files.From}: {ValueFiles}"));
        }

        foreach (var (name, value) in values.Where(v => NamesFile(v.Key)).ToList())
        {
            values[name] = value with { Values = [.. value.Values.Select(v => folder.Resolve(v, $"{value.From}: {name}"))] };
        }
    }

    /// <summary>Rejects a name that Helm does not read as the name of one file.</summary>
    private static void CheckValuesFile(string file, string from)
    {
        if (file.Contains("://", StringComparison.Ordinal))
        {
            throw new UsageException($"{from}: {file} is remote, but an application must use files of its folder (copy it there)");
        }

        if (file.AsSpan().ContainsAny(",\"\r\n"))
        {
            throw new UsageException(
                $"{from}: Helm reads {file} as a list or as quoted text (name each file in an item of the list, without commas and quotes)"
            );
        }
    }

    private static bool NamesFile(string name) => name == ValueFiles || OptionTable.AtPath(name)?.Setting.IsPath == true;
}
