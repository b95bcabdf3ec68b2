using KymaIstioTransform.Certificates;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Patches.Certificates;
using KymaIstioTransform.Patches.User;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform;

/// <summary>All that a run depends on besides its input: validated, immutable, defaults here.</summary>
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

    /// <summary>Work that was asked for and is not done is an error.</summary>
    public bool Strict { get; init; }

    /// <summary>Input without objects, and output without objects, are no errors.</summary>
    public bool AllowEmpty { get; init; }

    public DocumentOrdering DocumentOrder { get; init; }

    /// <summary>Removes what the API server adds to exported objects.</summary>
    public bool CleanExport { get; init; }

    public HelmHookMode HelmHooks { get; init; }

    /// <summary>Removes the components that install Istio from Kyma's Installation.</summary>
    public bool ExternalIstio { get; init; }

    public InputLimits Limits { get; init; } = new();

    public SidecarOptions Sidecars { get; init; } = new();

    public InjectionPolicy InjectionPolicy { get; init; } = InjectionPolicy.Auto;

    public InjectionNamespaces InjectionNamespaces { get; init; }

    /// <summary>Tracing of the mesh as a whole.</summary>
    public TracingMode MeshTracing { get; init; }

    /// <summary>Host and port of Zipkin.</summary>
    public string ZipkinAddress { get; init; } = DefaultZipkinAddress;

    /// <summary>A provider that takes traces by OTLP instead of Zipkin, as the Kyma module has it; null for Zipkin.</summary>
    public OtlpProvider? Otlp { get; init; }

    public PilotWebhookOptions PilotWebhook { get; init; } = new();

    public required IngressGatewayOptions IngressGateway { get; init; }

    /// <summary>The addon charts to remove.</summary>
    public IReadOnlyList<string> Addons { get; init; } = DefaultAddons;

    public SecurityOptions Security { get; init; } = new();

    public CheckOptions Checks { get; init; } = new();

    /// <summary>What the user wants changed besides.</summary>
    public UserChanges Own { get; init; } = UserChanges.None;
}

/// <summary>In which order documents are written.</summary>
internal enum DocumentOrdering
{
    /// <summary>As they came.</summary>
    Input,

    /// <summary>By kind, as Helm installs them.</summary>
    Install,
}

/// <summary>What happens to Helm's hooks.</summary>
internal enum HelmHookMode
{
    /// <summary>Hooks that run only on uninstall are removed.</summary>
    DropUninstall,

    /// <summary>They stay: for Helm itself, which holds them back.</summary>
    Keep,

    /// <summary>All are removed but definitions.</summary>
    Drop,
}

/// <summary>What is refused because it could exhaust the machine.</summary>
internal sealed record InputLimits
{
    /// <summary>The most bytes that all inputs together may have.</summary>
    public Quantity Size { get; init; } = Quantity.Parse(DefaultSize);

    public const string DefaultSize = "512Mi";

    /// <summary>The most levels of nesting in a document; no reader takes more than the default.</summary>
    public int Depth { get; init; } = YamlDotNetReader.MaxDepth;
}

/// <summary>What happens to a number that the chart sets.</summary>
internal enum SidecarMode
{
    /// <summary>It stays; only missing numbers are filled in.</summary>
    Fill,

    /// <summary>The configured number replaces it.</summary>
    Enforce,
}

/// <summary>Memory and CPU, as a container's requests or limits name them.</summary>
internal sealed record CpuAndMemory(Quantity Cpu, Quantity Memory);

/// <summary>The sidecars' resources; the defaults are those of Kyma's component (seed and 0.5.0).</summary>
internal sealed record SidecarOptions
{
    public const string DefaultCpuLimit = "100m";
    public const string DefaultCpuRequest = "10m";
    public const string DefaultMemory = "128Mi";

    public SidecarMode Mode { get; init; }

    public CpuAndMemory Limits { get; init; } = new(Quantity.Parse(DefaultCpuLimit), Quantity.Parse(DefaultMemory));

    /// <summary>Never above the limits.</summary>
    public CpuAndMemory Requests { get; init; } = new(Quantity.Parse(DefaultCpuRequest), Quantity.Parse(DefaultMemory));

    /// <summary>
    /// Limits of the containers that run before the proxy (<c>istio-init</c>), where the template has separate numbers for them; null for those of
    /// the proxy.
    /// </summary>
    public CpuAndMemory? InitLimits { get; init; }

    /// <summary>Requests of those containers, never above their limits; null for those of the proxy.</summary>
    public CpuAndMemory? InitRequests { get; init; }

    /// <summary>These options with the numbers of the containers that run before the proxy.</summary>
    public SidecarOptions ForInit() => InitLimits is null && InitRequests is null ? this : this with { Limits = InitLimits ?? Limits, Requests = InitRequests ?? Requests };
}

/// <summary>The policy of the sidecar injector.</summary>
internal enum InjectionPolicy
{
    /// <summary>What Kyma did on this release: <c>disabled</c> on Istio 1.0, from 1.1 on what the chart says.</summary>
    Auto,

    /// <summary>Only pods that ask for it get a sidecar.</summary>
    Disabled,

    /// <summary>All pods get one unless they opt out.</summary>
    Enabled,

    /// <summary>What the chart says.</summary>
    Keep,
}

/// <summary>Which namespaces get sidecars.</summary>
internal enum InjectionNamespaces
{
    /// <summary>What the chart says.</summary>
    Keep,

    /// <summary>Those with the label <c>istio-injection=enabled</c> (Kyma up to 0.6, from 2.6 on, and the module).</summary>
    Labelled,

    /// <summary>All but those with the label <c>istio-injection=disabled</c> (Kyma 0.7 to 2.5).</summary>
    All,
}

/// <summary>The field <c>enableTracing</c> of the mesh configuration.</summary>
internal enum TracingMode
{
    /// <summary>What the chart says.</summary>
    Keep,

    /// <summary>Every workload is traced (Kyma up to 2.13).</summary>
    Enabled,

    /// <summary>A Telemetry object asks for traces (Kyma from 2.14 on, and the module).</summary>
    Disabled,
}

/// <summary>The protocol of a tracing provider, as the field of <c>extensionProviders</c> is called in lower case.</summary>
internal enum TraceProviderType
{
    /// <summary>OTLP over gRPC (Istio 1.16 and later).</summary>
    Opentelemetry,

    /// <summary>OpenCensus (Istio 1.10 to 1.22), which Kyma 2.10 to 2.20 used.</summary>
    Opencensus,
}

/// <summary>An entry of the mesh's <c>extensionProviders</c>.</summary>
/// <param name="Name">Its name, by which a Telemetry object chooses it.</param>
/// <param name="Service">The host of the collector.</param>
/// <param name="Port">Its gRPC port.</param>
/// <param name="Type">Its protocol.</param>
internal sealed record OtlpProvider(string Name, string Service, int Port, TraceProviderType Type = TraceProviderType.Opentelemetry);

/// <summary>Kyma's webhook for Pilot 1.0.</summary>
internal sealed record PilotWebhookOptions
{
    public const string DefaultEndpoint = "http://istio-webhook:5000";

    /// <summary>False leaves Pilot alone: Kyma dropped the webhook with 0.6.0.</summary>
    public bool IsEnabled { get; init; } = true;

    public string Endpoint { get; init; } = DefaultEndpoint;

    /// <summary>The image to run the webhook with; null adds no objects.</summary>
    public string? Image { get; init; }

    /// <summary>The Lua script that the webhook serves.</summary>
    public string? Script { get; init; }
}

/// <summary>The Ingress Gateway's certificate and ports.</summary>
internal sealed record IngressGatewayOptions
{
    public required GatewayCertificate Certificate { get; init; }

    /// <summary>A bundle for mutual TLS; null adds none.</summary>
    public ClientAuthorities? ClientAuthorities { get; init; }

    /// <summary>Refuse a certificate that would be another one on every run: set by hosts that render again and again.</summary>
    public bool RequireDeterministic { get; init; }

    /// <summary>
    /// The domain of certificates that are made where no Gateway of the input names hosts; null when the installer's overrides in the input decide,
    /// else it is <see cref="DefaultDomain"/>.
    /// </summary>
    public DomainName? Domain { get; init; }

    /// <summary>Kyma's domain of a local installation.</summary>
    public static DomainName DefaultDomain => DomainName.Parse("kyma.local");

    /// <summary>The Secrets that get a certificate, and no others; none for those that the input needs.</summary>
    public IReadOnlyList<ResourceId> Secrets { get; init; } = [];

    /// <summary>
    /// Checks a certificate of the input and its key, both PEM, for the hosts that it is served for, and throws
    /// <see cref="CertificateException"/> when they cannot be used. Only a call needs the time and cryptography.
    /// </summary>
    public required Func<byte[], byte[], IReadOnlyList<string>, ValidatedCertificate> Check { get; init; }

    /// <summary>Bind the gateway's ports 80 and 443 on the node, for local installations; null when the installer's overrides in the input decide.</summary>
    public bool? HostPorts { get; init; }
}

/// <summary>The mutual TLS that a mesh must have.</summary>
internal enum MtlsRequirement
{
    /// <summary>Whatever it has.</summary>
    Any,

    Strict,

    Permissive,

    Off,
}

/// <summary>What else the user demands of an Istio.</summary>
internal sealed record CheckOptions
{
    /// <summary>The accepted releases; null accepts all.</summary>
    public IstioRange? Istio { get; init; }

    /// <summary>Mixer's policy checks must not be switched off.</summary>
    public bool PolicyChecks { get; init; }

    /// <summary>The injector's policy must be enabled.</summary>
    public bool Injection { get; init; }
}

/// <summary>What the input must prove about Istio's security.</summary>
internal sealed record SecurityOptions
{
    /// <summary>Custom resource definitions that are taken as present.</summary>
    public IReadOnlySet<string> AssumedCrds { get; init; } = new HashSet<string>();

    /// <summary>The mutual TLS that the mesh must have.</summary>
    public MtlsRequirement RequireMtls { get; init; }

    /// <summary>Custom resource definitions that the user requires, whatever the release.</summary>
    public IReadOnlyList<string> RequiredCrds { get; init; } = [];
}
