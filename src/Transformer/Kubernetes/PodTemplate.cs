using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes;

/// <summary>The metadata that a workload gives its pods, and the selectors that match it.</summary>
internal static class PodTemplate
{
    /// <summary>The labels of a workload combined with those of its pods, which win: some charts repeat labels and some do not.</summary>
    public static Dictionary<string, string> Labels(Resource workload)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(workload.Labels, labels);
        Collect(workload.Root.Find("spec", "template", "metadata", "labels")?.ResolvedPairs ?? [], labels);
        return labels;
    }

    /// <summary>The labels in a pod template.</summary>
    public static Dictionary<string, string> LabelsOf(YamlNode template)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(template.Find("metadata", "labels")?.ResolvedPairs ?? [], labels);
        return labels;
    }

    /// <summary>An annotation of the pods, or null.</summary>
    public static string? Annotation(Resource workload, string name) =>
        workload.Root.Find("spec", "template", "metadata", "annotations", name)?.Text;

    /// <summary>True when a selector (a mapping of labels) matches. An empty one selects nothing here: it would match every pod.</summary>
    public static bool Selects(YamlNode? selector, IReadOnlyDictionary<string, string> labels)
    {
        var count = 0;
        foreach (var (name, value) in selector?.ResolvedPairs ?? [])
        {
            count++;
            if (!labels.TryGetValue(name.Value, out var present) || !value.IsScalar || present != (value.Text ?? ""))
            {
                return false;
            }
        }

        return count > 0;
    }

    private static void Collect(IEnumerable<(YamlNode Name, YamlNode Value)> pairs, Dictionary<string, string> labels)
    {
        foreach (var (name, value) in pairs)
        {
            labels[name.Value] = value.Text ?? "";
        }
    }
}
