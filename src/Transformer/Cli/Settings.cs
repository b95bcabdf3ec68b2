using System.Globalization;

namespace KymaIstioTransform.Cli;

/// <summary>One setting, known by its path in a configuration file and by its flag.</summary>
internal sealed record Setting(string Path, string Flag, Func<CommandLineOptions, IEnumerable<string>> Typed)
{
    /// <summary>All settings that a configuration file and flags share, in the order of the documentation.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("profile", "profile", o => One(o.Profile)),
        new("istioNamespace", "istio-namespace", o => One(o.IstioNamespace)),
        new("only", "only", o => Names(o.Only)),
        new("skip", "skip", o => Names(o.Skip)),
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
        new("tracing.otlp.provider", "otlp-provider", o => One(o.OtlpProvider)),
        new("tracing.otlp.service", "otlp-service", o => One(o.OtlpService)),
        new("tracing.otlp.port", "otlp-port", o => One(o.OtlpPort)),
        new("pilotWebhook.endpoint", "webhook-endpoint", o => One(o.WebhookEndpoint)),
        new("pilotWebhook.image", "webhook-image", o => One(o.WebhookImage)),
        new("pilotWebhook.script", "webhook-script", o => One(o.WebhookScript)),
        new("ingressGateway.domain", "domain", o => One(o.Domain)),
        new("ingressGateway.hostPorts", "host-ports", o => Switch(o.HostPorts)),
        new("ingressGateway.tls.mode", "tls-mode", o => One(o.TlsMode)),
        new("ingressGateway.tls.certFile", "tls-cert", o => One(o.TlsCert)),
        new("ingressGateway.tls.keyFile", "tls-key", o => One(o.TlsKey)),
        new("ingressGateway.tls.valuesFile", "tls-values", o => One(o.TlsValues)),
        new("ingressGateway.tls.seedFile", "tls-seed-file", o => One(o.TlsSeedFile)),
        new("ingressGateway.tls.seedVariable", "tls-seed-env", o => One(o.TlsSeedEnv)),
        new("ingressGateway.tls.windowDays", "tls-window-days", o => One(o.TlsWindowDays)),
        new("ingressGateway.tls.store", "tls-store", o => One(o.TlsStore)),
        new("ingressGateway.tls.keyAlgorithm", "tls-key-algorithm", o => One(o.TlsKeyAlgorithm)),
        new("ingressGateway.tls.lifetimeDays", "tls-lifetime-days", o => One(o.TlsLifetimeDays)),
        new("ingressGateway.tls.caFile", "tls-ca", o => One(o.TlsCa)),
        new("ingressGateway.tls.apiVersion", "tls-api-version", o => One(o.TlsApiVersion)),
        new("ingressGateway.tls.issuer.name", "tls-issuer", o => One(o.TlsIssuer)),
        new("ingressGateway.tls.issuer.kind", "tls-issuer-kind", o => One(o.TlsIssuerKind)),
        new("ingressGateway.tls.issuer.group", "tls-issuer-group", o => One(o.TlsIssuerGroup)),
        new("ingressGateway.tls.secretStore.name", "tls-secret-store", o => One(o.TlsSecretStore)),
        new("ingressGateway.tls.secretStore.kind", "tls-secret-store-kind", o => One(o.TlsSecretStoreKind)),
        new("ingressGateway.tls.secretStore.key", "tls-secret-store-key", o => One(o.TlsSecretStoreKey)),
        new("ingressGateway.tls.sealed.certFile", "tls-sealed-cert", o => One(o.TlsSealedCert)),
        new("ingressGateway.tls.sealed.scope", "tls-sealed-scope", o => One(o.TlsSealedScope)),
        new("ingressGateway.tls.now", "now", o => One(o.Now)),
        new("addons.remove", "addons", o => Names(o.Addons)),
        new("security.assumeCrds", "assume-crd", o => Names(o.AssumeCrd)),
    ];

    private static IEnumerable<string> One(string? value) => value is null ? [] : [value];

    private static string[] Names(string? value) => value?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static IEnumerable<string> Switch(bool value) => value ? ["true"] : [];
}

/// <summary>The settings of one run: flags win over the configuration file, and that over the profile. Reading one checks its form.</summary>
internal sealed class Settings
{
    private readonly CommandLineOptions typed;
    private readonly IReadOnlyDictionary<string, ConfigValue> configured;
    private readonly IReadOnlyDictionary<string, ConfigValue> profile = new Dictionary<string, ConfigValue>();

    /// <exception cref="UsageException">The profile is unknown.</exception>
    public Settings(CommandLineOptions typed, IReadOnlyDictionary<string, ConfigValue> configured)
    {
        this.typed = typed;
        this.configured = configured;
        if (Text("profile") is { } name)
        {
            profile = Profile.Read(name);
        }
    }

    /// <summary>The values of a setting and where they come from; null when nobody set it.</summary>
    private (IReadOnlyList<string> Values, string From)? Find(string path)
    {
        var setting = Setting.All.First(s => s.Path == path);
        var values = setting.Typed(typed).ToList();
        return values.Count > 0 ? (values, $"--{setting.Flag}") : configured.TryGetValue(path, out var value) || profile.TryGetValue(path, out value) ? (value.Values, $"{value.Location}: {path}") : null;
    }

    public string? Text(string path) => Read(path, text => text.Length > 0 ? text : null, "must not be empty");

    public bool Switch(string path) => Read(path, text => text switch { "true" => "true", "false" => "false", _ => null }, "must be true or false") == "true";

    public IReadOnlyList<string>? List(string path) => Find(path)?.Values;

    /// <summary>One of the words of an enumeration.</summary>
    public T Choice<T>(string path, T fallback)
        where T : struct, Enum
    {
        var words = Enum.GetNames<T>().Select(Word).ToList();
        var word = Read(path, text => words.Contains(text) ? text : null, $"must be one of {string.Join(", ", words)}");
        return word is null ? fallback : Enum.GetValues<T>()[words.IndexOf(word)];
    }

    /// <summary>The name of an enumeration's value as users write it: <c>SelfSigned</c> is <c>self-signed</c>.</summary>
    public static string Word(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>A whole number from 1 to <paramref name="most"/>.</summary>
    public int? Number(string path, int most) =>
        Read(path, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? text : null, $"must be a whole number from 1 to {most}") is { } valid ? int.Parse(valid, CultureInfo.InvariantCulture) : null;

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
