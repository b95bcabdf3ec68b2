using KymaIstioTransform.Cli.Callers;
using KymaIstioTransform.Cli.Output;
using KymaIstioTransform.Cli.Reports;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Patches.Addons;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Options;

/// <summary>Turns flags and configuration file into validated options: the one place that knows what is allowed.</summary>
internal static class OptionsBinder
{
    /// <summary>All input is held in one piece, and .NET has none that is larger.</summary>
    private const decimal MaxSize = 2047L << 20;

    /// <summary>The paths that a configuration file may set.</summary>
    public static IReadOnlyCollection<string> ConfigPaths { get; } = [.. FlagTable.Configurable.Select(f => f.Path!), UserSettings.PatchesPath];

    /// <exception cref="UsageException">A setting is wrong.</exception>
    /// <exception cref="IOException">The configuration or a file it names cannot be read.</exception>
    public static RunSettings Bind(CommonOptions typed, CommandLineEnvironment host, bool lookOnly = false) =>
        Bind(typed, host, (typed.Config ?? host.Environment(Flag.VariablePrefix + "CONFIG")) is { Length: > 0 } file ? ConfigFile.Read(new InputFile(file, File.ReadAllBytes(file)), ConfigPaths) : new Dictionary<string, ConfigValue>(), lookOnly);

    /// <summary>As above, with a configuration that the host gave instead of <c>--config</c>. A run that only looks fills no certificate store.</summary>
    public static RunSettings Bind(CommonOptions typed, CommandLineEnvironment host, IReadOnlyDictionary<string, ConfigValue> configured, bool lookOnly = false)
    {
        var settings = new Settings(typed, host.Environment, configured).WithProfile();
        var diff = settings.Switch("diff");
        var (own, requiredCrds) = UserSettings.Bind(settings);
        var transform = new TransformOptions
        {
            IstioNamespace = settings.Read("istio-namespace", NamespaceName, "must be a namespace's name"),
            Patches = Patches(settings),
            Strict = settings.Switch("strict"),
            Validate = settings.Switch("validate"),
            AllowEmpty = settings.Switch("allow-empty"),
            HelmHooks = settings.Choice("helm-hooks", HelmCaller.Calls(host) ? HelmHookMode.Keep : HelmHookMode.DropDelete),
            OwnIstio = settings.Switch("own-istio"),
            Clean = settings.Switch("clean"),
            Order = settings.Choice("order", DocumentOrdering.Input),
            Limits = Limits(settings),
            Sidecars = Sidecars(settings),
            InjectionPolicy = settings.Choice("injection-policy", InjectionPolicy.Auto),
            ZipkinAddress = settings.Read("zipkin-address", HostAndPort, "must be HOST:PORT") ?? TransformOptions.DefaultZipkinAddress,
            Otlp = Otlp(settings),
            PilotWebhook = Webhook(settings),
            IngressGateway = CertificateSettings.Bind(settings, host, lookOnly || diff) with { HostPorts = settings.Switch("host-ports") },
            Addons = settings.Words("addons", [.. Addon.All.Select(a => a.Name)]) ?? TransformOptions.DefaultAddons,
            Checks = new CheckOptions
            {
                Istio = settings.Read("require-istio", IstioRange.Parse, "must be a release such as 1.1.6 or 1.1, or bounds such as >=1.1 <1.6"),
                PolicyChecks = settings.Switch("require-policy-checks"),
                Injection = settings.Switch("require-injection"),
            },
            Security = new SecurityOptions
            {
                AssumedCrds = (settings.List("assume-crd") ?? []).ToHashSet(),
                RequireMtls = settings.Choice("require-mtls", MtlsRequirement.Any),
                RequiredCrds = requiredCrds,
            },
            Own = own,
        };
        return new RunSettings([.. typed.Files, .. settings.Repeated("filename") ?? []], OutputFile(settings), settings.Switch("recursive"), transform, Output(settings), diff, settings.Switch("show-secrets"));
    }

    /// <summary>The report's options alone: they must be known when all else is wrong.</summary>
    /// <exception cref="UsageException">One of them is wrong.</exception>
    public static ReportOptions BindReport(CommonOptions typed, CommandLineEnvironment host)
    {
        var settings = new Settings(typed, host.Environment, new Dictionary<string, ConfigValue>());
        var color = settings.Choice("color", ColorMode.Auto);
        var allowed = string.IsNullOrEmpty(host.Environment("NO_COLOR")) && host.Environment("TERM") != "dumb";
        return new ReportOptions(
            settings.Text("report"),
            settings.Choice("report-format", ReportFormat.Text),
            settings.Switch("quiet"),
            settings.Switch("verbose"),
            IsColored(host.ErrorIsTerminal),
            IsColored(host.OutputIsTerminal));

        bool IsColored(bool isTerminal) => color == ColorMode.Auto ? isTerminal && allowed : color == ColorMode.Always;
    }

    private static string? OutputFile(Settings settings) =>
        settings.Text("output-file") is { } file && settings.Text("output-dir") is not null
            ? throw new UsageException($"--output-file {file} and --output-dir must not be given together")
            : settings.Text("output-file");

    private static OutputOptions? Output(Settings settings)
    {
        var layout = settings.Choice("output-layout", OutputLayout.Resource);
        return settings.Text("output-dir") is { } directory ? new OutputOptions(directory, layout)
            : settings.Text("output-layout") is null ? null
            : throw new UsageException("--output-layout needs --output-dir");
    }

    private static HashSet<string> Patches(Settings settings)
    {
        string[] all = [.. PatchSet.All.Select(p => p.Name)];
        var only = settings.Words("only", all) ?? all;
        return [.. only.Except(settings.Words("skip", all) ?? [])];
    }

    private static InputLimits Limits(Settings settings)
    {
        var defaults = new InputLimits();
        return defaults with
        {
            Size = settings.Read("max-size", text => Quantity.TryParse(text, out var size) && size.Value is >= 1 and <= MaxSize ? size : null, "must be a quantity of bytes, at most 2047Mi") ?? defaults.Size,
            Depth = settings.Number("max-depth", defaults.Depth) ?? defaults.Depth,
        };
    }

    private static SidecarOptions Sidecars(Settings settings)
    {
        var defaults = new SidecarOptions();
        var options = defaults with
        {
            Mode = settings.Choice("sidecar-mode", defaults.Mode),
            Limits = new CpuAndMemory(Amount("sidecar-cpu-limit", defaults.Limits.Cpu), Amount("sidecar-memory-limit", defaults.Limits.Memory)),
            Requests = new CpuAndMemory(Amount("sidecar-cpu-request", defaults.Requests.Cpu), Amount("sidecar-memory-request", defaults.Requests.Memory)),
        };

        // A default request gives way to a limit that the user chose; a chosen one must fit.
        RequireAtMost("cpu", options.Requests.Cpu, options.Limits.Cpu, defaults.Requests.Cpu);
        RequireAtMost("memory", options.Requests.Memory, options.Limits.Memory, defaults.Requests.Memory);
        return options with
        {
            Requests = new CpuAndMemory(Quantity.Min(options.Requests.Cpu, options.Limits.Cpu), Quantity.Min(options.Requests.Memory, options.Limits.Memory)),
        };

        Quantity Amount(string name, Quantity fallback) =>
            settings.Read(name, text => Quantity.TryParse(text, out var quantity) && quantity.Value > 0 ? quantity : null, "must be a positive Kubernetes quantity such as 128Mi or 100m") ?? fallback;

        void RequireAtMost(string name, Quantity request, Quantity limit, Quantity fallback)
        {
            if (request > limit && request != fallback)
            {
                throw new UsageException($"the sidecars' {name} request {request} must not be above their {name} limit {limit}");
            }
        }
    }

    private static OtlpProvider? Otlp(Settings settings)
    {
        var (provider, service, port) = (settings.Text("otlp-provider"), settings.Text("otlp-service"), settings.Number("otlp-port", ushort.MaxValue));
        return (provider, service, port) switch
        {
            (null, null, null) => null,
            ({ } name, { } host, { } number) => new OtlpProvider(name, host, number),
            _ => throw new UsageException("--otlp-provider, --otlp-service and --otlp-port must be given together"),
        };
    }

    private static PilotWebhookOptions Webhook(Settings settings)
    {
        var script = settings.Text("webhook-script");
        var image = settings.Text("webhook-image");
        if (script is not null && image is null)
        {
            throw new UsageException("--webhook-script needs --webhook-image: a script is of no use without the webhook");
        }

        return new PilotWebhookOptions
        {
            Endpoint = settings.Read("webhook-endpoint", HttpUrl, "must be an http or https URL") ?? new PilotWebhookOptions().Endpoint,
            Image = image,
            Script = script is null ? null : File.ReadAllText(script),
        };
    }

    /// <summary>A DNS label (RFC 1123), as the API server demands.</summary>
    private static string? NamespaceName(string text) =>
        text.Length is > 0 and <= 63 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && text[0] != '-' && text[^1] != '-' ? text : null;

    private static string? HttpUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? text : null;

    private static string? HostAndPort(string text) =>
        text.Split(':') is [{ Length: > 0 } host, var port] && ushort.TryParse(port, out var number) && number > 0 && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-') ? text : null;
}
