using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Addons;

/// <summary>An object that an Istio addon chart or sample installs. The name may end in <c>*</c>, or be just <c>*</c>.</summary>
internal readonly record struct AddonObject(string Kind, string Name)
{
    /// <summary>True when <see cref="Name"/> is only the beginning of names.</summary>
    public bool IsPattern => Name.EndsWith('*');

    /// <summary>True for an object of this kind and name in the API group of the kind.</summary>
    public bool Matches(Resource resource) =>
        resource.Kind == Kind
        && (IsPattern ? resource.Name.AsSpan().StartsWith(Name.AsSpan(..^1)) : resource.Name == Name)
        && HasGroup(resource.Id.Group);

    /// <summary>Kinds in other API groups can share a name: the Grafana kinds of an operator are not Kubernetes kinds.</summary>
    private bool HasGroup(string group) =>
        Kind switch
        {
            "Deployment" or "StatefulSet" => group is "apps" or "extensions",
            "Ingress" => group is "extensions" or "networking.k8s.io",
            "Job" => group == "batch",
            "Role" or "RoleBinding" or "ClusterRole" or "ClusterRoleBinding" => group == "rbac.authorization.k8s.io",
            "Policy" => group == "authentication.istio.io",
            "PeerAuthentication" => group == "security.istio.io",
            "Kiali" => group == "kiali.io",
            "MonitoringDashboard" => group == "monitoring.kiali.io",
            "CustomResourceDefinition" => group == "apiextensions.k8s.io",
            _ => group.Length == 0,
        };
}

/// <summary>
/// The addons of Istio as data: the charts that install them and the objects they consist of, for input that no longer names its charts.
/// Names are as rendered by the charts of Istio 1.0 to 1.6 and the samples/addons of 1.6 to 1.30. <c>NS</c> is a placeholder for Istio's
/// namespace.
/// </summary>
/// <param name="Name">The addon's name in <c>--addons</c>.</param>
/// <param name="Charts">Charts whose objects all belong to the addon.</param>
/// <param name="Objects">The objects by kind and name.</param>
internal sealed record Addon(string Name, IReadOnlyList<string> Charts, IReadOnlyList<AddonObject> Objects)
{
    private const string NamespacePlaceholder = "NS";

    /// <summary>All addons, in the order of reports.</summary>
    public static IReadOnlyList<Addon> All { get; } =
    [
        new(
            "prometheus",
            ["prometheus"],
            [
                .. Named(
                    "prometheus",
                    "ConfigMap",
                    "ServiceAccount",
                    "Service",
                    "Deployment",
                    "Ingress",
                    "ClusterRole",
                    "ClusterRoleBinding"
                ),
                .. Named("prometheus-NS", "ClusterRole", "ClusterRoleBinding"),
                new("Service", "prometheus-nodeport"),
            ]
        ),
        new(
            "tracing",
            ["tracing", "jaeger", "zipkin"],
            [
                .. Named("istio-tracing", "Deployment", "Ingress"),
                .. Named("jaeger", "Deployment", "ConfigMap", "ServiceAccount"),
                .. Named("zipkin", "Deployment", "Service"),
                .. Named("jaeger-query", "Service", "Ingress"),
                new("Service", "tracing"),
                new("Service", "jaeger-collector"),
                new("Service", "jaeger-collector-headless"),
                new("Service", "jaeger-agent"),
                new("PersistentVolumeClaim", "istio-jaeger-pvc"),
            ]
        ),
        new(
            "grafana",
            ["grafana"],
            [
                .. Named("grafana", "ConfigMap", "ServiceAccount", "Secret", "Service", "Deployment", "Ingress"),
                .. Named("istio-grafana", "ConfigMap"),
                new("ConfigMap", "istio-grafana-configuration-dashboards-*"),
                new("ConfigMap", "istio-grafana-custom-resources"),
                new("ConfigMap", "istio-grafana-dashboards"),
                new("ConfigMap", "istio-services-grafana-dashboards"),
                new("PersistentVolumeClaim", "istio-grafana-pvc"),
                new("Job", "istio-grafana-post-install*"),
                new("ServiceAccount", "istio-grafana-post-install-account"),
                new("ClusterRole", "istio-grafana-post-install-NS"),
                new("ClusterRoleBinding", "istio-grafana-post-install-role-binding-NS"),
                .. Named("grafana-ports-mtls-disabled", "Policy", "PeerAuthentication"),
            ]
        ),
        new("servicegraph", ["servicegraph"], [.. Named("servicegraph", "Service", "Deployment"), new("Ingress", "istio-servicegraph")]),
        new(
            "kiali",
            ["kiali", "kiali-server", "kiali-operator"],
            [
                .. Named(
                    "kiali",
                    "ConfigMap",
                    "Secret",
                    "ServiceAccount",
                    "Service",
                    "Deployment",
                    "Ingress",
                    "Kiali",
                    "ClusterRole",
                    "ClusterRoleBinding"
                ),
                .. Named("kiali-operator", "ServiceAccount", "Deployment", "ClusterRole", "ClusterRoleBinding"),
                .. Named("kiali-controlplane", "Role", "RoleBinding"),
                new("ServiceAccount", "kiali-service-account"),
                new("ClusterRole", "kiali-viewer"),
                new("ClusterRoleBinding", "istio-kiali-admin-role-binding-NS"),
                new("MonitoringDashboard", "*"),
                new("CustomResourceDefinition", "kialis.kiali.io"),
                new("CustomResourceDefinition", "monitoringdashboards.monitoring.kiali.io"),
            ]
        ),
        new(
            "loki",
            ["loki"],
            [
                .. Named("loki", "ServiceAccount", "ConfigMap", "Service", "StatefulSet"),
                new("ConfigMap", "loki-runtime"),
                new("Service", "loki-memberlist"),
                new("Service", "loki-headless"),
                new("ClusterRole", "loki-clusterrole"),
                new("ClusterRoleBinding", "loki-clusterrolebinding"),
            ]
        ),
    ];

    /// <summary>The objects with the names they have where Istio is in this namespace.</summary>
    public IEnumerable<AddonObject> ObjectsIn(string istioNamespace) =>
        Objects.Select(o => o with { Name = o.Name.Replace(NamespacePlaceholder, istioNamespace, StringComparison.Ordinal) });

    private static IEnumerable<AddonObject> Named(string name, params string[] kinds) => kinds.Select(kind => new AddonObject(kind, name));
}
