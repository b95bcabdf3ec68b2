using KymaIstioTransform.Certificates;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Patches.Certificates;
using KymaIstioTransform.Patches.User;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform;

/// <summary>Everything besides the input that a run depends on. It is validated and immutable, and defines the defaults.</summary>
internal sealed record TransformOptions
{
    /// <summary>The charts that Kyma deleted (seed).</summary>
    public static IReadOnlyList<string> DefaultAddons { get; } = ["prometheus", "tracing", "grafana", "servicegraph"];

    /// <summary>Zipkin as Kyma installs it.</summary>
    public const string DefaultZipkinAddress = "zipkin.kyma-system:9411";

    /// <summary>The control plane's namespace; null takes it from the input.</summary>
    public string? IstioNamespace { get; init; }

    /// <summary>The names of the patches to apply.</summary>
    public required IReadOnlySet<string> Patches { get; init; }

    /// <summary>True if requested work that is not done is an error.</summary>
    public bool Strict { get; init; }

    /// <summary>True if input without objects and output without objects are allowed.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>The order of documents in the output.</summary>
    public DocumentOrdering DocumentOrder { get; init; }

    /// <summary>Removes fields that the API server adds to exported objects.</summary>
    public bool CleanExport { get; init; }

    /// <summary>What happens to Helm's hooks.</summary>
    public HelmHookMode HelmHooks { get; init; }

    /// <summary>Removes the components that install Istio from Kyma's Installation.</summary>
    public bool ExternalIstio { get; init; }

    /// <summary>The limits of the input, which the caller applies when it reads.</summary>
    public InputLimits Limits { get; init; } = new();

    /// <summary>The resources of sidecars.</summary>
    public SidecarOptions Sidecars { get; init; } = new();

    /// <summary>The injector's policy.</summary>
    public InjectionPolicy InjectionPolicy { get; init; } = InjectionPolicy.Auto;

    /// <summary>The namespaces that get sidecars.</summary>
    public InjectionNamespaces InjectionNamespaces { get; init; }

    /// <summary>Tracing of the mesh as a whole.</summary>
    public TracingMode MeshTracing { get; init; }

    /// <summary>The host and port of Zipkin.</summary>
    public string ZipkinAddress { get; init; } = DefaultZipkinAddress;

    /// <summary>A provider that receives traces over OTLP instead of Zipkin, as in the Kyma module; null for Zipkin.</summary>
    public OtlpProvider? Otlp { get; init; }

    /// <summary>Kyma's webhook for Pilot 1.0.</summary>
    public PilotWebhookOptions PilotWebhook { get; init; } = new();

    /// <summary>The gateway's certificate and ports.</summary>
    public required IngressGatewayOptions IngressGateway { get; init; }

    /// <summary>The addon charts to remove.</summary>
    public IReadOnlyList<string> Addons { get; init; } = DefaultAddons;

    /// <summary>The requirements for Istio's security.</summary>
    public SecurityOptions Security { get; init; } = new();

    /// <summary>Further requirements.</summary>
    public CheckOptions Checks { get; init; } = new();

    /// <summary>The user's changes in addition to Kyma's.</summary>
    public UserChanges UserChanges { get; init; } = UserChanges.None;
}

/// <summary>The order in which documents are written.</summary>
internal enum DocumentOrdering
{
    /// <summary>In the order of the input.</summary>
    Input,

    /// <summary>By kind, as Helm installs them.</summary>
    Install,
}

/// <summary>What happens to Helm's hooks.</summary>
internal enum HelmHookMode
{
    /// <summary>Hooks that run only on uninstall are removed.</summary>
    DropUninstall,

    /// <summary>All hooks stay: Helm itself runs them only when needed.</summary>
    Keep,

    /// <summary>All hooks are removed except definitions.</summary>
    Drop,
}

/// <summary>Limits for input that could exhaust the machine's memory.</summary>
internal sealed record InputLimits
{
    /// <summary>The maximum total size of all inputs, in bytes.</summary>
    public Quantity Size { get; init; } = Quantity.Parse(DefaultSize);

    /// <summary>The default of <see cref="Size"/>.</summary>
    public const string DefaultSize = "512Mi";

    /// <summary>The maximum nesting depth in a document; no reader supports more than the default.</summary>
    public int Depth { get; init; } = YamlDotNetReader.MaxDepth;
}

/// <summary>What happens to a number that the chart sets.</summary>
internal enum SidecarMode
{
    /// <summary>It stays; only missing amounts are filled in.</summary>
    Fill,

    /// <summary>The configured number replaces it.</summary>
    Enforce,
}

/// <summary>Memory and CPU, as a container's requests or limits name them.</summary>
internal sealed record CpuAndMemory(Quantity Cpu, Quantity Memory);

/// <summary>The sidecars' resources; the defaults are those of Kyma's component (seed and 0.5.0).</summary>
internal sealed record SidecarOptions
{
    /// <summary>The CPU limit in Kyma's component, a Kubernetes quantity.</summary>
    public const string DefaultCpuLimit = "100m";

    /// <summary>The CPU request in Kyma's component.</summary>
    public const string DefaultCpuRequest = "10m";

    /// <summary>Memory request and limit in Kyma's component.</summary>
    public const string DefaultMemory = "128Mi";

    /// <summary>What happens to amounts that the chart sets.</summary>
    public SidecarMode Mode { get; init; }

    /// <summary>The limits of the proxy.</summary>
    public CpuAndMemory Limits { get; init; } = new(Quantity.Parse(DefaultCpuLimit), Quantity.Parse(DefaultMemory));

    /// <summary>Requests, which are never above the limits.</summary>
    public CpuAndMemory Requests { get; init; } = new(Quantity.Parse(DefaultCpuRequest), Quantity.Parse(DefaultMemory));

    /// <summary>
    /// Limits of the containers that run before the proxy (<c>istio-init</c>), if the template has separate amounts for them. Null to use
    /// the proxy's limits.
    /// </summary>
    public CpuAndMemory? InitLimits { get; init; }

    /// <summary>Requests of those containers, never above their limits. Null to use the proxy's requests.</summary>
    public CpuAndMemory? InitRequests { get; init; }

    /// <summary>These options with the amounts of the containers that run before the proxy.</summary>
    public SidecarOptions ForInit() =>
        InitLimits is null && InitRequests is null
            ? this
            : this with
            {
                Limits = InitLimits ?? Limits,
                Requests = InitRequests ?? Requests,
            };
}

/// <summary>The policy of the sidecar injector.</summary>
internal enum InjectionPolicy
{
    /// <summary>Kyma's setting for this release: <c>disabled</c> on Istio 1.0; the chart's setting from 1.1 on.</summary>
    Auto,

    /// <summary>Only pods that request a sidecar get one.</summary>
    Disabled,

    /// <summary>All pods get one unless they opt out.</summary>
    Enabled,

    /// <summary>The chart's setting stays.</summary>
    Keep,
}

/// <summary>Which namespaces get sidecars.</summary>
internal enum InjectionNamespaces
{
    /// <summary>The chart's setting stays.</summary>
    Keep,

    /// <summary>Those with the label <c>istio-injection=enabled</c> (Kyma up to 0.6, from 2.6 on, and the module).</summary>
    Labelled,

    /// <summary>All but those with the label <c>istio-injection=disabled</c> (Kyma 0.7 to 2.5).</summary>
    All,
}

/// <summary>The field <c>enableTracing</c> of the mesh configuration.</summary>
internal enum TracingMode
{
    /// <summary>The chart's setting stays.</summary>
    Keep,

    /// <summary>Every workload is traced (Kyma up to 2.13).</summary>
    Enabled,

    /// <summary>A Telemetry object enables tracing (Kyma from 2.14 on, and the module).</summary>
    Disabled,
}

/// <summary>The protocol of a tracing provider: the field name in <c>extensionProviders</c> in lower case.</summary>
internal enum TraceProviderType
{
    /// <summary>OTLP over gRPC (Istio 1.16 and later).</summary>
    Opentelemetry,

    /// <summary>OpenCensus (Istio 1.10 to 1.22), which Kyma 2.10 to 2.20 used.</summary>
    Opencensus,
}

/// <summary>An entry of the mesh's <c>extensionProviders</c>.</summary>
/// <param name="Name">The name by which a Telemetry object selects it.</param>
/// <param name="Service">The host of the collector.</param>
/// <param name="Port">Its gRPC port.</param>
/// <param name="Type">Its protocol.</param>
internal sealed record OtlpProvider(string Name, string Service, int Port, TraceProviderType Type = TraceProviderType.Opentelemetry);

/// <summary>Kyma's webhook for Pilot 1.0.</summary>
internal sealed record PilotWebhookOptions
{
    /// <summary>The URL of Kyma's Service.</summary>
    public const string DefaultEndpoint = "http://istio-webhook:5000";

    /// <summary>False leaves Pilot unchanged: Kyma dropped the webhook with 0.6.0.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The URL that Pilot calls.</summary>
    public string Endpoint { get; init; } = DefaultEndpoint;

    /// <summary>The image of the webhook; null adds no objects.</summary>
    public string? Image { get; init; }

    /// <summary>The Lua script that the webhook serves.</summary>
    public string? Script { get; init; }
}

/// <summary>The Ingress Gateway's certificate and ports.</summary>
internal sealed record IngressGatewayOptions
{
    /// <summary>How the gateway gets its certificate.</summary>
    public required GatewayCertificate Certificate { get; init; }

    /// <summary>A CA bundle for mutual TLS, PEM; null adds none.</summary>
    public byte[]? ClientAuthorities { get; init; }

    /// <summary>Rejects a certificate that would change on every run. Hosts that render repeatedly set this.</summary>
    public bool RequireDeterministic { get; init; }

    /// <summary>
    /// Kyma's domain for a local installation: of generated certificates when neither a Gateway, nor the user, nor overrides of the
    /// installer in the input name hosts.
    /// </summary>
    public static DomainName DefaultDomain => DomainName.Parse("kyma.local");

    /// <summary>The only Secrets that get a certificate; empty to use those that the input needs.</summary>
    public IReadOnlyList<ResourceId> Secrets { get; init; } = [];

    /// <summary>What certificates of the user and of the input are checked with.</summary>
    public required CertificatePolicy CertificatePolicy { get; init; }

    /// <summary>
    /// Binds the gateway's ports 80 and 443 on the node, for local installations. If null, the installer's overrides in the input decide.
    /// </summary>
    public bool? HostPorts { get; init; }
}

/// <summary>The mutual TLS mode that a mesh must have.</summary>
internal enum MtlsRequirement
{
    /// <summary>Any mode is accepted.</summary>
    Any,

    Strict,

    Permissive,

    Off,
}

/// <summary>Further requirements of the user for an Istio.</summary>
internal sealed record CheckOptions
{
    /// <summary>The accepted releases; null accepts all.</summary>
    public IstioRange? Istio { get; init; }

    /// <summary>Mixer's policy checks must not be switched off.</summary>
    public bool PolicyChecks { get; init; }

    /// <summary>The injector's policy must be enabled.</summary>
    public bool Injection { get; init; }
}

/// <summary>The requirements for Istio's security in the input.</summary>
internal sealed record SecurityOptions
{
    /// <summary>Custom resource definitions that are assumed to be present.</summary>
    public IReadOnlySet<string> AssumedCrds { get; init; } = new HashSet<string>();

    /// <summary>The mutual TLS mode that the mesh must have.</summary>
    public MtlsRequirement RequireMtls { get; init; }

    /// <summary>Custom resource definitions that the user requires, for every release.</summary>
    public IReadOnlyList<string> RequiredCrds { get; init; } = [];
}
