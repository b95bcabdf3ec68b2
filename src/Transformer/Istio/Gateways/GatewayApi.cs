using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Istio.Gateways;

/// <summary>
/// The Gateway API (gateway.networking.k8s.io) as far as Istio implements it: it reads the Secrets that Gateways refer to.
/// </summary>
internal static class GatewayApi
{
    private const string Group = "gateway.networking.k8s.io";

    /// <summary>
    /// True for a Gateway whose class is Istio's: one that istiod makes itself, or one of the input with istiod as its controller.
    /// </summary>
    public static bool IsImplementedByIstio(Manifest manifest, Resource gateway)
    {
        if (gateway.Kind != "Gateway" || gateway.Id.Group != Group || gateway.Root.Find("spec", "gatewayClassName")?.Text is not { } name)
        {
            return false;
        }

        foreach (var known in manifest.OfKind("GatewayClass"))
        {
            if (known.Id.Group == Group && known.Name == name)
            {
                return known.Root.Find("spec", "controllerName")?.Is("istio.io/gateway-controller") == true;
            }
        }

        return HasIstioClass(gateway);
    }

    /// <summary>True for a Gateway whose class istiod creates itself: for gateways that istiod runs, or that run elsewhere.</summary>
    public static bool HasIstioClass(Resource resource) =>
        resource.Kind == "Gateway"
        && resource.Id.Group == Group
        && resource.Root.Find("spec", "gatewayClassName")?.Text is "istio" or "istio-remote";

    /// <summary>The sets of listeners (ListenerSet, before Gateway API 1.5 XListenerSet) whose Gateway Istio implements.</summary>
    public static IEnumerable<Resource> ListenerSets(Manifest manifest)
    {
        foreach (var set in manifest.OfKind("ListenerSet").Concat(manifest.OfKind("XListenerSet")))
        {
            var parent = set.Root.Find("spec", "parentRef");
            if (
                set.Id.Group is Group or "gateway.networking.x-k8s.io"
                && manifest
                    .OfKind("Gateway")
                    .Any(g =>
                        parent?.Find("name")?.Is(g.Name) == true
                        && (parent?.Find("namespace")?.Text ?? set.Namespace) == g.Namespace
                        && IsImplementedByIstio(manifest, g)
                    )
            )
            {
                yield return set;
            }
        }
    }

    /// <summary>True when a ReferenceGrant of the Secret's namespace lets the Gateway read it.</summary>
    public static bool IsGranted(Manifest manifest, Resource gateway, string secretNamespace, string secret)
    {
        foreach (var grant in manifest.OfKind("ReferenceGrant"))
        {
            if (
                grant.Id.Group == Group
                && grant.Namespace == secretNamespace
                && HasItem(grant, "from", f => IsFrom(f, gateway))
                && HasItem(grant, "to", t => IsTo(t, secret))
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFrom(YamlNode from, Resource gateway) =>
        from.Find("group")?.Is(gateway.Id.Group) == true
        && from.Find("kind")?.Is(gateway.Kind) == true
        && from.Find("namespace")?.Is(gateway.Namespace) == true;

    /// <summary>Without a name the grant covers every Secret of the namespace.</summary>
    private static bool IsTo(YamlNode to, string secret) =>
        to.Find("group")?.Text is null or ""
        && to.Find("kind")?.Is("Secret") == true
        && (to.Find("name") is not { Text: { } name } || name == secret);

    private static bool HasItem(Resource grant, string list, Func<YamlNode, bool> matches)
    {
        foreach (var item in grant.Root.Find("spec", list)?.Items ?? default)
        {
            if (matches(item))
            {
                return true;
            }
        }

        return false;
    }
}
