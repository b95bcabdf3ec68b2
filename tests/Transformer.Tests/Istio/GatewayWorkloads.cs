namespace KymaIstioTransform.Tests.Istio;

/// <summary>Gateways as charts render them under any release name, with their labels in several places.</summary>
internal static class GatewayWorkloads
{
    /// <summary>Release names of the charts <c>istio-ingress</c> and <c>gateway</c>; the second is the one of Istio's own guide.</summary>
    public static readonly string[] Names = ["istio-ingressgateway", "istio-ingress", "gateway", "istio-gateway", "public", "edge-7"];

    /// <summary>The evidence that the workload is a gateway.</summary>
    public static readonly string[] Signs = ["router", "template", "selector"];

    /// <summary>Where its labels are.</summary>
    public static readonly string[] LabelPlaces = ["workload", "pods", "both"];

    /// <param name="kind">Deployment or DaemonSet.</param>
    /// <param name="name">The release name.</param>
    /// <param name="sign">One of <see cref="Signs"/>; <c>selector</c> means no evidence in the workload itself.</param>
    /// <param name="labels">One of <see cref="LabelPlaces"/>.</param>
    /// <param name="istio">The value of the label <c>istio</c>.</param>
    /// <param name="more">Further labels, each a line.</param>
    public static string Workload(string kind, string name, string sign, string labels = "both", string? istio = null, params string[] more)
    {
        string[] lines = [$"app: {name}", $"istio: {istio ?? name}", .. more];
        string Labels(string place, string indent) =>
            labels == "both" || labels == place ? $"{indent}labels:\n{string.Concat(lines.Select(l => $"{indent}  {l}\n"))}" : "";
        return $"apiVersion: apps/v1\nkind: {kind}\nmetadata:\n  name: {name}\n"
            + $"  namespace: {name}\n{Labels("workload", "  ")}spec:\n  template:\n"
            + "    metadata:\n"
            + $"      annotations: {{{(sign == "template" ? "inject.istio.io/templates: gateway" : "")}}}\n{Labels("pods", "      ")}"
            + "    spec:\n      containers:\n      - name: istio-proxy\n        image: "
            + $"{(sign == "router" ? "docker.io/istio/proxyv2:1.30.3" : "auto")}\n"
            + (sign == "router" ? "        args: [proxy, router, --domain, cluster.local]\n" : "");
    }

    /// <summary>The Service in front of a workload; ports as <c>PORT:TARGET</c>.</summary>
    public static string Service(string name, string type, params string[] ports) =>
        $"""
        apiVersion: v1
        kind: Service
        metadata:
          name: {name}
          namespace: {name}
        spec:
          type: {type}
          selector:
            app: {name}
          ports:

        """
        + string.Concat(ports.Select(p => $"  - {{name: p{p.Split(':')[0]}, port: {p.Split(':')[0]}, targetPort: {p.Split(':')[1]}}}\n"));

    /// <summary>An Istio Gateway in the namespace shop; <paramref name="tls"/> is a flow mapping.</summary>
    public static string Gateway(string selector, string tls, params string[] hosts) =>
        $$"""
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata:
          name: shop
          namespace: shop
        spec:
          selector: {{{selector}}}
          servers:

        """
        + $"  - port: {{number: 443, name: https, protocol: HTTPS}}\n    tls: {tls}\n"
        + $"    hosts: [{string.Join(", ", hosts.Select(h => $"\"{h}\""))}]\n";

    /// <summary>A Gateway of the Gateway API in the namespace edge.</summary>
    public static string ApiGateway(string className, string hostname, string reference) =>
        $"""
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata:
          name: edge
          namespace: edge
        spec:
          gatewayClassName: {className}
          listeners:

        """
        + $"  - name: https\n    port: 443\n    protocol: HTTPS\n{(hostname.Length > 0 ? $"    hostname: \"{hostname}\"\n" : "")}    "
        + "tls:\n"
        + $"      mode: Terminate\n      certificateRefs:\n      - {reference}\n";
}
