using KymaIstioTransform.Manifests;

namespace KymaIstioTransform.Patches;

/// <summary>
/// Removes the addons that Kyma brings itself: all that their charts render. A resource belongs to an addon by the template it comes from,
/// else by its chart label, else by kind and name. Mixer's own objects named after Prometheus belong to mixer and stay.
/// </summary>
internal sealed class AddonRemoval : IPatch
{
    public string Name => "addons";

    public string Summary => "the addon charts prometheus, tracing, grafana and servicegraph are gone";

    public void Apply(PatchRun run)
    {
        var removed = new List<Resource>();
        foreach (var addon in Addon.All.Where(a => run.Options.Addons.Contains(a.Name)))
        {
            var objects = Of(run, addon);
            objects.ForEach(o => run.Remove(o));
            removed.AddRange(objects);
            if (objects.Count == 0)
            {
                run.Skip($"addon {addon.Name}", "the input has none of its objects");
            }
        }

        DanglingReferences.Warn(run, removed);
    }

    private static List<Resource> Of(PatchRun run, Addon addon)
    {
        var istioNamespace = run.Istio.Namespace;

        // A chart of that name that installs elsewhere is somebody else's Prometheus or Grafana.
        var elsewhere = run.Manifest.Resources
            .Where(r => Chart(r) is { } chart && addon.Charts.Contains(chart) && !IsHere(r, istioNamespace))
            .Select(ChartRoot)
            .ToHashSet();
        return [.. run.Manifest.Resources.Where(r => IsHere(r, istioNamespace) && Belongs(r, addon, istioNamespace) && (Chart(r) is null || !elsewhere.Contains(ChartRoot(r))))];
    }

    /// <summary>
    /// Among addons, kind and name decide before the chart: Istio's samples print the template of one addon above an object of another.
    /// </summary>
    private static bool Belongs(Resource resource, Addon addon, string istioNamespace)
    {
        var chart = Chart(resource);
        var owner = chart is null || Addon.All.Any(a => a.Charts.Contains(chart)) ? Addon.All.FirstOrDefault(a => a.Lists(resource, istioNamespace)) : null;
        return (owner ?? Addon.All.FirstOrDefault(a => a.Charts.Contains(chart))) == addon;
    }

    private static bool IsHere(Resource resource, string istioNamespace) => resource.Namespace.Length == 0 || resource.Namespace == istioNamespace;

    /// <summary>
    /// The resource's chart. A template that an earlier document named counts for sub-charts only, as Helm 2 prints them: Istio's
    /// samples/addons are shipped as files of one chart followed by hand-written documents without a template.
    /// </summary>
    private static string? Chart(Resource resource) =>
        resource.Document.NamesTemplate || IsSubchart(resource) ? resource.Chart : (resource with { TemplatePath = null }).Chart;

    private static bool IsSubchart(Resource resource) => resource.TemplatePath?.Contains("/charts/", StringComparison.Ordinal) == true;

    /// <summary>The chart that was rendered: the first folder of the template's path, or the chart itself.</summary>
    private static string ChartRoot(Resource resource) => IsSubchart(resource) ? resource.TemplatePath!.Split('/')[0] + "/" + Chart(resource) : Chart(resource)!;
}
