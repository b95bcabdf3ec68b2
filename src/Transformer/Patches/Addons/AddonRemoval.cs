using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Addons;

/// <summary>
/// Removes the addons that Kyma installs itself, with everything that their charts render. The addon of a resource is found by its
/// template, then by its chart label, then by kind and name. Mixer's objects that are named after Prometheus belong to Mixer and stay.
/// Objects that identify Istio stay too, regardless of the template comment above them.
/// </summary>
internal sealed class AddonRemoval : IPatch
{
    public string Name => "addons";

    public string Summary => "remove the addons prometheus, tracing, grafana and servicegraph";

    /// <summary>A hook of an addon needs what is removed with the addon, such as the dashboards of Grafana's Job.</summary>
    public bool AppliesTo(InputKind input) => input is InputKind.Release or InputKind.HooksOnly;

    public void Apply(PatchContext context)
    {
        var owned = Owned(context);
        var (removed, absent) = (new List<Resource>(), new List<string>());
        var disabled = DeclarativeIstio
            .All(context.Manifest)
            .SelectMany(istio => DeclarativeAddons.Apply(context, istio, context.Options.Addons))
            .ToHashSet();
        foreach (var addon in Addon.All.Where(a => context.Options.Addons.Contains(a.Name)))
        {
            var objects = owned[addon].ToList();
            objects.ForEach(o => context.Remove(o.Resource, o.Reason));
            removed.AddRange(objects.Select(o => o.Resource));
            if (objects.Count == 0 && !disabled.Contains(addon.Name))
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

    /// <summary>The resources of each addon in Istio's namespace, with the reason when only the name identifies them.</summary>
    private static ILookup<Addon, (Resource Resource, string? Reason)> Owned(PatchContext context)
    {
        var evidence = new AddonEvidence(context);
        var (candidates, elsewhere) = Candidates(context, evidence);
        var owned = new List<(Addon Addon, Resource Resource, string? Reason)>();
        foreach (var (addon, resource, chart) in candidates)
        {
            var other = chart is null
                ? null
                : elsewhere
                    .Find(e => e.Addon == addon && e.Root == ChartRoot(resource, chart) && MayBeOneRelease(e.Resource, resource))
                    .Resource;
            var foreign = other is not null
                ? $"its chart {chart} also contains {other.Id}, which is not in Istio's namespace"
                : evidence.ReasonForeign(resource, addon, chart is not null);
            if (foreign is not null)
            {
                Leave(context, addon, resource, foreign);
                continue;
            }

            owned.Add((addon, resource, evidence.ReasonAssumed(resource, addon, chart is not null)));
        }

        return owned.ToLookup(o => o.Addon, o => (o.Resource, o.Reason));
    }

    /// <summary>
    /// The objects in Istio's namespace that an addon may own, and the objects of charts with an addon's name in other namespaces: those
    /// are another team's Prometheus or Grafana.
    /// </summary>
    private static (
        List<(Addon Addon, Resource Resource, string? Chart)> Candidates,
        List<(Addon Addon, string Root, Resource Resource)> Elsewhere
    ) Candidates(PatchContext context, AddonEvidence evidence)
    {
        var owners = new AddonOwners(context.Istio.Namespace);
        var candidates = new List<(Addon Addon, Resource Resource, string? Chart)>();
        var elsewhere = new List<(Addon Addon, string Root, Resource Resource)>();
        var resources = context.Manifest.Resources;
        for (var i = 0; i < resources.Count; i++)
        {
            var resource = resources[i];
            var chart = Chart(resource);
            if (!IsInNamespace(resource, context.Istio.Namespace))
            {
                if (chart is not null && !HelmHooks.IsForDeletion(resource) && owners.OfChart(chart) is { } other)
                {
                    elsewhere.Add((other, ChartRoot(resource, chart), resource));
                }

                continue;
            }

            var listed = owners.Listed(resource);
            if (owners.Find(listed, chart) is not { } owner)
            {
                if (AddonOwners.ByName(resource, listed) is { } named)
                {
                    Consider(context, evidence, resource, named, chart, candidates);
                }
            }
            else if (context.Istio.Contains(resource))
            {
                Leave(context, owner, resource, $"it has the chart or name of the addon {owner.Name}, but is part of Istio");
            }
            else
            {
                candidates.Add((owner, resource, chart));
            }
        }

        return (candidates, elsewhere);
    }

    /// <summary>
    /// Handles an object with an addon's name that is not known by its chart. An object of another kind or of another chart does not belong
    /// to the addon. The chart of a document above it proves less: then the label of a release decides. Without one the object stays.
    /// </summary>
    private static void Consider(
        PatchContext context,
        AddonEvidence evidence,
        Resource resource,
        (Addon Addon, bool IsOfKind) named,
        string? chart,
        List<(Addon Addon, Resource Resource, string? Chart)> candidates
    )
    {
        var addon = named.Addon;
        if (!named.IsOfKind)
        {
            Leave(context, addon, resource, $"it has a name of the addon {addon.Name}, which has no {resource.Kind} of this name");
        }
        else if (resource.Document.NamesTemplate || chart == resource.LabelledChart)
        {
            Leave(context, addon, resource, $"it has the name of the addon {addon.Name}, but belongs to the chart {chart}");
        }
        else if (evidence.HasIstioLabel(resource, addon))
        {
            candidates.Add((addon, resource, null));
        }
        else if (context.Options.Addons.Contains(addon.Name))
        {
            context.NotDone(
                resource,
                $"it may belong to the addon {addon.Name} by kind and name, or to the chart {chart}, whose template an earlier "
                + "document names (add the label release, or a line # Source: CHART/templates/FILE)"
            );
        }
    }

    private static void Leave(PatchContext context, Addon addon, Resource resource, string reason)
    {
        if (context.Options.Addons.Contains(addon.Name))
        {
            context.NotApplicable(resource, reason);
        }
    }

    /// <summary>False when the labels of two objects of a chart name different releases, or different versions of the chart.</summary>
    private static bool MayBeOneRelease(Resource one, Resource other) =>
        AreEqualOrUnknown(AddonEvidence.Release(one), AddonEvidence.Release(other))
        && AreEqualOrUnknown(ChartLabel(one), ChartLabel(other));

    private static bool AreEqualOrUnknown(string? one, string? other) => one is null || other is null || one == other;

    private static string? ChartLabel(Resource resource) => resource.Label("chart") ?? resource.Label("helm.sh/chart");

    private static bool IsInNamespace(Resource resource, string istioNamespace) =>
        resource.Namespace.Length == 0 || resource.Namespace == istioNamespace;

    /// <summary>
    /// The resource's chart. A template that an earlier document named counts for sub-charts only, as Helm 2 prints them: Istio's
    /// samples/addons are shipped as files of one chart followed by hand-written documents without a template.
    /// </summary>
    private static string? Chart(Resource resource) =>
        resource.Document.NamesTemplate || IsSubchart(resource) ? resource.Chart : resource.LabelledChart;

    private static bool IsSubchart(Resource resource) => resource.Template?.IsOfSubchart == true;

    /// <summary>The chart that was rendered: the first folder of the template's path, or the chart itself.</summary>
    private static string ChartRoot(Resource resource, string chart) =>
        IsSubchart(resource) ? resource.TemplatePath!.Split('/')[0] + "/" + chart : chart;
}
