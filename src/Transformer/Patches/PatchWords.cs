using KymaIstioTransform.Istio;
using KymaIstioTransform.Patches.Sidecars;
using KymaIstioTransform.Patches.Tracing;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Patches;

/// <summary>Words that several patches search all documents for: one pass over the input finds all of them.</summary>
internal static class PatchWords
{
    /// <summary>Parts of what <see cref="TraceWords.Filter"/> finds.</summary>
    private static readonly SearchedWord[] OfTracers =
    [
        new("ipkin", "ipk", "pki"),
        new("jaeger-", "jae", "ger"),
        new(WorkloadTracing.DatadogFlag, "Add", "ogA"),
        new(WorkloadTracing.LightstepFlag, "--l", "Add"),
        new(WorkloadTracing.ConfigAnnotation, "oxy", "xy."),
        new(WorkloadTracing.ConfigVariable, "Y_C", "ONF"),
    ];

    /// <summary>The other Services of the addons that are removed by default.</summary>
    private static readonly SearchedWord[] OfAddons =
    [
        new("prometheus", "heu", "rom"),
        new("tracing", "tra", "rac"),
        new("grafana", "gra", "raf"),
        new("servicegraph", "rap", "gra"),
    ];

    /// <summary>The names of Istio's containers in pods.</summary>
    private static readonly SearchedWord[] OfSidecars =
    [
        new(SidecarContainers.Proxy, "oxy", "rox"),
        new(SidecarContainers.Init, "o-i", "-in"),
        new(SidecarContainers.Validation, "o-v", "-va"),
        new(SidecarContainers.CoreDump, "dum", "ump"),
    ];

    private static readonly SearchedWord[] Words = [.. OfTracers, .. OfAddons];

    private static readonly WordSet OfMostPatches = new(Words);

    private static WordSet? all;

    /// <summary>The words that the patches of a run search for. Their numbers are those of the bits below.</summary>
    public static WordSet For(TransformOptions options) =>
        options.Patches.Contains(SidecarResources.PatchName) ? all ??= new WordSet([.. Words, .. OfSidecars]) : OfMostPatches;

    /// <summary>The bits of the words for tracers.</summary>
    public static uint Tracers => (1u << OfTracers.Length) - 1;

    /// <summary>The bits of the names of sidecars, in a run with the patch for them.</summary>
    public static uint Sidecars => ((1u << OfSidecars.Length) - 1) << Words.Length;

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
