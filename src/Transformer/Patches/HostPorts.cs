using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches;

/// <summary>Binds the Ingress Gateway's ports 80 and 443 on the node, for local installations. Kyma's Job took the first two ports, whatever they were.</summary>
internal sealed class HostPorts : IPatch
{
    private static readonly string[] Ports = ["80", "443"];

    public string Name => "host-ports";

    public string Summary => "the Ingress Gateway listens on the node's ports 80 and 443 (local installations)";

    public void Apply(PatchContext context)
    {
        if (!context.Options.IngressGateway.HostPorts)
        {
            return;
        }

        var gateways = context.Manifest.OfKind("Deployment").Where(d => d.Name == "istio-ingressgateway").ToList();
        if (gateways.Count == 0)
        {
            context.NotDone("Deployment istio-ingressgateway", "the input has none");
        }

        foreach (var gateway in gateways)
        {
            foreach (var port in Ports)
            {
                Bind(context, gateway, port);
            }
        }
    }

    private static void Bind(PatchContext context, Resource gateway, string number)
    {
        var ports = Workload.Containers(gateway).Where(c => !c.IsInit).SelectMany(c => (IEnumerable<YamlNode>)(c.Node.Find("ports")?.Items ?? default)).Where(p => p.Find("containerPort")?.Is(number) == true).ToList();
        if (ports.Count == 0)
        {
            context.NotDone(gateway, $"it has no containerPort {number}");
        }

        foreach (var port in ports)
        {
            if (port.Find("hostPort") is { } present)
            {
                if (!present.Is(number))
                {
                    context.Edit(gateway).Set(present, new YamlLiteral(number));
                }
            }
            else
            {
                context.Edit(gateway).Add(port, "hostPort", new YamlLiteral(number));
            }
        }
    }
}
