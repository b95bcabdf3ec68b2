using CommandLine;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Derived;
using KymaIstioTransform.Certificates.Sealing;
using KymaIstioTransform.Cli.Output;
using KymaIstioTransform.Cli.Reports;

namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// All options as typed: those of most runs, and those declared here, which few runs need. The parser reflects over every property, which costs
/// more than transforming a small stream: it gets this class only for arguments that need it.
/// </summary>
internal sealed record RareOptions : CommonOptions
{
    public RareOptions()
    {
    }

    /// <summary>The options of most runs, with all others unset.</summary>
    internal RareOptions(CommonOptions common)
        : base(common)
    {
    }

    [Option("max-size", MetaValue = "QUANTITY", HelpText = "reject larger input, all files together; at most 2047Mi")]
    [Setting(OptionGroup.Input, "limits.size", Default = InputLimits.DefaultSize)]
    public string? MaxSize { get; set; }

    [Option("max-depth", MetaValue = "LEVELS", HelpText = "reject documents that are nested deeper; at most 200")]
    [Setting(OptionGroup.Input, "limits.depth", Max = 200, Default = "200")]
    public string? MaxDepth { get; set; }

    [Option("sidecar-mode", MetaValue = "MODE", HelpText = "fill: keep the chart's values and add missing ones; enforce: replace them in the injection template")]
    [Setting(OptionGroup.Sidecars, "sidecars.mode", Choices = typeof(SidecarMode), Default = "fill")]
    public string? SidecarMode { get; set; }

    [Option("sidecar-cpu-limit", MetaValue = "QUANTITY", HelpText = "CPU limit of sidecars")]
    [Setting(OptionGroup.Sidecars, "sidecars.limits.cpu", Default = SidecarOptions.DefaultCpuLimit)]
    public string? SidecarCpuLimit { get; set; }

    [Option("sidecar-cpu-request", MetaValue = "QUANTITY", HelpText = "CPU request of sidecars")]
    [Setting(OptionGroup.Sidecars, "sidecars.requests.cpu", Default = SidecarOptions.DefaultCpuRequest)]
    public string? SidecarCpuRequest { get; set; }

    [Option("sidecar-memory-request", MetaValue = "QUANTITY", HelpText = "memory request of sidecars; the default is lowered to the limit")]
    [Setting(OptionGroup.Sidecars, "sidecars.requests.memory", Default = SidecarOptions.DefaultMemory)]
    public string? SidecarMemoryRequest { get; set; }

    [Option("injection-policy", MetaValue = "POLICY", HelpText = "disabled, enabled, keep, or auto: disabled on Istio 1.0, keep on later releases")]
    [Setting(OptionGroup.Sidecars, "injection.policy", Choices = typeof(InjectionPolicy), Default = "auto")]
    public string? InjectionPolicy { get; set; }

    [Option("otlp-provider", MetaValue = "NAME", HelpText = "name of an OTLP tracing provider in the mesh configuration, instead of Zipkin; needs --otlp-service and --otlp-port")]
    [Setting(OptionGroup.Tracing, "tracing.otlp.provider")]
    public string? OtlpProvider { get; set; }

    [Option("otlp-service", MetaValue = "HOST", HelpText = "host of the OTLP collector")]
    [Setting(OptionGroup.Tracing, "tracing.otlp.service")]
    public string? OtlpService { get; set; }

    [Option("otlp-port", MetaValue = "PORT", HelpText = "gRPC port of the OTLP collector")]
    [Setting(OptionGroup.Tracing, "tracing.otlp.port", Max = ushort.MaxValue)]
    public string? OtlpPort { get; set; }

    [Option("webhook-endpoint", MetaValue = "URL", HelpText = "URL that Pilot 1.0 calls")]
    [Setting(OptionGroup.Tracing, "pilotWebhook.endpoint", Default = PilotWebhookOptions.DefaultEndpoint)]
    public string? WebhookEndpoint { get; set; }

    [Option("webhook-image", MetaValue = "IMAGE", HelpText = "add the webhook's Deployment and Service (istio-webhook, port 5000) with this image")]
    [Setting(OptionGroup.Tracing, "pilotWebhook.image")]
    public string? WebhookImage { get; set; }

    [Option("webhook-script", MetaValue = "FILE", HelpText = "add a ConfigMap with the Lua script that the webhook serves; needs --webhook-image")]
    [Setting(OptionGroup.Tracing, "pilotWebhook.script", IsPath = true)]
    public string? WebhookScript { get; set; }

    [Option("host-ports", HelpText = "bind ports 80 and 443 of the gateway on the node, for local installations")]
    [Setting(OptionGroup.Gateway, "ingressGateway.hostPorts")]
    public bool HostPorts { get; set; }

    [Option("tls-values", MetaValue = "FILE", HelpText = "provided: Kyma's YAML with global.tlsCrt and global.tlsKey in base64, instead of --tls-cert and --tls-key")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.valuesFile", IsPath = true)]
    public string? TlsValues { get; set; }

    [Option("tls-seed-env", MetaValue = "NAME", HelpText = "derived: environment variable that holds the seed, instead of --tls-seed-file")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.seedVariable")]
    public string? TlsSeedEnv { get; set; }

    [Option("tls-window-days", MetaValue = "DAYS", HelpText = "derived: rotate the certificate every so many days; at most 338")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.windowDays", Max = RotationWindow.MaxDays, Default = "90")]
    public string? TlsWindowDays { get; set; }

    [Option("tls-store", MetaValue = "DIR", HelpText = "store: folder of PEM files; a missing certificate is created")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.store", IsPath = true)]
    public string? TlsStore { get; set; }

    [Option("tls-key-algorithm", MetaValue = "NAME", HelpText = "self-signed, store: ecdsa-p256, rsa2048, rsa3072 or rsa4096")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.keyAlgorithm", Choices = typeof(KeyAlgorithm), Default = "ecdsa-p256")]
    public string? TlsKeyAlgorithm { get; set; }

    [Option("tls-lifetime-days", MetaValue = "DAYS", HelpText = "self-signed, store: lifetime of a new certificate; at most 398")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.lifetimeDays", Max = 398, Default = "397")]
    public string? TlsLifetimeDays { get; set; }

    [Option("tls-secret", MetaValue = "NAME,...", HelpText = "Secrets that get a certificate, each NAMESPACE/NAME; other Secrets get none")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.secrets", DefaultText = "the Secrets that Gateways in the input name, else Kyma's")]
    public string? TlsSecret { get; set; }

    [Option("tls-expiry-days", MetaValue = "DAYS", HelpText = "warn of a certificate that expires within so many days, or in the last third of its lifetime; a finding of verify")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.expiryDays", Max = 3650, Default = "30")]
    public string? TlsExpiryDays { get; set; }

    [Option("allow-secrets", HelpText = "let --output-dir write private keys in plain text")]
    [Setting(OptionGroup.GitOps, Verbs = Verbs.Transform)]
    public bool AllowSecrets { get; set; }

    [Option("tls-ca", MetaValue = "FILE", HelpText = "CA certificates (PEM) for client certificates (mutual TLS); written to a separate Secret")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.caFile", IsPath = true)]
    public string? TlsCa { get; set; }

    [Option("tls-api-version", MetaValue = "VERSION", HelpText = "cert-manager, external-secret: apiVersion of the generated Certificate or ExternalSecret")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.apiVersion", DefaultText = "cert-manager.io/v1 or external-secrets.io/v1")]
    public string? TlsApiVersion { get; set; }

    [Option("tls-issuer", MetaValue = "NAME", HelpText = "cert-manager: name of the issuer")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.issuer.name")]
    public string? TlsIssuer { get; set; }

    [Option("tls-issuer-kind", MetaValue = "KIND", HelpText = "cert-manager: kind of the issuer")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.issuer.kind", Default = "ClusterIssuer")]
    public string? TlsIssuerKind { get; set; }

    [Option("tls-issuer-group", MetaValue = "GROUP", HelpText = "cert-manager: API group of the issuer")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.issuer.group", Default = "cert-manager.io")]
    public string? TlsIssuerGroup { get; set; }

    [Option("tls-secret-store", MetaValue = "NAME", HelpText = "external-secret: name of the secret store")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.secretStore.name")]
    public string? TlsSecretStore { get; set; }

    [Option("tls-secret-store-kind", MetaValue = "KIND", HelpText = "external-secret: kind of the secret store")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.secretStore.kind", Default = "ClusterSecretStore")]
    public string? TlsSecretStoreKind { get; set; }

    [Option("tls-secret-store-key", MetaValue = "KEY", HelpText = "external-secret: key in the secret store, whose properties tls.crt and tls.key are used")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.secretStore.key")]
    public string? TlsSecretStoreKey { get; set; }

    [Option("tls-sealed-cert", MetaValue = "FILE", HelpText = "write a SealedSecret for the controller with this certificate")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.sealed.certFile", IsPath = true)]
    public string? TlsSealedCert { get; set; }

    [Option("tls-sealed-scope", MetaValue = "SCOPE", HelpText = "where the controller may unseal it: strict, namespace-wide or cluster-wide")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.sealed.scope", Choices = typeof(SealingScope), Default = "strict")]
    public string? TlsSealedScope { get; set; }

    [Option("assume-crd", MetaValue = "NAME,...", HelpText = "treat these CustomResourceDefinitions as installed")]
    [Setting(OptionGroup.Security, "security.assumeCrds")]
    public string? AssumeCrd { get; set; }

    [Option("require-crd", MetaValue = "NAME,...", HelpText = "reject input without these CustomResourceDefinitions, unless --assume-crd names them")]
    [Setting(OptionGroup.Security, "security.requireCrds")]
    public string? RequireCrd { get; set; }

    [Option("require-mtls", MetaValue = "MODE", HelpText = "mutual TLS that the mesh must have: strict (Kyma 1.0 and later), permissive (0.9), off (0.6 to 0.8) or any")]
    [Setting(OptionGroup.Security, "security.requireMtls", Choices = typeof(MtlsRequirement), Default = "any")]
    public string? RequireMtls { get; set; }

    [Option("require-istio", MetaValue = "RANGE", HelpText = "accepted releases of Istio: 1.1.6, 1.1 for all of that line, or bounds such as '>=1.1 <1.6'")]
    [Setting(OptionGroup.Security, "checks.istio", DefaultText = "all releases")]
    public string? RequireIstio { get; set; }

    [Option("require-policy-checks", HelpText = "reject a mesh whose mixer policy checks are off (Kyma 1.1 to 1.15)")]
    [Setting(OptionGroup.Security, "checks.policyChecks")]
    public bool RequirePolicyChecks { get; set; }

    [Option("require-injection", HelpText = "reject an injector whose policy is not enabled (Kyma 1.2.2 and later)")]
    [Setting(OptionGroup.Security, "checks.injection")]
    public bool RequireInjection { get; set; }

    [Option("external-istio", HelpText = "remove Istio from the components of Kyma's Installation (installer.kyma-project.io); such input needs no Istio")]
    [Setting(OptionGroup.GitOps, "externalIstio")]
    public bool ExternalIstio { get; set; }

    [Option("helm-hooks", MetaValue = "MODE", HelpText = "drop-uninstall: remove hooks that run only on uninstall; keep: keep all; drop: remove all but CustomResourceDefinitions")]
    [Setting(OptionGroup.GitOps, "helmHooks", Choices = typeof(HelmHookMode), DefaultText = "keep under Helm, else drop-uninstall")]
    public string? HelmHooks { get; set; }

    [Option("document-order", MetaValue = "ORDER", HelpText = "input: keep the order of the input; install: sort documents by kind as Helm installs them")]
    [Setting(OptionGroup.GitOps, "documentOrder", Choices = typeof(DocumentOrdering), Default = "input")]
    public string? DocumentOrder { get; set; }

    [Option("output-layout", MetaValue = "LAYOUT", HelpText = "files of --output-dir: resource (one per resource) or source (one per template, as Helm writes them)")]
    [Setting(OptionGroup.GitOps, Choices = typeof(OutputLayout), Default = "resource", Verbs = Verbs.Transform)]
    public string? OutputLayout { get; set; }

    [Option("patch-dir", MetaValue = "DIR", HelpText = "folder in the layout of Kyma's Job: NAME.KIND.patch.json, delete, required-crds, injection-in-namespaces")]
    [Setting(OptionGroup.UserChanges, "patchDirectory", IsPath = true)]
    public string? PatchDir { get; set; }

    [Option("color", MetaValue = "WHEN", HelpText = "auto (on a terminal, unless NO_COLOR is set), always or never")]
    [Setting(OptionGroup.Output, Choices = typeof(ColorMode), Default = "auto")]
    public string? Color { get; set; }

    [Option("show-secrets", HelpText = "show the values of Secrets in a diff")]
    [Setting(OptionGroup.Output, Verbs = Verbs.Transform | Verbs.Diff)]
    public bool ShowSecrets { get; set; }
}
