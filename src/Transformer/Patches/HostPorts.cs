using KymaIstioTransform.Istio;
using KymaIstioTransform.Istio.Gateways;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches;

/// <summary>
/// Binds the ports 80 and 443 of ingress gateways on the node, for local installations. The Service gives the target ports: 80 and 443 up
/// to Istio 1.5, 8080 and 8443 from 1.6 on, as in Kyma 1.17. Kyma's Job used the first two ports of the container without checking them.
/// </summary>
internal sealed class HostPorts : IPatch
{
    /// <summary>
    /// The node ports, each with its default target when the input has no Service. The second target is for Istio 1.6 and later.
    /// </summary>
    private static readonly (string Port, string Unprivileged)[] Ports = [("80", "8080"), ("443", "8443")];

    public string Name => "host-ports";

    public string Summary => "bind the node's ports 80 and 443 to the Ingress Gateway (only with --host-ports, for local installations)";

    public bool IsOn(TransformOptions options) => options.IngressGateway.HostPorts != false;

    public void Apply(PatchContext context)
    {
        if (!(context.Options.IngressGateway.HostPorts ?? InstallerOverrides.Of(context).IsLocalEnv))
        {
            return;
        }

        var all = GatewayWorkload.Find(context.Manifest, context.Istio.Namespace);
        var gateways = all.Where(g => g.Role == GatewayRole.Ingress).ToList();
        if (gateways.Count == 0)
        {
            ReportMissing(context, all);
        }

        foreach (var gateway in gateways)
        {
            Bind(context, gateway);
            WarnOfReplicas(context, gateway);
        }

        if (gateways.Count > 1)
        {
            var names = string.Join(", ", gateways.Select(g => g.Resource.Id));
            context.Warn($"{gateways.Count} ingress gateways bind the node's ports 80 and 443: each needs a separate node ({names})");
        }
    }

    /// <summary>
    /// Reports that there is no gateway to bind, or where to set the ports if an operator creates it from an object in the input.
    /// </summary>
    private static void ReportMissing(PatchContext context, IReadOnlyList<GatewayWorkload> others)
    {
        var declared = DeclarativeIstio.All(context.Manifest).ToList();
        if (declared.Count == 0)
        {
            context.NotDone("Deployment istio-ingressgateway", "not in the input" + GatewayWorkload.InternalOnly(others));
        }

        foreach (var istio in declared)
        {
            context.NotDone(
                istio.Resource,
                istio.Api switch
                {
                    DeclarativeApi.IstioOperator or DeclarativeApi.IstioControlPlane =>
                        "set the gateway's ports in an overlay (k8s.overlays of the component ingressGateways: kind Deployment, name "
                            + "istio-ingressgateway, patches with the path spec.template.spec.containers.[name:istio-proxy].ports."
                            + "[containerPort:8080].hostPort and the value 80, and with 8443 and 443; containerPort 80 and 443 up to "
                            + "Istio 1.5)",
                    DeclarativeApi.KymaModule =>
                        "the module's API has no host ports (use the node ports of the Service istio-ingressgateway)",
                    DeclarativeApi.Sail =>
                        "the operator installs no gateway (add the manifests of the chart gateway to the input)",
                    _ => "its API has no host ports (use spec.gateways.ingress.service of type NodePort)",
                }
            );
        }
    }

    private static void Bind(PatchContext context, GatewayWorkload gateway)
    {
        var containers = Workload.Containers(gateway.Resource).Where(c => !c.IsInit).ToList();
        if ((containers.Find(c => c.Name is "istio-proxy" or "ingressgateway") ?? containers.FirstOrDefault()) is not { } container)
        {
            context.NotDone(gateway.Resource, "it has no container");
            return;
        }

        List<(string HostPort, string Target, YamlNode? Entry)> bindings = [];
        var services = gateway.Services(context.Manifest).ToList();
        foreach (var (port, unprivileged) in Ports)
        {
            var target = TargetOf(services, port) ?? DefaultTarget(services, container, port, unprivileged);
            if (Problem(gateway, container, port, target) is { } problem)
            {
                context.NotDone(gateway.Resource, problem);
            }
            else
            {
                bindings.Add((port, target!, Declared(container, target!)));
            }
        }

        Write(context.Edit(gateway.Resource), container, bindings);
    }

    /// <summary>The container port for a node port when the input has no Service; null when it has one, which decides.</summary>
    private static string? DefaultTarget(List<Resource> services, Container container, string port, string unprivileged) =>
        services.Count > 0 ? null
        : Declared(container, port) is null ? unprivileged
        : port;

    /// <summary>Why a node port cannot be bound to a container port; null when it can.</summary>
    private static string? Problem(GatewayWorkload gateway, Container container, string port, string? target) =>
        target is null ? $"its Service has no port {port}"
        : !char.IsAsciiDigit(target[0]) && Declared(container, target) is null
            ? $"its Service maps port {port} to {target}, but the container {container.Name} has no port of that name"
        : GatewayWorkload.UsesHostNetwork(gateway.Resource) && target != port
            ? $"it uses the host network, where port {target} cannot be bound as {port}"
        : null;

    /// <summary>
    /// A node port can be bound only once. With more replicas than nodes, pods stay pending (Kyma's issues 3638 and 3829).
    /// </summary>
    private static void WarnOfReplicas(PatchContext context, GatewayWorkload gateway)
    {
        foreach (var scaler in context.Manifest.OfKind("HorizontalPodAutoscaler"))
        {
            var target = scaler.Root.Find("spec", "scaleTargetRef");
            if (
                target?.Find("name")?.Is(gateway.Resource.Name) == true
                && target?.Find("kind")?.Is(gateway.Resource.Kind) == true
                && scaler.Namespace == gateway.Resource.Namespace
                && scaler.Root.Find("spec", "maxReplicas") is { Text: { } most } node
                && most != "1"
            )
            {
                context.Warn(
                    scaler,
                    $"scales {gateway.Resource.Id} to {most} pods: with host ports, each pod needs a separate node (set maxReplicas "
                    + "to 1 on a single node)",
                    node.Span.Start
                );
            }
        }
    }

    private static void Write(FieldEditor edit, Container container, List<(string HostPort, string Target, YamlNode? Entry)> bindings)
    {
        var added = new List<YamlValue>();
        foreach (var (hostPort, target, entry) in bindings)
        {
            if (entry is null)
            {
                // The chart gateway leaves these ports to the injection template, but Kubernetes binds only ports that the container
                // declares.
                added.Add(
                    new YamlMap(
                        ("containerPort", new YamlLiteral(target)),
                        ("hostPort", new YamlLiteral(hostPort)),
                        ("protocol", YamlValue.Of("TCP"))
                    )
                );
            }
            else if (entry.Value.Find("hostPort") is not { } present)
            {
                edit.Add(entry.Value, "hostPort", new YamlLiteral(hostPort));
            }
            else if (!present.Is(hostPort))
            {
                edit.Set(present, new YamlLiteral(hostPort));
            }
        }

        if (added.Count > 0)
        {
            AddPorts(edit, container, added);
        }
    }

    private static void AddPorts(FieldEditor edit, Container container, List<YamlValue> added)
    {
        switch (container.Node.Find("ports"))
        {
            case null:
                edit.Add(container.Node, "ports", new YamlList(added));
                break;
            case { IsSequence: true } ports when FieldEditor.HasEntries(ports):
                added.ForEach(port => edit.AddItem(ports, port));
                break;
            case { } empty:
                edit.Set(empty, new YamlList(added));
                break;
        }
    }

    /// <summary>The Service's target for a port: a number or the name of a container port. Null when no Service has the port.</summary>
    private static string? TargetOf(List<Resource> services, string port)
    {
        foreach (var service in services)
        {
            foreach (var entry in service.Root.Find("spec", "ports")?.Items ?? default)
            {
                if (entry.Find("port")?.Is(port) == true && IsTcp(entry))
                {
                    return entry.Find("targetPort")?.Text ?? port;
                }
            }
        }

        return null;
    }

    /// <summary>The container port with this number or name, or null.</summary>
    private static YamlNode? Declared(Container container, string port)
    {
        foreach (var entry in container.Node.Find("ports")?.Items ?? default)
        {
            if ((entry.Find("containerPort")?.Is(port) == true || entry.Find("name")?.Is(port) == true) && IsTcp(entry))
            {
                return entry;
            }
        }

        return null;
    }

    private static bool IsTcp(YamlNode port) => port.Find("protocol")?.Text is null or "TCP";
}
