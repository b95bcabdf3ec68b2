using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>What belongs to an addon without a template or a label that says so, and what still refers to it.</summary>
public class AddonTests
{
    [Theory]
    [InlineData("ClusterRole", "prometheus-istio-system", "prometheus")]
    [InlineData("Service", "jaeger-collector-headless", "prometheus,tracing")]
    [InlineData("ConfigMap", "istio-grafana-configuration-dashboards-mixer-dashboard", "grafana")]
    [InlineData("Job", "istio-grafana-post-install-1.3.8", "grafana")]
    [InlineData("Ingress", "istio-servicegraph", "servicegraph")]
    [InlineData("MonitoringDashboard", "envoy", "kiali")]
    [InlineData("StatefulSet", "loki", "loki")]
    public void Objects_are_known_by_kind_and_name(string kind, string name, string addons) => Assert.Contains($"\"{name}\" removed (addons)", Run(Object(kind, name), addons).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("prometheus", "handler")] // mixer's own
    [InlineData("rule", "promhttp")]
    [InlineData("ConfigMap", "istio-mesh-grafana-dashboard")] // Kyma's own
    [InlineData("Deployment", "prometheus-operator")]
    [InlineData("Service", "loki")]
    public void Others_stay(string kind, string name)
    {
        var input = Object(kind, name);

        Assert.Equal(input, Run(input, "prometheus,tracing,grafana,servicegraph").Text);
    }

    [Fact]
    public void Every_removed_Service_that_a_text_refers_to_is_told_with_its_place()
    {
        var kiali = Objects.ConfigMap("kiali", "config.yaml", "a: http://prometheus:9090\nb: http://other\nc: http://tracing/jaeger\n");

        var result = Run(Objects.Stream(Object("Service", "prometheus"), Object("Service", "tracing"), kiali), "prometheus,tracing");

        Assert.Contains("<stdin>:24:15: ConfigMap istio-system/kiali still refers to the removed Service prometheus\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("<stdin>:26:15: ConfigMap istio-system/kiali still refers to the removed Service tracing\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_and_hosts_that_refer_to_a_removed_Service_are_told()
    {
        const string gateway = "apiVersion: v1\nkind: Service\nmetadata:\n  name: istio-ingressgateway\n  namespace: istio-system\nspec:\n  ports:\n  - name: https-grafana\n    port: 15031\n  - name: https\n    port: 443\n";
        const string route = "apiVersion: networking.istio.io/v1alpha3\nkind: VirtualService\nmetadata:\n  name: v\n  namespace: istio-system\nspec:\n  http:\n  - route:\n    - destination:\n        host: grafana.istio-system.svc.cluster.local\n";

        var result = Run(Objects.Stream(Object("Service", "grafana"), gateway, route), "grafana");

        Assert.Contains("Service istio-system/istio-ingressgateway still refers to the removed Service grafana", result.Error, StringComparison.Ordinal);
        Assert.Contains("VirtualService istio-system/v still refers to the removed Service grafana", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, result.Error.Split("still refers").Length - 1);
    }

    private static ToolResult Run(string stream, string addons) => Tool.Run(stream, "--only", "addons", "--addons", addons, "--allow-empty");

    private static string Object(string kind, string name) => $"apiVersion: v1\nkind: {kind}\nmetadata:\n  name: {name}\n  namespace: istio-system\nspec: {{template: {{spec: {{containers: []}}}}}}\nroleRef: {{}}\n";
}
