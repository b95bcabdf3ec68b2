using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Addons;

/// <summary>
/// Decides whether an object with the chart or name of an addon belongs to Istio. It does if its release label is Istio's or the addon's
/// (as in Istio's samples/addons), and if a role binding's subjects are accounts in Istio's namespace.
/// </summary>
internal sealed class AddonEvidence
{
    private static readonly string[] IstioLabels = ["istio.io/", "operator.istio.io/", "install.operator.istio.io/"];

    private readonly PatchContext context;

    /// <summary>The release names on Istio's objects; empty when no object has one.</summary>
    private readonly HashSet<string> releases;

    public AddonEvidence(PatchContext context)
    {
        this.context = context;
        releases = [];
        foreach (var part in context.Istio.Parts)
        {
            if (Release(part) is { } release)
            {
                releases.Add(release);
            }
        }
    }

    /// <summary>The release that an object's labels name, or null.</summary>
    public static string? Release(Resource resource) => resource.Label("release") ?? resource.Label("app.kubernetes.io/instance");

    /// <summary>Why an object does not belong to Istio, or null.</summary>
    /// <param name="resource">The object.</param>
    /// <param name="addon">The addon that it appears to belong to.</param>
    /// <param name="isOfChart">True when its template or label names the addon's chart.</param>
    public string? ReasonForeign(Resource resource, Addon addon, bool isOfChart)
    {
        if (Release(resource) is { Length: > 0 } release && releases.Count > 0 && !releases.Contains(release) && !IsOwnName(addon, release))
        {
            return $"it looks like the addon {addon.Name}, but belongs to the release {release}";
        }

        return isOfChart || HasIstioLabel(resource, addon)
            ? null
            : resource.Kind switch
            {
                "ClusterRoleBinding" => Subjects(resource).FirstOrDefault(s => !IsOfIstio(s)) is { Tree: not null } subject
                    ? $"it has the name of the addon {addon.Name}, but is for {Account(subject)}"
                    : null,
                "ClusterRole" => ReasonForeignRole(resource, addon),
                _ => null,
            };
    }

    /// <summary>Why an object counts as Istio's although neither a chart nor a label says so; null when one of them does.</summary>
    public string? ReasonAssumed(Resource resource, Addon addon, bool isOfChart) =>
        isOfChart || HasIstioLabel(resource, addon)
            ? null
            : $"assumed to be Istio's {addon.Name}: kind, name and namespace match, but no label shows its release";

    private string? ReasonForeignRole(Resource role, Addon addon)
    {
        var bindings = context.Manifest.OfKind(role.Kind + "Binding").Where(b => b.Root.Find("roleRef", "name")?.Is(role.Name) == true);
        var subjects = bindings.SelectMany(Subjects).ToList();
        return subjects.FindIndex(s => !IsOfIstio(s)) is >= 0 and var other
                ? $"it has the name of the addon {addon.Name}, but is for {Account(subjects[other])}"
            : subjects.Count > 0 || role.Name.Contains(context.Istio.Namespace, StringComparison.Ordinal) ? null
            : $"it has the name of the addon {addon.Name}, but no label or role binding shows that it is Istio's";
    }

    /// <summary>True for an object with a label that Istio's charts and samples give to their addons.</summary>
    public bool HasIstioLabel(Resource resource, Addon addon) =>
        (Release(resource) is { } release && (releases.Contains(release) || IsOwnName(addon, release)))
        || (resource.Label("app") is { } app && (IsOwnName(addon, app) || app == resource.Name))
        || resource.Labels.Any(l => Array.Exists(IstioLabels, l.Key.StartsWith));

    private static bool IsOwnName(Addon addon, string name) => addon.Name == name || addon.Charts.Contains(name);

    private static IEnumerable<YamlNode> Subjects(Resource binding) => binding.Root.Find("subjects")?.Items ?? [];

    /// <summary>True for an account in Istio's namespace. An account without a namespace counts as in Istio's namespace.</summary>
    private bool IsOfIstio(YamlNode subject) =>
        (subject.Find("namespace")?.Text ?? context.Istio.Namespace) == context.Istio.Namespace
        && subject.Find("kind")?.Is("ServiceAccount") != false;

    private static string Account(YamlNode subject) =>
        $"{subject.Find("kind")?.Text ?? "ServiceAccount"} "
        + $"{(subject.Find("namespace")?.Text is { } of ? of + "/" : "")}{subject.Find("name")?.Text}";
}
