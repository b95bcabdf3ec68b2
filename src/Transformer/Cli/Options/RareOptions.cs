using CommandLine;

namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// All flags exactly as typed: those of most runs, and here those that fewer runs need. The parser reflects over every property, which costs more
/// than transforming a small stream: it is given this class only for arguments that need it.
/// </summary>
internal sealed class RareOptions : CommonOptions
{
    [Option("max-size")]
    public string? MaxSize { get; set; }

    [Option("max-depth")]
    public string? MaxDepth { get; set; }

    [Option("color")]
    public string? Color { get; set; }

    [Option("show-secrets")]
    public bool ShowSecrets { get; set; }

    [Option("sidecar-mode")]
    public string? SidecarMode { get; set; }

    [Option("sidecar-cpu-limit")]
    public string? SidecarCpuLimit { get; set; }

    [Option("sidecar-cpu-request")]
    public string? SidecarCpuRequest { get; set; }

    [Option("sidecar-memory-request")]
    public string? SidecarMemoryRequest { get; set; }

    [Option("injection-policy")]
    public string? InjectionPolicy { get; set; }

    [Option("otlp-provider")]
    public string? OtlpProvider { get; set; }

    [Option("otlp-service")]
    public string? OtlpService { get; set; }

    [Option("otlp-port")]
    public string? OtlpPort { get; set; }

    [Option("webhook-endpoint")]
    public string? WebhookEndpoint { get; set; }

    [Option("webhook-image")]
    public string? WebhookImage { get; set; }

    [Option("webhook-script")]
    public string? WebhookScript { get; set; }

    [Option("tls-values")]
    public string? TlsValues { get; set; }

    [Option("tls-seed-env")]
    public string? TlsSeedEnv { get; set; }

    [Option("tls-window-days")]
    public string? TlsWindowDays { get; set; }

    [Option("tls-store")]
    public string? TlsStore { get; set; }

    [Option("tls-key-algorithm")]
    public string? TlsKeyAlgorithm { get; set; }

    [Option("tls-lifetime-days")]
    public string? TlsLifetimeDays { get; set; }

    [Option("tls-ca")]
    public string? TlsCa { get; set; }

    [Option("tls-api-version")]
    public string? TlsApiVersion { get; set; }

    [Option("tls-issuer")]
    public string? TlsIssuer { get; set; }

    [Option("tls-issuer-kind")]
    public string? TlsIssuerKind { get; set; }

    [Option("tls-issuer-group")]
    public string? TlsIssuerGroup { get; set; }

    [Option("tls-secret-store")]
    public string? TlsSecretStore { get; set; }

    [Option("tls-secret-store-kind")]
    public string? TlsSecretStoreKind { get; set; }

    [Option("tls-secret-store-key")]
    public string? TlsSecretStoreKey { get; set; }

    [Option("tls-sealed-cert")]
    public string? TlsSealedCert { get; set; }

    [Option("tls-sealed-scope")]
    public string? TlsSealedScope { get; set; }

    [Option("host-ports")]
    public bool HostPorts { get; set; }

    [Option("assume-crd")]
    public string? AssumeCrd { get; set; }

    [Option("require-istio")]
    public string? RequireIstio { get; set; }

    [Option("require-policy-checks")]
    public bool RequirePolicyChecks { get; set; }

    [Option("require-injection")]
    public bool RequireInjection { get; set; }

    [Option("require-mtls")]
    public string? RequireMtls { get; set; }

    [Option("helm-hooks")]
    public string? HelmHooks { get; set; }

    [Option("own-istio")]
    public bool OwnIstio { get; set; }

    [Option("order")]
    public string? Order { get; set; }

    [Option("output-layout")]
    public string? OutputLayout { get; set; }

    [Option("patch-dir")]
    public string? PatchDir { get; set; }

    [Option("require-crd")]
    public string? RequireCrd { get; set; }
}
