using System.Runtime.CompilerServices;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// Reads the amounts of the proxy, and of the containers that run before it. A default request is lowered to the user's limit; a request
/// that the user sets must not be above the limit.
/// </summary>
internal static class SidecarSettings
{
    /// <exception cref="UsageException">An amount is not a positive quantity, or a request is above its limit.</exception>
    public static SidecarOptions Bind(Settings settings)
    {
        var defaults = new SidecarOptions();
        var limits = Amounts(settings, o => o.Sidecars.SidecarCpuLimit, o => o.Sidecars.SidecarMemoryLimit, defaults.Limits);
        var requests = Amounts(settings, o => o.Sidecars.SidecarCpuRequest, o => o.Sidecars.SidecarMemoryRequest, defaults.Requests);
        RequireAtMost("cpu", requests?.Cpu, limits?.Cpu ?? defaults.Limits.Cpu, defaults.Requests.Cpu);
        RequireAtMost("memory", requests?.Memory, limits?.Memory ?? defaults.Limits.Memory, defaults.Requests.Memory);
        var proxy = defaults with
        {
            Mode = settings.GetEnum(o => o.Sidecars.SidecarMode, defaults.Mode),
            Limits = limits ?? defaults.Limits,
            Requests = AtMost(requests ?? defaults.Requests, limits ?? defaults.Limits),
        };
        var initLimits = Amounts(settings, o => o.Sidecars.InitCpuLimit, o => o.Sidecars.InitMemoryLimit, proxy.Limits);
        var initRequests = Amounts(settings, o => o.Sidecars.InitCpuRequest, o => o.Sidecars.InitMemoryRequest, proxy.Requests);
        return proxy with
        {
            InitLimits = initLimits,
            InitRequests =
                initLimits is null && initRequests is null ? null : AtMost(initRequests ?? proxy.Requests, initLimits ?? proxy.Limits),
        };
    }

    /// <summary>Both amounts, a missing one from <paramref name="fallback"/>; null when neither is set.</summary>
    private static CpuAndMemory? Amounts(
        Settings settings,
        Func<TypedFlags, string?> cpuOption,
        Func<TypedFlags, string?> memoryOption,
        CpuAndMemory fallback,
        [CallerArgumentExpression(nameof(cpuOption))] string cpuProperty = "",
        [CallerArgumentExpression(nameof(memoryOption))] string memoryProperty = ""
    )
    {
        var (cpu, memory) = (Amount(settings, cpuOption, cpuProperty), Amount(settings, memoryOption, memoryProperty));
        return cpu is null && memory is null ? null : new CpuAndMemory(cpu ?? fallback.Cpu, memory ?? fallback.Memory);
    }

    private static Quantity? Amount(Settings settings, Func<TypedFlags, string?> option, string property) =>
        settings.Get(
            option,
            text => Quantity.TryParse(text, out var quantity) && quantity.Value > 0 ? quantity : null,
            "must be a positive Kubernetes quantity such as 128Mi or 100m",
            property
        );

    private static CpuAndMemory AtMost(CpuAndMemory requests, CpuAndMemory limits) =>
        new(Quantity.Min(requests.Cpu, limits.Cpu), Quantity.Min(requests.Memory, limits.Memory));

    private static void RequireAtMost(string name, Quantity? request, Quantity limit, Quantity fallback)
    {
        if (request is not null && request > limit && request != fallback)
        {
            throw new UsageException($"the sidecars' {name} request {request} must not be above their {name} limit {limit}");
        }
    }
}
