using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Addons;

/// <summary>
/// Finds the addon that a resource belongs to, by chart or by kind and name. There is one lookup per object, so the catalog is indexed by
/// kind first.
/// </summary>
internal sealed class AddonOwners
{
    /// <summary>The API group of ServiceMonitors and other objects that configure a Prometheus.</summary>
    private const string PrometheusOperator = "monitoring.coreos.com";

    private readonly Dictionary<string, Addon> byChart = [];
    private readonly Dictionary<string, List<(AddonObject Object, Addon Addon)>> byKind = [];
    private readonly Dictionary<string, Addon> byName = [];

    /// <summary>The addons of the catalog as Istio's namespace names their objects.</summary>
    public AddonOwners(string istioNamespace)
    {
        foreach (var addon in Addon.All)
        {
            foreach (var chart in addon.Charts)
            {
                byChart.TryAdd(chart, addon);
            }

            foreach (var listed in addon.ObjectsIn(istioNamespace))
            {
                if (!byKind.TryGetValue(listed.Kind, out var objects))
                {
                    byKind[listed.Kind] = objects = [];
                }

                objects.Add((listed, addon));
                byName.TryAdd(listed.Name, addon);
            }
        }
    }

    /// <summary>The addon that a chart installs, or null.</summary>
    public Addon? OfChart(string chart) => byChart.GetValueOrDefault(chart);

    /// <summary>
    /// The addon of a resource of this chart, or null. Among addons, kind and name decide before the chart: Istio's samples print the
    /// template of one addon above an object of another.
    /// </summary>
    public Addon? Find(Resource resource, string? chart)
    {
        var ofChart = chart is null ? null : OfChart(chart);
        return chart is null || ofChart is not null ? ByKindAndName(resource) ?? ofChart : null;
    }

    /// <summary>
    /// The addon that has an object of this name, and whether it is of the same kind; null when no addon has one. Some kinds of Mixer and
    /// of operators also have the names of addons.
    /// </summary>
    public (Addon Addon, bool IsOfKind)? ByName(Resource resource)
    {
        if (ByKindAndName(resource) is { } addon)
        {
            return (addon, true);
        }

        var isOfKnownGroup = resource.Id.IsOfKubernetes || resource.Id.Group == PrometheusOperator;
        return isOfKnownGroup && byName.TryGetValue(resource.Name, out var named) ? (named, false) : null;
    }

    private Addon? ByKindAndName(Resource resource)
    {
        if (byKind.TryGetValue(resource.Kind, out var objects))
        {
            foreach (var (listed, addon) in objects)
            {
                if (listed.Matches(resource))
                {
                    return addon;
                }
            }
        }

        return null;
    }
}
