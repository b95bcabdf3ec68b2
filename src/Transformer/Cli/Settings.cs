namespace KymaIstioTransform.Cli;

/// <summary>One setting, known by its path in a configuration file and by its flag.</summary>
internal sealed record Setting(string Path, string Flag, Func<CommandLineOptions, IEnumerable<string>> Typed)
{
    /// <summary>All settings that a configuration file and flags share, in the order of the documentation.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("istioNamespace", "istio-namespace", o => One(o.IstioNamespace)),
        new("only", "only", o => o.Only),
        new("skip", "skip", o => o.Skip),
        new("strict", "strict", o => Switch(o.Strict)),
        new("validate", "validate", o => Switch(o.Validate)),
        new("allowEmpty", "allow-empty", o => Switch(o.AllowEmpty)),
        new("sidecars.mode", "sidecar-mode", o => One(o.SidecarMode)),
        new("sidecars.limits.cpu", "sidecar-cpu-limit", o => One(o.SidecarCpuLimit)),
        new("sidecars.limits.memory", "sidecar-memory-limit", o => One(o.SidecarMemoryLimit)),
        new("sidecars.requests.cpu", "sidecar-cpu-request", o => One(o.SidecarCpuRequest)),
        new("sidecars.requests.memory", "sidecar-memory-request", o => One(o.SidecarMemoryRequest)),
        new("injection.policy", "injection-policy", o => One(o.InjectionPolicy)),
        new("tracing.zipkinAddress", "zipkin-address", o => One(o.ZipkinAddress)),
        new("pilotWebhook.endpoint", "webhook-endpoint", o => One(o.WebhookEndpoint)),
        new("pilotWebhook.image", "webhook-image", o => One(o.WebhookImage)),
        new("pilotWebhook.script", "webhook-script", o => One(o.WebhookScript)),
        new("ingressGateway.domain", "domain", o => One(o.Domain)),
        new("ingressGateway.hostPorts", "host-ports", o => Switch(o.HostPorts)),
        new("ingressGateway.tls.certFile", "tls-cert", o => One(o.TlsCert)),
        new("ingressGateway.tls.keyFile", "tls-key", o => One(o.TlsKey)),
        new("ingressGateway.tls.valuesFile", "tls-values", o => One(o.TlsValues)),
        new("ingressGateway.tls.now", "now", o => One(o.Now)),
        new("addons.remove", "addons", o => o.Addons),
        new("security.assumeCrds", "assume-crd", o => o.AssumeCrd),
    ];

    private static IEnumerable<string> One(string? value) => value is null ? [] : [value];

    private static IEnumerable<string> Switch(bool value) => value ? ["true"] : [];
}

/// <summary>The settings of one run: flags win over the configuration file. Reading one checks its form.</summary>
internal sealed class Settings(CommandLineOptions typed, IReadOnlyDictionary<string, ConfigValue> configured)
{
    /// <summary>The values of a setting and where they come from; null when nobody set it.</summary>
    private (IReadOnlyList<string> Values, string From)? Find(string path)
    {
        var setting = Setting.All.First(s => s.Path == path);
        var values = setting.Typed(typed).ToList();
        return values.Count > 0 ? (values, $"--{setting.Flag}") : configured.TryGetValue(path, out var value) ? (value.Values, $"{value.Location}: {path}") : null;
    }

    public string? Text(string path) => Read(path, text => text.Length > 0 ? text : null, "must not be empty");

    public bool Switch(string path) => Read(path, text => text switch { "true" => "true", "false" => "false", _ => null }, "must be true or false") == "true";

    public IReadOnlyList<string>? List(string path) => Find(path)?.Values;

    /// <summary>One of the words of an enumeration.</summary>
    public T Choice<T>(string path, T fallback)
        where T : struct, Enum
    {
        var words = Enum.GetNames<T>().Select(n => n.ToLowerInvariant()).ToList();
        var word = Read(path, text => words.Contains(text) ? text : null, $"must be one of {string.Join(", ", words)}");
        return word is null ? fallback : Enum.GetValues<T>()[words.IndexOf(word)];
    }

    /// <summary>A list whose words must be among <paramref name="known"/>.</summary>
    public IReadOnlyList<string>? Words(string path, IReadOnlyCollection<string> known)
    {
        if (Find(path) is not { } found)
        {
            return null;
        }

        var unknown = found.Values.FirstOrDefault(v => !known.Contains(v));
        return unknown is null ? found.Values : throw new UsageException($"{found.From}: unknown name \"{unknown}\"{NearName.Hint(unknown, known)} (known: {string.Join(", ", known)})") { Setting = path };
    }

    /// <summary>Parses one value; <paramref name="parse"/> returns null for what is wrong.</summary>
    /// <exception cref="UsageException">The value is wrong; the message says where it comes from.</exception>
    public T? Read<T>(string path, Func<string, T?> parse, string rule)
        where T : class
    {
        if (Find(path) is not { } found)
        {
            return null;
        }

        return found.Values.Count == 1 && parse(found.Values[0]) is { } value
            ? value
            : throw new UsageException($"{found.From}: {rule}, not \"{string.Join(", ", found.Values)}\"") { Setting = path };
    }
}
