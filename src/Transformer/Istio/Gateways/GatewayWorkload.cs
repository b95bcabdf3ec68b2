using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Istio.Gateways;

/// <summary>The kind of traffic a gateway handles.</summary>
internal enum GatewayRole
{
    /// <summary>From outside into the mesh.</summary>
    Ingress,

    /// <summary>From the mesh to the outside.</summary>
    Egress,

    /// <summary>Between the networks of one mesh.</summary>
    EastWest,

    /// <summary>From inside the cluster or its network, as Knative's cluster-local-gateway and Istio's ilbgateway (1.0 to 1.5).</summary>
    Internal,
}

/// <summary>
/// A workload whose pods run Envoy as a gateway. It is recognised by what it runs, not by its name: the gateway charts take
/// any release name, and Istio's guide installs one as <c>istio-ingress</c>.
/// </summary>
/// <param name="Resource">The workload.</param>
/// <param name="Namespace">Its namespace, or Istio's where it names none.</param>
/// <param name="Labels">The labels of the workload and its pods.</param>
/// <param name="Role">What it is for.</param>
internal sealed record GatewayWorkload(Resource Resource, string Namespace, IReadOnlyDictionary<string, string> Labels, GatewayRole Role)
{
    /// <summary>
    /// The Secret that the ingress gateway charts of Istio mount at /etc/istio/ingressgateway-certs (1.0 to 1.31, not the chart
    /// <c>gateway</c>).
    /// </summary>
    public const string MountedSecret = "istio-ingressgateway-certs";

    private const string IstioLabel = "istio";
    private const string InjectionTemplates = "inject.istio.io/templates";

    /// <summary>Labels of the Deployments that istiod makes from Gateways of the Gateway API: their Gateway controls them.</summary>
    private static readonly string[] ManagedLabels = ["gateway.networking.k8s.io/gateway-name", "istio.io/gateway-name"];

    /// <summary>The labels that name a gateway's purpose in Istio's charts, highest precedence first.</summary>
    private static readonly string[] RoleLabels = [IstioLabel, "operator.istio.io/component", "app", "app.kubernetes.io/name"];

    private static readonly char[] NameSeparators = ['-', '_', '.'];

    /// <summary>All gateways of the input, in its order.</summary>
    public static IReadOnlyList<GatewayWorkload> Find(Manifest manifest, string istioNamespace)
    {
        var selectors = Selectors(manifest);
        var gateways = new List<GatewayWorkload>();
        foreach (var resource in manifest.Resources)
        {
            if (!IsWorkload(resource))
            {
                continue;
            }

            // Most workloads run no proxy: their labels are not even read.
            var role = AgentRole(resource);
            if (
                role is not (null or ProxyMode.Router)
                || (role is null && selectors.Count == 0 && !UsesGatewayTemplate(resource) && !HasProxy(resource))
            )
            {
                continue;
            }

            var labels = PodTemplate.Labels(resource);
            if (IsGateway(resource, role, labels, selectors))
            {
                var ns = resource.Namespace.Length > 0 ? resource.Namespace : istioNamespace;
                gateways.Add(new GatewayWorkload(resource, ns, labels, RoleOf(manifest, resource, labels, selectors)));
            }
        }

        return gateways;
    }

    /// <summary>
    /// The end of a message that the input has no ingress gateway: the gateways that only the cluster can reach, if there are any.
    /// </summary>
    public static string InternalOnly(IEnumerable<GatewayWorkload> gateways)
    {
        var names = gateways.Where(g => g.Role == GatewayRole.Internal).Select(g => g.Resource.Id.ToString()).ToList();
        return names.Count == 0
            ? ""
            : $" (only the cluster reaches {string.Join(", ", names)}: its Service is of type ClusterIP, and no Gateway of the input "
            + "selects it)";
    }

    /// <summary>True for the Gateways of Istio's own API.</summary>
    public static bool IsIstioGateway(Resource resource) => resource.Kind == "Gateway" && resource.Id.Group == "networking.istio.io";

    /// <summary>
    /// True for objects that run pods from a template: the built-in kinds, and kinds of other controllers with a template at the same path,
    /// such as Argo's Rollout.
    /// </summary>
    public static bool IsWorkload(Resource resource) =>
        resource.Kind is "Deployment" or "DaemonSet" or "StatefulSet" && resource.Id.Group is "apps" or "extensions"
        || (
            !resource.Id.IsOfKubernetes
            && resource.PodSpecIndexes.Count > 0
            && resource.Root.Find("spec", "template", "spec", "containers") is not null
        );

    /// <summary>True when the workload runs Envoy as a gateway: by its arguments, or by the template that it is injected with.</summary>
    public static bool RunsGateway(Resource workload) => AgentRole(workload) == ProxyMode.Router || UsesGatewayTemplate(workload);

    /// <summary>True for a workload with one of the labels or names that Istio's charts give to gateways.</summary>
    public static bool HasGatewayName(Resource workload)
    {
        var labels = PodTemplate.Labels(workload);
        return RoleOf(workload.Name) is not null
            || Array.Exists(RoleLabels, label => labels.TryGetValue(label, out var value) && RoleOf(value) is not null);
    }

    /// <summary>The Services that send traffic to it.</summary>
    public IEnumerable<Resource> Services(Manifest manifest) => ServicesOf(manifest, Resource, Labels);

    /// <summary>True when its pods use the host network.</summary>
    public static bool UsesHostNetwork(Resource workload) => PodSpecOf(workload)?.Find("hostNetwork")?.Is("true") == true;

    private static YamlNode? PodSpecOf(Resource workload) => workload.Root.Find("spec", "template", "spec");

    /// <summary>True when a volume of its pods is a Secret.</summary>
    public bool Mounts(string secret) => Mounts(Resource, secret);

    private static List<YamlNode> Selectors(Manifest manifest)
    {
        var selectors = new List<YamlNode>();
        foreach (var gateway in manifest.OfKind("Gateway"))
        {
            if (IsIstioGateway(gateway) && gateway.Root.Find("spec", "selector") is { IsMapping: true } selector)
            {
                selectors.Add(selector);
            }
        }

        return selectors;
    }

    private static bool IsGateway(Resource workload, string? role, Dictionary<string, string> labels, List<YamlNode> selectors) =>
        !Array.Exists(ManagedLabels, labels.ContainsKey)
        && (
            role == ProxyMode.Router
            || UsesGatewayTemplate(workload)
            || selectors.Exists(s => PodTemplate.Selects(s, labels))
            || (HasProxy(workload) && IsNamedIngress(workload, labels))
        );

    /// <summary>
    /// The mode in which a container starts Istio's agent: <c>proxy router</c> is a gateway, <c>proxy sidecar</c>, <c>proxy ingress</c>
    /// (1.0) and <c>proxy waypoint</c> are not. Null when the arguments do not show the mode.
    /// </summary>
    private static string? AgentRole(Resource workload)
    {
        foreach (var container in Workload.Containers(workload))
        {
            if (ProxyMode.Of(container) is { } role)
            {
                return role;
            }
        }

        return null;
    }

    /// <summary>The chart <c>gateway</c> (Istio 1.12 and later) leaves the container to the injector's template of that name.</summary>
    private static bool UsesGatewayTemplate(Resource workload)
    {
        foreach (var template in PodTemplate.Annotation(workload, InjectionTemplates)?.Split(',') ?? [])
        {
            if (template.Trim() == "gateway")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The names of ingress gateways in the charts since Istio 1.0, for workloads that show no arguments.</summary>
    private static bool IsNamedIngress(Resource workload, Dictionary<string, string> labels) =>
        labels.GetValueOrDefault(IstioLabel) == "ingressgateway"
        || workload.Name.StartsWith("istio-ingressgateway", StringComparison.Ordinal)
        || Mounts(workload, MountedSecret);

    /// <summary>True when a container runs Istio's proxy: by its name, which injection relies on, or by its image.</summary>
    private static bool HasProxy(Resource workload)
    {
        foreach (var container in Workload.Containers(workload))
        {
            if (
                !container.IsInit
                && (
                    container.Name is "istio-proxy" or "ingressgateway"
                    || container.Image?.Contains("/proxyv2", StringComparison.Ordinal) == true
                )
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool Mounts(Resource workload, string secret)
    {
        foreach (var volume in PodSpecOf(workload)?.Find("volumes")?.Items ?? default)
        {
            if (volume.Find("secret", "secretName")?.Is(secret) == true)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// By the names that charts give, then by the ports and type of its Services; every other gateway takes traffic from outside.
    /// </summary>
    private static GatewayRole RoleOf(Manifest manifest, Resource workload, Dictionary<string, string> labels, List<YamlNode> selectors)
    {
        foreach (var label in RoleLabels)
        {
            if (labels.TryGetValue(label, out var value) && RoleOf(value) is { } role)
            {
                return role;
            }
        }

        return RoleOf(workload.Name)
            ?? RoleOf(
                [.. ServicesOf(manifest, workload, labels)],
                labels.ContainsKey("topology.istio.io/network"),
                selectors.Exists(s => PodTemplate.Selects(s, labels)),
                IsOnNode(workload)
            );
    }

    /// <summary>True for pods that are reachable at the node's address: one per node, on the host network, or with host ports.</summary>
    private static bool IsOnNode(Resource workload) =>
        workload.Kind == "DaemonSet"
        || UsesHostNetwork(workload)
        || Workload
            .Containers(workload)
            .Any(c => (c.Node.Find("ports")?.Items ?? default).Any(p => p.Find("hostPort") is not null));

    private static GatewayRole? RoleOf(string name)
    {
        if (name.Contains("eastwest", StringComparison.OrdinalIgnoreCase) || name.Contains("east-west", StringComparison.OrdinalIgnoreCase))
        {
            return GatewayRole.EastWest;
        }

        if (name.Contains("ilbgateway", StringComparison.Ordinal) || name.Contains("local-gateway", StringComparison.Ordinal))
        {
            return GatewayRole.Internal;
        }

        foreach (var word in name.Split(NameSeparators))
        {
            if (word.StartsWith("ingress", StringComparison.OrdinalIgnoreCase))
            {
                return GatewayRole.Ingress;
            }

            if (word.StartsWith("egress", StringComparison.OrdinalIgnoreCase))
            {
                return GatewayRole.Egress;
            }
        }

        return null;
    }

    /// <summary>
    /// East-west gateways have a network label or the port 15443, but not the web ports: up to Istio 1.9 ingress gateways have 15443
    /// as well as 80 and 443. A gateway that only the cluster can reach, by a Service of type ClusterIP, is an ingress gateway only when
    /// a Gateway of the input uses it.
    /// </summary>
    private static GatewayRole RoleOf(List<Resource> services, bool isOfNetwork, bool isSelected, bool isOnNode)
    {
        if (services.Exists(s => HasPort(s, "80") || HasPort(s, "443")))
        {
            return !isSelected && !isOnNode && services.TrueForAll(IsClusterOnly) ? GatewayRole.Internal : GatewayRole.Ingress;
        }

        return isOfNetwork || services.Exists(s => HasPort(s, "15443")) ? GatewayRole.EastWest : GatewayRole.Ingress;
    }

    private static bool HasPort(Resource service, string number)
    {
        foreach (var port in service.Root.Find("spec", "ports")?.Items ?? default)
        {
            if (port.Find("port")?.Is(number) == true)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsClusterOnly(Resource service) =>
        service.Root.Find("spec", "type")?.Text is null or "ClusterIP"
        && service.Root.Find("spec", "externalIPs") is not { IsSequence: true };

    private static IEnumerable<Resource> ServicesOf(Manifest manifest, Resource workload, IReadOnlyDictionary<string, string> labels)
    {
        foreach (var service in manifest.OfKind("Service"))
        {
            var isNear = service.Namespace == workload.Namespace || service.Namespace.Length == 0 || workload.Namespace.Length == 0;
            if (isNear && service.Id.Group.Length == 0 && PodTemplate.Selects(service.Root.Find("spec", "selector"), labels))
            {
                yield return service;
            }
        }
    }
}
