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

    /// <summary>For the first character of a name, modulo the number of items, a bit for each length, modulo 64.</summary>
    private readonly ulong[] lengths = new ulong[32];

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
                    lengths[listed.Name[0] % lengths.Length] |= 1ul << listed.Name.Length;
                }
            }
        }
    }

    /// <summary>The addon that a chart installs, or null.</summary>
    public Addon? OfChart(string chart) => byChart.GetValueOrDefault(chart);

    /// <summary>The objects of the catalog that a resource may be.</summary>
    public ListedObjects Listed(Resource resource)
    {
        // First character and length distinguish nearly all names.
        var name = resource.Name;
        var mayBeNamed = name.Length > 0 && (lengths[name[0] % lengths.Length] & (1ul << name.Length)) != 0;
        var named = mayBeNamed ? byName.GetValueOrDefault(name, none) : none;
        return new ListedObjects(named, FirstMatch(named, resource) ?? FirstMatch(byBeginning, resource));
    }

    /// <summary>
    /// The addon of a resource of this chart, or null. Among addons, kind and name decide before the chart: Istio's samples print the
    /// template of one addon above an object of another.
    /// </summary>
    public Addon? Find(ListedObjects listed, string? chart)
    {
        var ofChart = chart is null ? null : OfChart(chart);
        return chart is null || ofChart is not null ? listed.ByKindAndName ?? ofChart : null;
    }

    /// <summary>
    /// The addon that has an object of this name, and whether it is of the same kind; null when no addon has one. Some kinds of Mixer and
    /// of operators also have the names of addons.
    /// </summary>
    public static (Addon Addon, bool IsOfKind)? ByName(Resource resource, ListedObjects listed)
    {
        if (listed.ByKindAndName is { } addon)
        {
            return (addon, true);
        }

        var isOfKnownGroup = listed.Named.Count > 0 && (resource.Id.IsOfKubernetes || resource.Id.Group == PrometheusOperator);
        return isOfKnownGroup ? (listed.Named[0].Addon, false) : null;
    }

    private static Addon? FirstMatch(List<(AddonObject Object, Addon Addon)> listed, Resource resource)
    {
        for (var i = 0; i < listed.Count; i++)
        {
            if (listed[i].Object.Matches(resource))
            {
                return listed[i].Addon;
            }
        }

        return null;
    }
}

/// <summary>The objects of the catalog that a resource may be.</summary>
/// <param name="Named">Those of its name.</param>
/// <param name="ByKindAndName">The addon with one of its kind and name, or null.</param>
internal readonly record struct ListedObjects(List<(AddonObject Object, Addon Addon)> Named, Addon? ByKindAndName);
