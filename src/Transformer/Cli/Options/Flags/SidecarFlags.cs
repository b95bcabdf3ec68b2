using CommandLine;

namespace KymaIstioTransform.Cli.Options.Flags;

/// <summary>The flags for sidecars and their injection.</summary>
internal sealed class SidecarFlags
{
    [Option("sidecar-memory-limit")]
    public string? SidecarMemoryLimit
    {
        [Setting(
            OptionGroup.Sidecars,
            "sidecars.limits.memory",
            IsCommon = true,
            Placeholder = "QUANTITY",
            Help = "memory limit of sidecars",
            Default = SidecarOptions.DefaultMemory
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
            DefaultText = "the value for sidecars"
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
            DefaultText = "the value for sidecars"
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
            DefaultText = "the value for sidecars"
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
            DefaultText = "the value for sidecars"
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
}
