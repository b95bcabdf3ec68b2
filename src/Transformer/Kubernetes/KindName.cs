using System.Diagnostics.CodeAnalysis;

namespace KymaIstioTransform.Kubernetes;

/// <summary>A kind as users write it for kubectl: case-insensitive, plural or short name, with its group after a dot.</summary>
internal static class KindName
{
    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["cj"] = "cronjob",
        ["cm"] = "configmap",
        ["crd"] = "customresourcedefinition",
        ["crds"] = "customresourcedefinition",
        ["deploy"] = "deployment",
        ["dr"] = "destinationrule",
        ["ds"] = "daemonset",
        ["ep"] = "endpoints",
        ["gw"] = "gateway",
        ["hpa"] = "horizontalpodautoscaler",
        ["ing"] = "ingress",
        ["limits"] = "limitrange",
        ["netpol"] = "networkpolicy",
        ["ns"] = "namespace",
        ["pa"] = "peerauthentication",
        ["pdb"] = "poddisruptionbudget",
        ["po"] = "pod",
        ["pv"] = "persistentvolume",
        ["pvc"] = "persistentvolumeclaim",
        ["quota"] = "resourcequota",
        ["rs"] = "replicaset",
        ["sa"] = "serviceaccount",
        ["sc"] = "storageclass",
        ["se"] = "serviceentry",
        ["sts"] = "statefulset",
        ["svc"] = "service",
        ["vs"] = "virtualservice",
    };

    /// <summary>True when <paramref name="typed"/> names the kind of an object.</summary>
    public static bool Names(string typed, ResourceId id)
    {
        var (word, group) = typed.Split('.', 2) is [var first, var rest] ? (first, rest) : (typed, null);
        return (group is null || group.Equals(id.Group, StringComparison.OrdinalIgnoreCase))
            && IsKind(ShortNames.GetValueOrDefault(word, word), id.Kind);
    }

    [SuppressMessage("Globalization", "CA1308", Justification = "Resources are named in lower case.")]
    private static bool IsKind(string word, string kind)
    {
        var singular = kind.ToLowerInvariant();
        var plural = singular switch
        {
            [.., 's'] or [.., 'x'] or [.., 'c', 'h'] or [.., 's', 'h'] => singular + "es",
            [.., not ('a' or 'e' or 'o' or 'u'), 'y'] => singular[..^1] + "ies",
            _ => singular + "s",
        };
        return word.Equals(singular, StringComparison.OrdinalIgnoreCase) || word.Equals(plural, StringComparison.OrdinalIgnoreCase);
    }
}
