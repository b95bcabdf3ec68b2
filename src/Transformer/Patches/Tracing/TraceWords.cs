using KymaIstioTransform.Text;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>
/// The words that <see cref="WorkloadTracing"/> and <see cref="ZipkinMentions"/> search for. Few objects contain one.
/// </summary>
internal static class TraceWords
{
    /// <summary>The names of Services in the addresses of Istio's own Zipkin.</summary>
    public static IReadOnlyList<string> Services { get; } = ["zipkin", "jaeger-collector"];

    /// <summary>Finds the objects that may name a collector.</summary>
    public static WordFilter Filter { get; } =
        new([
            "ipkin",
            "jaeger-collector",
            WorkloadTracing.DatadogFlag,
            WorkloadTracing.LightstepFlag,
            WorkloadTracing.ConfigAnnotation,
            WorkloadTracing.ConfigVariable,
        ]);
}
