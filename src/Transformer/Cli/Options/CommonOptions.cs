using CommandLine;
using KymaIstioTransform.Cli.Options.Certificates;

namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// The most common options as typed. <see cref="OptionsBinder"/> interprets and validates them. Every option is declared either here or in
/// <see cref="RareOptions"/>. With native AOT, the parser can set only strings, booleans and lists of strings.
/// </summary>
internal record CommonOptions
{
    /// <summary>Names of files, folders and <c>-</c>.</summary>
    [Value(0)]
    public IEnumerable<string> Files { get; set; } = [];

    /// <summary>
    /// The switches that were given as <c>--name=false</c>, by property. Not public, because the parser reflects over public properties.
    /// </summary>
    internal IReadOnlyCollection<string> SwitchedOff { get; set; } = [];

    [Option('f', "filename")]
    public IEnumerable<string> Filename
    {
        [Setting(
            OptionGroup.Input,
            Placeholder = "FILE|DIR|-",
            Help = "read this file, folder or standard input; repeatable",
            DefaultText = "standard input",
            IsPath = true,
            Verbs = Verbs.Transform | Verbs.Verify | Verbs.Diff
        )]
        get;
        set;
    } = [];

    [Option('R', "recursive")]
    public bool Recursive
    {
        [Setting(OptionGroup.Input, Help = "read the subfolders of a folder too", Verbs = Verbs.Transform | Verbs.Verify | Verbs.Diff)]
        get;
        set;
    }

    [Option("config")]
    public string? Config
    {
        [Setting(
            OptionGroup.Input,
            Placeholder = "FILE",
            Help = "read settings from an IstioTransform; flags and environment variables override it",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("profile")]
    public string? Profile
    {
        [Setting(
            OptionGroup.Input,
            "profile",
            Placeholder = "NAME",
            Help = "default values for a Kyma release: seed, kyma-0.5 to kyma-2.19-2.20, or kyma-module (docs/profiles.md lists all)",
            Names = KnownNames.Profiles,
            Default = "seed"
        )]
        get;
        set;
    }

    [Option("istio-namespace")]
    public string? IstioNamespace
    {
        [Setting(
            OptionGroup.Input,
            "istioNamespace",
            Placeholder = "NAME",
            Help = "namespace of Istio's control plane",
            DefaultText = "the namespace of the control plane in the input, else istio-system"
        )]
        get;
        set;
    }

    [Option("allow-empty")]
    public bool AllowEmpty
    {
        [Setting(OptionGroup.Input, "allowEmpty", Help = "accept input without objects or without Istio, and output without objects")]
        get;
        set;
    }

    [Option("only")]
    public string? Only
    {
        [Setting(
            OptionGroup.Patches,
            "only",
            Placeholder = "NAME,...",
            Help = "apply only these patches",
            Names = KnownNames.Patches,
            DefaultText = "all patches"
        )]
        get;
        set;
    }

    [Option("skip")]
    public string? Skip
    {
        [Setting(OptionGroup.Patches, "skip", Placeholder = "NAME,...", Help = "skip these patches", Names = KnownNames.Patches)]
        get;
        set;
    }

    [Option("strict")]
    public bool Strict
    {
        [Setting(OptionGroup.Patches, "strict", Help = "treat requested work that is not done as an error")]
        get;
        set;
    }

    [Option("check")]
    public bool Check
    {
        [Setting(
            OptionGroup.Patches,
            "check",
            Help = "in a pipe: fail with the findings of the command verify, or print the input unchanged",
            Verbs = Verbs.Transform | Verbs.Cmp
        )]
        get;
        set;
    }

    [Option("sidecar-memory-limit")]
    public string? SidecarMemoryLimit
    {
        [Setting(
            OptionGroup.Sidecars,
            "sidecars.limits.memory",
            Placeholder = "QUANTITY",
            Help = "memory limit of sidecars",
            Default = SidecarOptions.DefaultMemory
        )]
        get;
        set;
    }

    [Option("zipkin-address")]
    public string? ZipkinAddress
    {
        [Setting(
            OptionGroup.Tracing,
            "tracing.zipkinAddress",
            Placeholder = "HOST:PORT",
            Help = "where traces are sent",
            Default = TransformOptions.DefaultZipkinAddress
        )]
        get;
        set;
    }

    [Option("domain")]
    public string? Domain
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.domain",
            Placeholder = "NAME",
            Help = "domain of the certificate, without *.; a certificate that you provide must be valid for it",
            DefaultText = "kyma.local for a generated certificate"
        )]
        get;
        set;
    }

    [Option("tls-mode")]
    public string? TlsMode
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.mode",
            Placeholder = "MODE",
            Help = "how the gateway gets its certificate: provided, self-signed, derived, store, keep (the input must have it), "
                + "cert-manager, external-secret, none, or auto (the mode of the options below that are set, else self-signed)",
            Choices = typeof(TlsMode),
            Default = "auto"
        )]
        get;
        set;
    }

    [Option("tls-cert")]
    public string? TlsCert
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.certFile",
            Placeholder = "FILE",
            Help = "provided: certificate with its chain, PEM; needs --tls-key",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("tls-key")]
    public string? TlsKey
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.keyFile",
            Placeholder = "FILE",
            Help = "provided: private key, PEM; needs --tls-cert",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("tls-seed-file")]
    public string? TlsSeedFile
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.seedFile",
            Placeholder = "FILE",
            Help = "derived: secret seed of at least 32 random bytes",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("certificate-time")]
    public string? CertificateTime
    {
        [Setting(
            OptionGroup.Gateway,
            "ingressGateway.tls.certificateTime",
            Placeholder = "TIME",
            Help = "create and check certificates for this time, ISO 8601",
            DefaultText = "SOURCE_DATE_EPOCH, then the clock"
        )]
        get;
        set;
    }

    [Option("addons")]
    public string? Addons
    {
        [Setting(
            OptionGroup.Security,
            "addons.remove",
            Placeholder = "NAME,...",
            Help = "addons to remove: prometheus, tracing, grafana, servicegraph, kiali, loki",
            Names = KnownNames.Addons,
            Default = "prometheus,tracing,grafana,servicegraph"
        )]
        get;
        set;
    }

    [Option("clean-export")]
    public bool CleanExport
    {
        [Setting(
            OptionGroup.GitOps,
            "cleanExport",
            Help = "remove what the API server adds to an export (kubectl get -o yaml): status, managedFields, uid, objects that "
                + "only controllers create"
        )]
        get;
        set;
    }

    [Option("output-dir")]
    public string? OutputDir
    {
        [Setting(
            OptionGroup.GitOps,
            Placeholder = "DIR",
            Help = "write one file per resource and a kustomization.yaml to this folder; remove stale files of earlier runs",
            IsPath = true,
            Verbs = Verbs.Transform
        )]
        get;
        set;
    }

    [Option("delete")]
    public string? Delete
    {
        [Setting(
            OptionGroup.UserChanges,
            "delete",
            Placeholder = "NAME,...",
            Help = "remove these objects, each a kind and a name: \"deployment prometheus,cm grafana\""
        )]
        get;
        set;
    }

    [Option('o', "output-file")]
    public string? OutputFile
    {
        [Setting(
            OptionGroup.Output,
            Placeholder = "FILE",
            Help = "write to this file; it is replaced as a whole, keeps its mode and can be an input",
            DefaultText = "standard output",
            IsPath = true,
            Verbs = Verbs.Transform | Verbs.Diff
        )]
        get;
        set;
    }

    [Option("report")]
    public string? Report
    {
        [Setting(
            OptionGroup.Output,
            Placeholder = "FILE",
            Help = "write the report, or the error, to this file",
            DefaultText = "standard error",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("report-format")]
    public string? ReportFormat
    {
        [Setting(
            OptionGroup.Output,
            Placeholder = "FORMAT",
            Help = "text, json, sarif, junit, github (annotations), markdown or html",
            Choices = typeof(Reports.ReportFormat),
            Default = "text"
        )]
        get;
        set;
    }

    [Option('q', "quiet")]
    public bool Quiet
    {
        [Setting(OptionGroup.Output, Help = "print errors only")]
        get;
        set;
    }

    [Option('v', "verbose")]
    public bool Verbose
    {
        [Setting(OptionGroup.Output, Help = "report each changed field: old value, new value, line of the input, chart template")]
        get;
        set;
    }

    [Option("diff")]
    public bool Diff
    {
        [Setting(OptionGroup.Output, Help = "print a diff instead of the manifests, as the command diff does", Verbs = Verbs.Transform)]
        get;
        set;
    }
}
