using CommandLine;

namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// The options of most runs as typed; <see cref="OptionsBinder"/> says what they mean and which values are right. An option is declared here or in
/// <see cref="RareOptions"/> and nowhere else. Under native AOT the parser can fill only strings, booleans and lists of strings.
/// </summary>
internal record CommonOptions
{
    /// <summary>Names of files, folders and <c>-</c>.</summary>
    [Value(0)]
    public IEnumerable<string> Files { get; set; } = [];

    /// <summary>The switches that were given as <c>--name=false</c>, by property. Not public: the parser reflects over what is.</summary>
    internal IReadOnlyCollection<string> SwitchedOff { get; set; } = [];

    [Option('f', "filename", MetaValue = "FILE|DIR|-", HelpText = "read this file, folder or standard input; repeatable")]
    [Setting(OptionGroup.Input, DefaultText = "standard input", IsPath = true, Verbs = Verbs.Transform | Verbs.Verify | Verbs.Diff)]
    public IEnumerable<string> Filename { get; set; } = [];

    [Option('R', "recursive", HelpText = "read the subfolders of a folder too")]
    [Setting(OptionGroup.Input, Verbs = Verbs.Transform | Verbs.Verify | Verbs.Diff)]
    public bool Recursive { get; set; }

    [Option("config", MetaValue = "FILE", HelpText = "read settings from an IstioTransform; flags and environment variables win over it")]
    [Setting(OptionGroup.Input, IsPath = true)]
    public string? Config { get; set; }

    [Option("profile", MetaValue = "NAME", HelpText = "default values for a range of Kyma releases")]
    [Setting(OptionGroup.Input, "profile", Names = KnownNames.Profiles, Default = "seed")]
    public string? Profile { get; set; }

    [Option("istio-namespace", MetaValue = "NAME", HelpText = "namespace of Istio's control plane")]
    [Setting(OptionGroup.Input, "istioNamespace", DefaultText = "the namespace of the control plane in the input, else istio-system")]
    public string? IstioNamespace { get; set; }

    [Option("allow-empty", HelpText = "accept input without objects or without Istio, and output without objects")]
    [Setting(OptionGroup.Input, "allowEmpty")]
    public bool AllowEmpty { get; set; }

    [Option("only", MetaValue = "NAME,...", HelpText = "apply only these patches")]
    [Setting(OptionGroup.Patches, "only", Names = KnownNames.Patches, DefaultText = "all patches")]
    public string? Only { get; set; }

    [Option("skip", MetaValue = "NAME,...", HelpText = "leave out these patches")]
    [Setting(OptionGroup.Patches, "skip", Names = KnownNames.Patches)]
    public string? Skip { get; set; }

    [Option("strict", HelpText = "treat work that was asked for and is not done as an error")]
    [Setting(OptionGroup.Patches, "strict")]
    public bool Strict { get; set; }

    [Option("check", HelpText = "fail with the findings of the command verify, or pass the input on unchanged: a check inside a pipeline")]
    [Setting(OptionGroup.Patches, "check", Verbs = Verbs.Transform | Verbs.Cmp)]
    public bool Check { get; set; }

    [Option("sidecar-memory-limit", MetaValue = "QUANTITY", HelpText = "memory limit of sidecars")]
    [Setting(OptionGroup.Sidecars, "sidecars.limits.memory", Default = SidecarOptions.DefaultMemory)]
    public string? SidecarMemoryLimit { get; set; }

    [Option("zipkin-address", MetaValue = "HOST:PORT", HelpText = "where traces are sent")]
    [Setting(OptionGroup.Tracing, "tracing.zipkinAddress", Default = TransformOptions.DefaultZipkinAddress)]
    public string? ZipkinAddress { get; set; }

    [Option("domain", MetaValue = "NAME", HelpText = "domain of the certificate, without *.; a certificate that you provide must be valid for it")]
    [Setting(OptionGroup.Gateway, "ingressGateway.domain", DefaultText = "kyma.local for a generated certificate")]
    public string? Domain { get; set; }

    [Option(
        "tls-mode",
        MetaValue = "MODE",
        HelpText = "how the gateway gets its certificate: provided, self-signed, derived, store, keep (the input must have it), cert-manager, external-secret, none, or auto (the mode "
            + "of the options below that are set, else self-signed)")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.mode", Choices = typeof(TlsMode), Default = "auto")]
    public string? TlsMode { get; set; }

    [Option("tls-cert", MetaValue = "FILE", HelpText = "provided: certificate with its chain, PEM; needs --tls-key")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.certFile", IsPath = true)]
    public string? TlsCert { get; set; }

    [Option("tls-key", MetaValue = "FILE", HelpText = "provided: private key, PEM; needs --tls-cert")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.keyFile", IsPath = true)]
    public string? TlsKey { get; set; }

    [Option("tls-seed-file", MetaValue = "FILE", HelpText = "derived: secret seed of at least 32 random bytes")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.seedFile", IsPath = true)]
    public string? TlsSeedFile { get; set; }

    [Option("certificate-time", MetaValue = "TIME", HelpText = "create and check certificates for this time, ISO 8601")]
    [Setting(OptionGroup.Gateway, "ingressGateway.tls.certificateTime", DefaultText = "SOURCE_DATE_EPOCH, then the clock")]
    public string? CertificateTime { get; set; }

    [Option("addons", MetaValue = "NAME,...", HelpText = "addons to remove: prometheus, tracing, grafana, servicegraph, kiali, loki")]
    [Setting(OptionGroup.Security, "addons.remove", Names = KnownNames.Addons, Default = "prometheus,tracing,grafana,servicegraph")]
    public string? Addons { get; set; }

    [Option("clean-export", HelpText = "remove what the API server adds to an export (kubectl get -o yaml): status, managedFields, uid, objects that only controllers create")]
    [Setting(OptionGroup.GitOps, "cleanExport")]
    public bool CleanExport { get; set; }

    [Option("output-dir", MetaValue = "DIR", HelpText = "write one file per resource and a kustomization.yaml to this folder; remove stale files of earlier runs")]
    [Setting(OptionGroup.GitOps, IsPath = true, Verbs = Verbs.Transform)]
    public string? OutputDir { get; set; }

    [Option("delete", MetaValue = "NAME,...", HelpText = "remove these objects, each a kind and a name: \"deployment prometheus,cm grafana\"")]
    [Setting(OptionGroup.UserChanges, "delete")]
    public string? Delete { get; set; }

    [Option('o', "output-file", MetaValue = "FILE", HelpText = "write to this file; it is replaced as a whole, keeps its mode and can be an input")]
    [Setting(OptionGroup.Output, DefaultText = "standard output", IsPath = true, Verbs = Verbs.Transform | Verbs.Diff)]
    public string? OutputFile { get; set; }

    [Option("report", MetaValue = "FILE", HelpText = "write the report, or the error, to this file")]
    [Setting(OptionGroup.Output, DefaultText = "standard error", IsPath = true)]
    public string? Report { get; set; }

    [Option("report-format", MetaValue = "FORMAT", HelpText = "text, json, sarif, junit or github (annotations)")]
    [Setting(OptionGroup.Output, Choices = typeof(Reports.ReportFormat), Default = "text")]
    public string? ReportFormat { get; set; }

    [Option('q', "quiet", HelpText = "print errors only")]
    [Setting(OptionGroup.Output)]
    public bool Quiet { get; set; }

    [Option('v', "verbose", HelpText = "report each changed field: old value, new value, line of the input, chart template")]
    [Setting(OptionGroup.Output)]
    public bool Verbose { get; set; }

    [Option("diff", HelpText = "print a diff instead of the manifests, as the command diff does")]
    [Setting(OptionGroup.Output, Verbs = Verbs.Transform)]
    public bool Diff { get; set; }
}
