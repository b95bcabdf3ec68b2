using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Addons;

/// <summary>
/// Finds the addon that a resource belongs to, by chart or by kind and name. Few objects have the name of an addon's object, so the catalog
/// is indexed by name.
/// </summary>
internal sealed class AddonOwners
{
    /// <summary>The API group of ServiceMonitors and other objects that configure a Prometheus.</summary>
    private const string PrometheusOperator = "monitoring.coreos.com";

    private readonly Dictionary<string, Addon> byChart = [];
    private readonly Dictionary<string, List<(AddonObject Object, Addon Addon)>> byName = [];

    /// <summary>The objects of a name that no addon has.</summary>
    private readonly List<(AddonObject Object, Addon Addon)> none = [];

    /// <summary>The objects whose names are only the beginnings of names.</summary>
    private readonly List<(AddonObject Object, Addon Addon)> byBeginning = [];

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
                if (listed.IsPattern)
                {
                    byBeginning.Add((listed, addon));
                }
                else if (byName.TryGetValue(listed.Name, out var objects))
                {
                    objects.Add((listed, addon));
                }
                else
                {
                    byName[listed.Name] = [(listed, addon)];
                }
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
        var named = byName.GetValueOrDefault(resource.Name, none);
        if (ByKind(named, resource) is { } addon)
        {
            return (addon, true);
        }

        var isOfKnownGroup = named.Count > 0 && (resource.Id.IsOfKubernetes || resource.Id.Group == PrometheusOperator);
        return isOfKnownGroup ? (named[0].Addon, false) : null;
    }

    private Addon? ByKindAndName(Resource resource) => ByKind(byName.GetValueOrDefault(resource.Name, none), resource);

    private Addon? ByKind(List<(AddonObject Object, Addon Addon)> named, Resource resource) =>
        FirstMatch(named, resource) ?? FirstMatch(byBeginning, resource);

    private static Addon? FirstMatch(List<(AddonObject Object, Addon Addon)> listed, Resource resource)
    {
        foreach (var (candidate, addon) in listed)
        {
            if (candidate.Matches(resource))
            {
                return addon;
            }
        }

        return null;
    }
}
