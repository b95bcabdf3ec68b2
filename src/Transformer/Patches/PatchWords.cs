using KymaIstioTransform.Patches.Tracing;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Patches;

/// <summary>Words that several patches search all documents for: one pass over the input finds all of them.</summary>
internal static class PatchWords
{
    /// <summary>Parts of what <see cref="TraceWords.Filter"/> finds.</summary>
    private static readonly SearchedWord[] OfTracers =
    [
        new("ipkin", "pk"),
        new("jaeger-", "ja"),
        new(WorkloadTracing.DatadogFlag, "gA"),
        new(WorkloadTracing.LightstepFlag, "-l"),
        new(WorkloadTracing.ConfigAnnotation, "y."),
        new(WorkloadTracing.ConfigVariable, "Y_"),
    ];

    /// <summary>The other Services of the addons that are removed by default.</summary>
    private static readonly SearchedWord[] OfAddons =
    [
        new("prometheus", "eu"),
        new("tracing", "ci"),
        new("grafana", "af"),
        new("servicegraph", "ph"),
    ];

    private static readonly SearchedWord[] Words = [.. OfTracers, .. OfAddons];

    /// <summary>All words. Their numbers are those of the bits below.</summary>
    public static WordSet All { get; } = new(Words);

    /// <summary>The bits of the words for tracers.</summary>
    public static uint Tracers => (1u << OfTracers.Length) - 1;

    /// <summary>The bits of words that every document with one of the names has; null when a name has none of the words.</summary>
    public static uint? Of(IEnumerable<string> names)
    {
        var bits = 0u;
        foreach (var name in names)
        {
            var word = Array.FindIndex(Words, w => name.Contains(w.Text, StringComparison.Ordinal));
            if (word < 0)
            {
                return null;
            }

            bits |= 1u << word;
        }

        return bits;
    }
}
