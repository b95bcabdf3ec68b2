using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Sealing;
using KymaIstioTransform.Cli.Output;
using KymaIstioTransform.Cli.Reports;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Patches.Addons;

namespace KymaIstioTransform.Cli.Options;

/// <summary>All flags in the order of the documentation: the table of contents of the command line and of the configuration file.</summary>
internal static class FlagTable
{
    private const string Tls = "ingressGateway.tls.";

    public static IReadOnlyList<FlagGroup> Groups { get; } =
    [
        new(
            "Input",
            new Flag("filename", "FILE|DIR|-", "input, repeatable; without any, standard input", o => o.Filenames) { Letter = 'f' },
            Flag.Switch(null, "recursive", "look into the folders of a directory", o => o.Recursive) with { Letter = 'R' },
            Flag.Value(null, "config", "FILE", "an IstioTransform with these settings; flags and environment variables win", o => o.Config),
            Flag.Value("profile", "profile", "NAME", "the numbers of a range of Kyma releases (default seed, which is Kyma up to 0.6); every other setting wins over it", o => o.Profile) with { Words = () => Profile.Names },
            Flag.Value("istioNamespace", "istio-namespace", "NAME", "namespace of Istio (default: that of the control plane, else istio-system)", o => o.IstioNamespace),
            Flag.Switch("allowEmpty", "allow-empty", "take input without objects or without Istio, and write output without objects", o => o.AllowEmpty),
            Flag.Value("limits.size", "max-size", "QUANTITY", "refuse input of more bytes, all files together (default 512Mi, at most 2047Mi)", o => o.MaxSize),
            Flag.Value("limits.depth", "max-depth", "LEVELS", "refuse documents that nest deeper (default 200, at most 200)", o => o.MaxDepth)),
        new(
            "Patches",
            Flag.List("only", "only", "apply these patches (default: all)", o => o.Only) with { Words = PatchNames },
            Flag.List("skip", "skip", "leave these patches out", o => o.Skip) with { Words = PatchNames },
            Flag.Switch("strict", "strict", "work that was asked for and is not done is an error", o => o.Strict),
            Flag.Switch("validate", "validate", "what would change is an error; the input passes as it is", o => o.Validate)),
        new(
            "Sidecars",
            Flag.Value("sidecars.mode", "sidecar-mode", "MODE", "fill (default): numbers of the chart stay, missing ones are added; enforce: yours replace them", o => o.SidecarMode) with { Words = Settings.Words<SidecarMode> },
            Flag.Value("sidecars.limits.cpu", "sidecar-cpu-limit", "QUANTITY", "CPU limit (default 100m)", o => o.SidecarCpuLimit),
            Flag.Value("sidecars.limits.memory", "sidecar-memory-limit", "QUANTITY", "memory limit (default 128Mi)", o => o.SidecarMemoryLimit),
            Flag.Value("sidecars.requests.cpu", "sidecar-cpu-request", "QUANTITY", "CPU request (default 10m)", o => o.SidecarCpuRequest),
            Flag.Value("sidecars.requests.memory", "sidecar-memory-request", "QUANTITY", "memory request (default 128Mi); a default request gives way to a lower limit", o => o.SidecarMemoryRequest),
            Flag.Value("injection.policy", "injection-policy", "POLICY", "disabled, enabled, keep, or auto (default): disabled on Istio 1.0, keep on later releases", o => o.InjectionPolicy) with { Words = Settings.Words<InjectionPolicy> }),
        new(
            "Tracing and Pilot",
            Flag.Value("tracing.zipkinAddress", "zipkin-address", "HOST:PORT", "where traces go (default zipkin.kyma-system:9411)", o => o.ZipkinAddress),
            Flag.Value("tracing.otlp.provider", "otlp-provider", "NAME", "a tracing provider by OTLP instead of Zipkin, in the mesh configuration: its name; the three are given together", o => o.OtlpProvider),
            Flag.Value("tracing.otlp.service", "otlp-service", "HOST", "the host of its collector", o => o.OtlpService),
            Flag.Value("tracing.otlp.port", "otlp-port", "PORT", "its gRPC port", o => o.OtlpPort),
            Flag.Value("pilotWebhook.endpoint", "webhook-endpoint", "URL", "what Pilot 1.0 calls (default http://istio-webhook:5000)", o => o.WebhookEndpoint),
            Flag.Value("pilotWebhook.image", "webhook-image", "IMAGE", "add the webhook's own Deployment and Service, running this image", o => o.WebhookImage),
            Flag.Value("pilotWebhook.script", "webhook-script", "FILE", "the Lua script that the webhook serves, as a ConfigMap; needs the image", o => o.WebhookScript)),
        new(
            "Ingress Gateway",
            Flag.Value("ingressGateway.domain", "domain", "NAME", "domain of the certificate, without *. (default kyma.local for a made one); a given certificate is checked for it", o => o.Domain),
            Flag.Switch("ingressGateway.hostPorts", "host-ports", "bind the gateway's ports 80 and 443 on the node (local installations)", o => o.HostPorts),
            Flag.Value(Tls + "mode", "tls-mode", "MODE", "how the gateway gets its certificate (default auto: by the flags below that are given, else self-signed)", o => o.TlsMode) with { Words = Settings.Words<TlsMode> },
            Flag.Value(Tls + "certFile", "tls-cert", "FILE", "provided: certificate with its chain, PEM; needs the key", o => o.TlsCert),
            Flag.Value(Tls + "keyFile", "tls-key", "FILE", "provided: private key, PEM", o => o.TlsKey),
            Flag.Value(Tls + "valuesFile", "tls-values", "FILE", "provided: YAML with global.tlsCrt and global.tlsKey, base64, as Kyma had them", o => o.TlsValues),
            Flag.Value(Tls + "seedFile", "tls-seed-file", "FILE", "derived: the secret seed, at least 32 random bytes", o => o.TlsSeedFile),
            Flag.Value(Tls + "seedVariable", "tls-seed-env", "NAME", "derived: an environment variable with the seed, instead of the file", o => o.TlsSeedEnv),
            Flag.Value(Tls + "windowDays", "tls-window-days", "DAYS", "derived: a new certificate once in so many days (default 90, at most 365)", o => o.TlsWindowDays),
            Flag.Value(Tls + "store", "tls-store", "DIR", "store: a directory of PEM files, filled when it has none", o => o.TlsStore),
            Flag.Value(Tls + "keyAlgorithm", "tls-key-algorithm", "NAME", "self-signed, store: ecdsa-p256 (default), rsa2048, rsa3072 or rsa4096", o => o.TlsKeyAlgorithm) with { Words = Settings.Words<KeyAlgorithm> },
            Flag.Value(Tls + "lifetimeDays", "tls-lifetime-days", "DAYS", "self-signed, store: at most 398 (default 397)", o => o.TlsLifetimeDays),
            Flag.Value(Tls + "caFile", "tls-ca", "FILE", "authorities, PEM, whose clients the gateway accepts (mutual TLS): a Secret of their own", o => o.TlsCa),
            Flag.Value(Tls + "apiVersion", "tls-api-version", "VERSION", "of the Certificate or ExternalSecret (default cert-manager.io/v1, external-secrets.io/v1)", o => o.TlsApiVersion),
            Flag.Value(Tls + "issuer.name", "tls-issuer", "NAME", "cert-manager: the issuer", o => o.TlsIssuer),
            Flag.Value(Tls + "issuer.kind", "tls-issuer-kind", "KIND", "cert-manager: its kind (default ClusterIssuer)", o => o.TlsIssuerKind),
            Flag.Value(Tls + "issuer.group", "tls-issuer-group", "GROUP", "cert-manager: its group (default cert-manager.io)", o => o.TlsIssuerGroup),
            Flag.Value(Tls + "secretStore.name", "tls-secret-store", "NAME", "external-secret: the store", o => o.TlsSecretStore),
            Flag.Value(Tls + "secretStore.kind", "tls-secret-store-kind", "KIND", "external-secret: its kind (default ClusterSecretStore)", o => o.TlsSecretStoreKind),
            Flag.Value(Tls + "secretStore.key", "tls-secret-store-key", "KEY", "external-secret: the key in the store", o => o.TlsSecretStoreKey),
            Flag.Value(Tls + "sealed.certFile", "tls-sealed-cert", "FILE", "write a SealedSecret for the controller with this certificate", o => o.TlsSealedCert),
            Flag.Value(Tls + "sealed.scope", "tls-sealed-scope", "SCOPE", "strict (default), namespace-wide or cluster-wide", o => o.TlsSealedScope) with { Words = Settings.Words<SealingScope> },
            Flag.Value(Tls + "now", "now", "TIME", "the time to make and check certificates for, ISO 8601 (default: SOURCE_DATE_EPOCH, then the clock)", o => o.Now)),
        new(
            "Addons and security",
            Flag.List("addons.remove", "addons", "addons to remove (default prometheus,tracing,grafana,servicegraph; also known: kiali, loki)", o => o.Addons) with { Words = () => Addon.All.Select(a => a.Name) },
            Flag.List("security.assumeCrds", "assume-crd", "take these CustomResourceDefinitions as installed", o => o.AssumeCrd),
            Flag.Value("security.requireMtls", "require-mtls", "MODE", "the mutual TLS that the mesh must have: any (default), strict, permissive or off", o => o.RequireMtls) with { Words = Settings.Words<MtlsRequirement> },
            Flag.Value("checks.istio", "require-istio", "RANGE", "the releases of Istio that are accepted: 1.1.6, 1.1 for all of that line, or bounds such as '>=1.1 <1.6'", o => o.RequireIstio),
            Flag.Switch("checks.policyChecks", "require-policy-checks", "mixer's policy checks must be on (Kyma 1.1 to 1.15)", o => o.RequirePolicyChecks),
            Flag.Switch("checks.injection", "require-injection", "the injector's policy must be enabled (Kyma 1.2.2 and later)", o => o.RequireInjection)),
        new(
            "Your own Istio, and GitOps",
            Flag.Switch("ownIstio", "own-istio", "take Istio out of the components of Kyma's Installation (installer.kyma-project.io); such input needs no Istio", o => o.OwnIstio),
            Flag.Switch("clean", "clean", "remove what the API server puts into an export (kubectl get -o yaml): status, managedFields, uid, and objects that only it makes", o => o.Clean),
            Flag.Value("helmHooks", "helm-hooks", "MODE", "drop-delete: hooks that run only when a release goes are removed (default); keep (default under Helm); drop: all but definitions", o => o.HelmHooks) with { Words = Settings.Words<HelmHookMode> },
            Flag.Value("order", "order", "ORDER", "input (default): documents as they come; install: by kind as Helm installs them", o => o.Order) with { Words = Settings.Words<DocumentOrdering> },
            Flag.Value(null, "output-dir", "DIR", "write one file a resource and a kustomization.yaml instead of standard output; stale files of an earlier run go", o => o.OutputDir),
            Flag.Value(null, "output-layout", "LAYOUT", "resource (default), or source: a file for each template, as Helm writes them", o => o.OutputLayout) with { Words = Settings.Words<OutputLayout> }),
        new(
            "Your own changes, after Kyma's",
            Flag.Value("patchDirectory", "patch-dir", "DIR", "files as Kyma's Job had them: NAME.KIND.patch.json, delete, required-crds, injection-in-namespaces", o => o.PatchDir),
            Flag.List("delete", "delete", "remove these objects, each a kind and a name: \"deployment prometheus,cm grafana\"", o => o.Delete),
            Flag.List("requiredCRDs", "require-crd", "refuse the input unless it has these CustomResourceDefinitions, or they are taken as installed", o => o.RequireCrd)),
        new(
            "Output, report and diff",
            Flag.Value(null, "output-file", "FILE", "write to a file instead of standard output; it is replaced as a whole, and may be an input", o => o.OutputFile) with { Letter = 'o' },
            Flag.Value(null, "report", "FILE", "write the report to a file instead of standard error; an error is written there too", o => o.Report),
            Flag.Value(null, "report-format", "FORMAT", "text (default), json, sarif, junit or github", o => o.ReportFormat) with { Words = Settings.Words<ReportFormat> },
            Flag.Value(null, "color", "WHEN", "auto (default: on a terminal, unless NO_COLOR is set), always or never", o => o.Color) with { Words = Settings.Words<ColorMode> },
            Flag.Switch(null, "quiet", "no report on standard error, errors only", o => o.Quiet) with { Letter = 'q' },
            Flag.Switch(null, "verbose", "each field that changed: old value, new value, line of the input, chart template", o => o.Verbose) with { Letter = 'v' },
            Flag.Switch(null, "diff", "show what would change instead of the manifests, as the command diff does", o => o.Diff),
            Flag.Switch(null, "show-secrets", "show the values of Secrets in a diff", o => o.ShowSecrets)),
    ];

    /// <summary>All of them in order.</summary>
    public static IReadOnlyList<Flag> All { get; } = [.. Groups.SelectMany(g => g.Flags)];

    public static IReadOnlyDictionary<string, Flag> ByName { get; } = All.ToDictionary(f => f.Name);

    /// <summary>Those that a configuration file may set.</summary>
    public static IEnumerable<Flag> Configurable => All.Where(f => f.Path is not null);

    private static IEnumerable<string> PatchNames() => PatchSet.All.Select(p => p.Name);
}
