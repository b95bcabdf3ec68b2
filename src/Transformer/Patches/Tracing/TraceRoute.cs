using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>Where proxies send their traces.</summary>
/// <param name="Workload">The workload; null for all proxies without a separate route.</param>
/// <param name="Target">The collector, <c>HOST:PORT</c>; null when no traces are sent.</param>
/// <param name="Reason">The setting that decides it.</param>
/// <param name="Missing">The collector's Service, when neither the manifests nor Kyma's namespace have it; otherwise null.</param>
internal sealed record TraceRoute(ResourceId? Workload, string? Target, string Reason, string? Missing)
{
    /// <summary>The same route with <paramref name="safe"/> applied to every text.</summary>
    public TraceRoute With(Func<string, string> safe) =>
        new(
            Workload?.With(safe),
            Target is null ? null : safe(Target),
            safe(Reason),
            Missing is null ? null : safe(Missing)
        );

    public override string ToString() =>
        $"{Workload?.ToString() ?? "other proxies"}: {Target ?? "no traces"} ({Reason})"
        + (Missing is null ? "" : $", but the manifests have no {Missing}");
}
