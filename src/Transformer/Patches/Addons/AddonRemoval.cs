using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Addons;

/// <summary>
/// Removes the addons that Kyma brings itself: all that their charts render. A resource belongs to an addon by the template it comes from,
/// else by its chart label, else by kind and name. Mixer's own objects named after Prometheus belong to mixer and stay, and so does
/// what Istio is recognised by, whatever template stands above it.
/// </summary>
internal sealed class AddonRemoval : IPatch
{
    public string Name => "addons";

    public string Summary => "the addon charts prometheus, tracing, grafana and servicegraph are gone";

    public void Apply(PatchContext context)
    {
        var owned = Owned(context);
        var (removed, absent) = (new List<Resource>(), new List<string>());
        foreach (var addon in Addon.All.Where(a => context.Options.Addons.Contains(a.Name)))
        {
            var objects = owned[addon].ToList();
            objects.ForEach(o => context.Remove(o));
            removed.AddRange(objects);
            if (objects.Count == 0)
            {
                absent.Add(addon.Name);
            }
        }

        if (absent.Count > 0)
        {
            context.NotApplicable($"{(absent.Count == 1 ? "addon" : "addons")} {string.Join(", ", absent)}", "not in the input");
        }

        DanglingReferences.Warn(context, removed);
    }

    /// <summary>The resources of each addon in Istio's namespace.</summary>
    private static ILookup<Addon, Resource> Owned(PatchContext context)
    {
        var owners = new AddonOwners(context.Istio.Namespace);
        var owned = new List<(Addon Addon, Resource Resource)>();
        var elsewhere = new HashSet<(Addon, string)>();
        foreach (var resource in context.Manifest.Resources)
        {
            var chart = Chart(resource);
            if (IsHere(resource, context.Istio.Namespace))
            {
                if (owners.Find(resource, chart) is { } owner && !context.Istio.Contains(resource))
                {
                    owned.Add((owner, resource));
                }
            }
            else if (chart is not null && !HelmHooks.IsForDeletion(resource) && owners.OfChart(chart) is { } other)
            {
                // A chart of that name that installs elsewhere is somebody else's Prometheus or Grafana.
                elsewhere.Add((other, ChartRoot(resource, chart)));
            }
        }

        return owned
            .Where(o => elsewhere.Count == 0 || Chart(o.Resource) is not { } chart || !elsewhere.Contains((o.Addon, ChartRoot(o.Resource, chart))))
            .ToLookup(o => o.Addon, o => o.Resource);
    }

    private static bool IsHere(Resource resource, string istioNamespace) => resource.Namespace.Length == 0 || resource.Namespace == istioNamespace;

    /// <summary>
    /// The resource's chart. A template that an earlier document named counts for sub-charts only, as Helm 2 prints them: Istio's
    /// samples/addons are shipped as files of one chart followed by hand-written documents without a template.
    /// </summary>
    private static string? Chart(Resource resource) => resource.Document.NamesTemplate || IsSubchart(resource) ? resource.Chart : resource.LabelledChart;

    private static bool IsSubchart(Resource resource) => resource.TemplatePath?.Contains("/charts/", StringComparison.Ordinal) == true;

    /// <summary>The chart that was rendered: the first folder of the template's path, or the chart itself.</summary>
    private static string ChartRoot(Resource resource, string chart) => IsSubchart(resource) ? resource.TemplatePath!.Split('/')[0] + "/" + chart : chart;
}
