using CommandLine;

namespace KymaIstioTransform.Cli.Options.Flags;

/// <summary>The flags for addons and security.</summary>
internal sealed class SecurityFlags
{
    [Option("addons")]
    public string? Addons
    {
        [Setting(
            OptionGroup.Security,
            "addons.remove",
            IsCommon = true,
            Placeholder = "NAME,...",
            Help = "addons to remove: prometheus, tracing, grafana, servicegraph, kiali, loki",
            Names = KnownNames.Addons,
            Default = "prometheus,tracing,grafana,servicegraph"
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
        [Setting(OptionGroup.Security, "checks.policyChecks", Help = "reject a mesh whose Mixer policy checks are off (Kyma 1.1 to 1.15)")]
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
}
