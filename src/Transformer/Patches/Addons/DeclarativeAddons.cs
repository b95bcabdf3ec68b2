using KymaIstioTransform.Istio;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Addons;

/// <summary>
/// Addons in objects that declare an Istio installation: <c>addonComponents</c> of an IstioOperator (Istio 1.5 to 1.7), and <c>enabled</c>
/// of the addon charts in the values. Addons that the profile enables are disabled explicitly.
/// </summary>
internal static class DeclarativeAddons
{
    private const string Enabled = "enabled";

    /// <summary>Istio 1.8 dropped the addons, and its istioctl rejects <c>addonComponents</c>.</summary>
    private static readonly IstioVersion FirstWithoutAddons = new(1, 8, null);

    /// <summary>Disables addons; returns the names of those that the object mentions.</summary>
    public static IReadOnlyList<string> Apply(PatchContext context, DeclarativeIstio istio, IReadOnlyList<string> addons)
    {
        var root = istio.Resource.Root;
        var found = new List<string>();
        foreach (var addon in addons)
        {
            string[][] paths = istio.Api switch
            {
                DeclarativeApi.IstioOperator =>
                [
                    ["spec", "addonComponents", addon],
                    [.. istio.ValuesPath, addon],
                ],
                DeclarativeApi.IstioControlPlane =>
                [
                    [.. istio.ValuesPath, addon],
                ],
                _ => [],
            };
            foreach (var current in paths.Select(p => root.Find([.. p, Enabled])).OfType<YamlNode>())
            {
                found.Add(addon);
                if (!current.Is("false"))
                {
                    context.Edit(istio.Resource).Set(current, new YamlLiteral("false"));
                }
            }

            if (paths.Length > 0 && !found.Contains(addon) && IsOfProfile(istio, addon))
            {
                found.Add(addon);
                context.Edit(istio.Resource).SetPath(root, [.. paths[0], Enabled], new YamlLiteral("false"));
            }
        }

        return found;
    }

    /// <summary>
    /// True for an addon that the object's profile enables: Prometheus up to Istio 1.7, and all addons in the demo profile.
    /// </summary>
    private static bool IsOfProfile(DeclarativeIstio istio, string addon)
    {
        var hasAddons = istio.Api == DeclarativeApi.IstioControlPlane || (istio.Version is { } version && version < FirstWithoutAddons);
        return hasAddons
            && istio.Resource.Root.Find("spec", "profile")?.Text switch
            {
                null or "default" => addon == "prometheus",
                "demo" or "demo-auth" => addon is "prometheus" or "grafana" or "tracing" or "kiali",
                _ => false,
            };
    }
}
