using CommandLine;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Derived;
using KymaIstioTransform.Certificates.Sealing;
using KymaIstioTransform.Cli.Output;
using KymaIstioTransform.Cli.Reports;

namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// All options as typed: the most common ones, and those declared here, which few runs need. The parser reflects over every property, which
/// costs more than transforming a small stream. It gets this class only for arguments that need it.
/// </summary>
internal sealed record RareOptions : CommonOptions
{
    public RareOptions() { }

    /// <summary>The most common options, with all others unset.</summary>
    internal RareOptions(CommonOptions common)
        : base(common) { }

    [Option("input-name")]
    public string? InputName
    {
        [Setting(
            OptionGroup.Input,
            Placeholder = "NAME",
            Help = "name of standard input in messages and reports",
            DefaultText = "<stdin>",
            Verbs = Verbs.Transform | Verbs.Verify | Verbs.Diff
        )]
        get;
        set;
    }

    [Option("max-size")]
    public string? MaxSize
    {
        [Setting(
            OptionGroup.Input,
            "limits.size",
            Placeholder = "QUANTITY",
            Help = "reject larger input, all files together; at most 2047Mi",
            Default = InputLimits.DefaultSize
        )]
        get;
        set;
    }

    [Option("max-depth")]
    public string? MaxDepth
    {
        [Setting(
            OptionGroup.Input,
            "limits.depth",
            Placeholder = "LEVELS",
            Help = "reject documents that are nested deeper; at most 200",
            Max = 200,
            Default = "200"
        )]
        get;
        set;
    }

    [Option("sidecar-mode")]
    public string? SidecarMode
    {
        [Setting(
            OptionGroup.Sidecars,
            "sidecars.mode",
            Placeholder = "MODE",
            Help = "fill: keep the chart's values and add missing ones; enforce: replace them in the injection template",
            Choices = typeof(SidecarMode),
            Default = "fill"
        )]
        get;
        set;
    }

    [Option("sidecar-cpu-limit")]
    public string? SidecarCpuLimit
    {
        [Setting(
            OptionGroup.Sidecars,
            "sidecars.limits.cpu",
            Placeholder = "QUANTITY",
            Help = "CPU limit of sidecars",
            Default = SidecarOptions.DefaultCpuLimit
        )]
        get;
        set;
    }

    [Option("sidecar-cpu-request")]
    public string? SidecarCpuRequest
    {
        [Setting(
            OptionGroup.Sidecars,
            "sidecars.requests.cpu",
            Placeholder = "QUANTITY",
            Help = "CPU request of sidecars",
            Default = SidecarOptions.DefaultCpuRequest
        )]
        get;
        set;
    }

    [Option("sidecar-memory-request")]
    public string? SidecarMemoryRequest
    {
        [Setting(
            OptionGroup.Sidecars,
            "sidecars.requests.memory",
            Placeholder = "QUANTITY",
            Help = "memory request of sidecars; the default is lowered to the limit",
            Default = SidecarOptions.DefaultMemory
        )]
        get;
        set;
    }

    [Option("init-cpu-limit")]
    public string? InitCpuLimit
    {
        [Setting(
            OptionGroup.Sidecars,
            "sidecars.init.limits.cpu",
            Placeholder = "QUANTITY",
            Help = "CPU limit of istio-init, where the template has separate values for it",
            DefaultText = "that of sidecars"
        )]
        get;
        set;
    }

    [Option("init-memory-limit")]
    public string? InitMemoryLimit
    {
        [Setting(
            OptionGroup.Sidecars,
            "sidecars.init.limits.memory",
            Placeholder = "QUANTITY",
            Help = "memory limit of istio-init",
            DefaultText = "that of sidecars"
        )]
        get;
        set;
    }

    [Option("init-cpu-request")]
    public string? InitCpuRequest
    {
        [Setting(
            OptionGroup.Sidecars,
            "sidecars.init.requests.cpu",
            Placeholder = "QUANTITY",
            Help = "CPU request of istio-init",
            DefaultText = "that of sidecars"
        )]
        get;
        set;
    }

    [Option("init-memory-request")]
    public string? InitMemoryRequest
    {
        [Setting(
            OptionGroup.Sidecars,
            "sidecars.init.requests.memory",
            Placeholder = "QUANTITY",
            Help = "memory request of istio-init",
            DefaultText = "that of sidecars"
        )]
        get;
        set;
    }

    [Option("injection-policy")]
    public string? InjectionPolicy
    {
        [Setting(
            OptionGroup.Sidecars,
            "injection.policy",
            Placeholder = "POLICY",
            Help = "disabled, enabled, keep, or auto: disabled on Istio 1.0, keep on later releases",
            Choices = typeof(InjectionPolicy),
            Default = "auto"
        )]
        get;
        set;
    }

    [Option("injection-namespaces")]
    public string? InjectionNamespaces
    {
        [Setting(
            OptionGroup.Sidecars,
            "injection.namespaces",
            Placeholder = "MODE",
            Help = "namespaces that get sidecars: keep (as the chart says), labelled (with istio-injection=enabled), "
                + "or all (without istio-injection=disabled, which istio-system and kube-system get)",
            Choices = typeof(InjectionNamespaces),
            Default = "keep"
        )]
        get;
        set;
    }

    [Option("mesh-tracing")]
    public string? MeshTracing
    {
        [Setting(
            OptionGroup.Tracing,
            "tracing.mesh",
            Placeholder = "MODE",
            Help = "enableTracing of the mesh configuration: keep (as the chart says), enabled or disabled",
            Choices = typeof(TracingMode),
            Default = "keep"
        )]
        get;
        set;
    }

    [Option("otlp-provider")]
    public string? OtlpProvider
    {
        [Setting(
            OptionGroup.Tracing,
            "tracing.otlp.provider",
            Placeholder = "NAME",
            Help = "name of an OTLP tracing provider in the mesh configuration, instead of Zipkin; needs --otlp-service and --otlp-port"
        )]
        get;
        set;
    }

    [Option("otlp-service")]
    public string? OtlpService
    {
        [Setting(OptionGroup.Tracing, "tracing.otlp.service", Placeholder = "HOST", Help = "host of the OTLP collector")]
        get;
        set;
    }

    [Option("otlp-port")]
    public string? OtlpPort
    {
        [Setting(
            OptionGroup.Tracing,
            "tracing.otlp.port",
            Placeholder = "PORT",
            Help = "gRPC port of the OTLP collector",
            Max = ushort.MaxValue
        )]
        get;
        set;
    }

    [Option("otlp-type")]
    public string? OtlpType
    {
        [Setting(
            OptionGroup.Tracing,
            "tracing.otlp.type",
            Placeholder = "TYPE",
            Help = "protocol of the provider: opentelemetry (Istio 1.16 and later) or opencensus (Istio 1.10 to 1.22)",
            Choices = typeof(TraceProviderType),
            DefaultText = "opentelemetry"
        )]
        get;
        set;
    }

    [Option("webhook")]
    public bool Webhook
    {
        [Setting(
            OptionGroup.Tracing,
            "pilotWebhook.enabled",
            Help = "let Pilot 1.0 call Kyma's webhook; --webhook=false leaves Pilot as it is",
            Default = "true"
        )]
        get;
        set;
    }

    [Option("webhook-endpoint")]
    public string? WebhookEndpoint
    {
        [Setting(
            OptionGroup.Tracing,
            "pilotWebhook.endpoint",
            Placeholder = "URL",
            Help = "URL that Pilot 1.0 calls",
            Default = PilotWebhookOptions.DefaultEndpoint
        )]
        get;
        set;
    }

    [Option("webhook-image")]
    public string? WebhookImage
    {
        [Setting(
            OptionGroup.Tracing,
            "pilotWebhook.image",
            Placeholder = "IMAGE",
            Help = "add the webhook's Deployment and Service (istio-webhook, port 5000) with this image"
        )]
        get;
        set;
    }

    [Option("webhook-script")]
    public string? WebhookScript
    {
        [Setting(
            OptionGroup.Tracing,
            "pilotWebhook.script",
            Placeholder = "FILE",
            Help = "add a ConfigMap with the Lua script that the webhook serves; needs --webhook-image",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("host-ports")]
    public bool HostPorts
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.hostPorts",
            Help = "bind ports 80 and 443 of the gateway on the node, for local installations"
        )]
        get;
        set;
    }

    [Option("tls-values")]
    public string? TlsValues
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.valuesFile",
            Placeholder = "FILE",
            Help = "provided: Kyma's YAML with global.tlsCrt and global.tlsKey in base64, instead of --tls-cert and --tls-key",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("tls-seed-env")]
    public string? TlsSeedEnv
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.seedVariable",
            Placeholder = "NAME",
            Help = "derived: environment variable that holds the seed, instead of --tls-seed-file"
        )]
        get;
        set;
    }

    [Option("tls-window-days")]
    public string? TlsWindowDays
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.windowDays",
            Placeholder = "DAYS",
            Help = "derived: rotate the certificate every N days; at most 338",
            Max = RotationWindow.MaxDays,
            Default = "90"
        )]
        get;
        set;
    }

    [Option("tls-store")]
    public string? TlsStore
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.store",
            Placeholder = "DIR",
            Help = "store: folder of PEM files; a missing certificate is created",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("tls-key-algorithm")]
    public string? TlsKeyAlgorithm
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.keyAlgorithm",
            Placeholder = "NAME",
            Help = "self-signed, store: ecdsa-p256, rsa2048, rsa3072 or rsa4096",
            Choices = typeof(KeyAlgorithm),
            Default = "ecdsa-p256"
        )]
        get;
        set;
    }

    [Option("tls-lifetime-days")]
    public string? TlsLifetimeDays
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.lifetimeDays",
            Placeholder = "DAYS",
            Help = "self-signed, store: lifetime of a new certificate; at most 398",
            Max = 398,
            Default = "397"
        )]
        get;
        set;
    }

    [Option("tls-secret")]
    public string? TlsSecret
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.secrets",
            Placeholder = "NAME,...",
            Help = "Secrets that get a certificate, each NAMESPACE/NAME; other Secrets get none",
            DefaultText = "the Secrets that Gateways in the input name, else Kyma's"
        )]
        get;
        set;
    }

    [Option("tls-expiry-days")]
    public string? TlsExpiryDays
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.expiryDays",
            Placeholder = "DAYS",
            Help = "warn about a certificate that expires within N days, or in the last third of its lifetime; a finding of verify",
            Max = 3650,
            Default = "30"
        )]
        get;
        set;
    }

    [Option("allow-secrets")]
    public bool AllowSecrets
    {
        [Setting(OptionGroup.GitOps, Help = "let --output-dir write private keys in plain text", Verbs = Verbs.Transform)]
        get;
        set;
    }

    [Option("tls-ca")]
    public string? TlsCa
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.caFile",
            Placeholder = "FILE",
            Help = "CA certificates (PEM) for client certificates (mutual TLS); written to a separate Secret",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("tls-api-version")]
    public string? TlsApiVersion
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.apiVersion",
            Placeholder = "VERSION",
            Help = "cert-manager, external-secret: apiVersion of the generated Certificate or ExternalSecret",
            DefaultText = "cert-manager.io/v1 or external-secrets.io/v1"
        )]
        get;
        set;
    }

    [Option("tls-issuer")]
    public string? TlsIssuer
    {
        [Setting(OptionGroup.Gateway, "ingressGateway.tls.issuer.name", Placeholder = "NAME", Help = "cert-manager: name of the issuer")]
        get;
        set;
    }

    [Option("tls-issuer-kind")]
    public string? TlsIssuerKind
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.issuer.kind",
            Placeholder = "KIND",
            Help = "cert-manager: kind of the issuer",
            Default = "ClusterIssuer"
        )]
        get;
        set;
    }

    [Option("tls-issuer-group")]
    public string? TlsIssuerGroup
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.issuer.group",
            Placeholder = "GROUP",
            Help = "cert-manager: API group of the issuer",
            Default = "cert-manager.io"
        )]
        get;
        set;
    }

    [Option("tls-secret-store")]
    public string? TlsSecretStore
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.secretStore.name",
            Placeholder = "NAME",
            Help = "external-secret: name of the secret store"
        )]
        get;
        set;
    }

    [Option("tls-secret-store-kind")]
    public string? TlsSecretStoreKind
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.secretStore.kind",
            Placeholder = "KIND",
            Help = "external-secret: kind of the secret store",
            Default = "ClusterSecretStore"
        )]
        get;
        set;
    }

    [Option("tls-secret-store-key")]
    public string? TlsSecretStoreKey
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.secretStore.key",
            Placeholder = "KEY",
            Help = "external-secret: key in the secret store, whose properties tls.crt and tls.key are used"
        )]
        get;
        set;
    }

    [Option("tls-sealed-cert")]
    public string? TlsSealedCert
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.sealed.certFile",
            Placeholder = "FILE",
            Help = "write a SealedSecret for the controller with this certificate",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("tls-sealed-scope")]
    public string? TlsSealedScope
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.sealed.scope",
            Placeholder = "SCOPE",
            Help = "where the controller may unseal it: strict, namespace-wide or cluster-wide",
            Choices = typeof(SealingScope),
            Default = "strict"
        )]
        get;
        set;
    }

    [Option("assume-crd")]
    public string? AssumeCrd
    {
        [Setting(
            OptionGroup.Security,
            "security.assumeCrds",
            Placeholder = "NAME,...",
            Help = "treat these CustomResourceDefinitions as installed"
        )]
        get;
        set;
    }

    [Option("require-crd")]
    public string? RequireCrd
    {
        [Setting(
            OptionGroup.Security,
            "security.requireCrds",
            Placeholder = "NAME,...",
            Help = "reject input without these CustomResourceDefinitions, unless --assume-crd names them"
        )]
        get;
        set;
    }

    [Option("require-mtls")]
    public string? RequireMtls
    {
        [Setting(
            OptionGroup.Security,
            "security.requireMtls",
            Placeholder = "MODE",
            Help = "mutual TLS that the mesh must have: strict (Kyma 1.0 and later), permissive (0.9), off (0.6 to 0.8) or any",
            Choices = typeof(MtlsRequirement),
            Default = "any"
        )]
        get;
        set;
    }

    [Option("require-istio")]
    public string? RequireIstio
    {
        [Setting(
            OptionGroup.Security,
            "checks.istio",
            Placeholder = "RANGE",
            Help = "accepted releases of Istio: 1.1.6, 1.1 for all of that line, or bounds such as '>=1.1 <1.6'",
            DefaultText = "all releases"
        )]
        get;
        set;
    }

    [Option("require-policy-checks")]
    public bool RequirePolicyChecks
    {
        [Setting(OptionGroup.Security, "checks.policyChecks", Help = "reject a mesh whose mixer policy checks are off (Kyma 1.1 to 1.15)")]
        get;
        set;
    }

    [Option("require-injection")]
    public bool RequireInjection
    {
        [Setting(OptionGroup.Security, "checks.injection", Help = "reject an injector whose policy is not enabled (Kyma 1.2.2 and later)")]
        get;
        set;
    }

    [Option("external-istio")]
    public bool ExternalIstio
    {
        [Setting(
            OptionGroup.GitOps,
            "externalIstio",
            Help = "remove Istio from the components of Kyma's Installation (installer.kyma-project.io); such input needs no Istio"
        )]
        get;
        set;
    }

    [Option("helm-hooks")]
    public string? HelmHooks
    {
        [Setting(
            OptionGroup.GitOps,
            "helmHooks",
            Placeholder = "MODE",
            Help = "drop-uninstall: remove hooks that run only on uninstall; keep: keep all; drop: remove all but "
                + "CustomResourceDefinitions",
            Choices = typeof(HelmHookMode),
            DefaultText = "keep under Helm, else drop-uninstall"
        )]
        get;
        set;
    }

    [Option("document-order")]
    public string? DocumentOrder
    {
        [Setting(
            OptionGroup.GitOps,
            "documentOrder",
            Placeholder = "ORDER",
            Help = "input: keep the order of the input; install: sort documents by kind as Helm installs them",
            Choices = typeof(DocumentOrdering),
            Default = "input"
        )]
        get;
        set;
    }

    [Option("output-layout")]
    public string? OutputLayout
    {
        [Setting(
            OptionGroup.GitOps,
            Placeholder = "LAYOUT",
            Help = "files of --output-dir: resource (one per resource) or source (one per template, as Helm writes them)",
            Choices = typeof(OutputLayout),
            Default = "resource",
            Verbs = Verbs.Transform
        )]
        get;
        set;
    }

    [Option("patch-dir")]
    public string? PatchDir
    {
        [Setting(
            OptionGroup.UserChanges,
            "patchDirectory",
            Placeholder = "DIR",
            Help = "folder in the layout of Kyma's Job: NAME.KIND.patch.json, delete, required-crds, injection-in-namespaces",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("color")]
    public string? Color
    {
        [Setting(
            OptionGroup.Output,
            Placeholder = "WHEN",
            Help = "auto (on a terminal, unless NO_COLOR is set), always or never",
            Choices = typeof(ColorMode),
            Default = "auto"
        )]
        get;
        set;
    }

    [Option("show-secrets")]
    public bool ShowSecrets
    {
        [Setting(OptionGroup.Output, Help = "show the values of Secrets in a diff", Verbs = Verbs.Transform | Verbs.Diff)]
        get;
        set;
    }
}
