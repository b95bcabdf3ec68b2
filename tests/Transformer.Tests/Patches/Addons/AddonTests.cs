using Xunit;

namespace KymaIstioTransform.Tests.Patches.Addons;

/// <summary>Objects that belong to an addon without a template or label that says so, and references to removed objects.</summary>
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
    public void Addon_objects_are_recognised_by_kind_and_name(string kind, string name, string addons) =>
        Assert.Contains($"\"{name}\" removed (addons)", Run(Object(kind, name), addons).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("prometheus", "handler")] // mixer's own
    [InlineData("rule", "promhttp")]
    [InlineData("ConfigMap", "istio-mesh-grafana-dashboard")] // Kyma's own
    [InlineData("Deployment", "prometheus-operator")]
    [InlineData("Service", "loki")]
    public void Other_objects_are_kept(string kind, string name)
    {
        var input = Object(kind, name);

        Assert.Equal(input, Run(input, "prometheus,tracing,grafana,servicegraph").Text);
    }

    [Fact]
    public void A_text_that_refers_to_removed_Services_causes_warnings_with_positions()
    {
        var kiali = Objects.ConfigMap("kiali", "config.yaml", "a: http://prometheus:9090\nb: http://other\nc: http://tracing/jaeger\n");

        var result = Run(Objects.Stream(Object("Service", "prometheus"), Object("Service", "tracing"), kiali), "prometheus,tracing");

        Assert.Contains(
            "<stdin>:24:15: addons: ConfigMap istio-system/kiali: still refers to the removed Service prometheus\n",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<stdin>:26:15: addons: ConfigMap istio-system/kiali: still refers to the removed Service tracing\n",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Ports_and_hosts_that_refer_to_a_removed_Service_cause_warnings()
    {
        const string gateway =
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: istio-ingressgateway
              namespace: istio-system
            spec:
              ports:
              - name: https-grafana
                port: 15031
              - name: https
                port: 443

            """;
        const string route =
            """
            apiVersion: networking.istio.io/v1alpha3
            kind: VirtualService
            metadata:
              name: v
              namespace: istio-system
            spec:
              http:
              - route:
                - destination:
                    host: grafana.istio-system.svc.cluster.local

            """;

        var result = Run(Objects.Stream(Object("Service", "grafana"), gateway, route), "grafana");

        Assert.Contains(
            "Service istio-system/istio-ingressgateway: still refers to the removed Service grafana",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "VirtualService istio-system/v: still refers to the removed Service grafana",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(2, result.Error.Split("still refers").Length - 1);
    }

    [Fact]
    public void Kind_and_name_decide_before_the_chart_among_addons()
    {
        var input = Objects.Stream(
            Object("Service", "tracing").Replace("metadata:\n", "metadata:\n  labels: {chart: prometheus-1.0}\n", StringComparison.Ordinal),
            Object("ConfigMap", "istio")
        );

        Assert.Contains("\"tracing\" removed (addons)", Run(input, "tracing").Error, StringComparison.Ordinal);
        Assert.Equal(input, Run(input, "prometheus").Text);
    }

    [Theory]
    [InlineData("monitoring", false)]
    [InlineData("istio-system", true)]
    [InlineData("\"\"", true)]
    public void An_object_in_another_namespace_is_not_an_addon_of_Istio(string ns, bool removed)
    {
        var input = Object("Service", "prometheus").Replace("istio-system", ns, StringComparison.Ordinal);

        Assert.Equal(removed ? "" : input, Run(input, "prometheus").Text);
    }

    [Theory]
    [InlineData("prometheus/templates/a.yaml", false)] // samples/addons: the template counts for its own document
    [InlineData("istio/charts/prometheus/templates/a.yaml", true)] // Helm 2 names a template once
    public void A_document_without_a_template_belongs_to_the_previous_one_only_in_a_subchart(string template, bool removed)
    {
        var stay = Object("ConfigMap", "more");

        var result = Run(Objects.Stream($"# Source: {template}\n{Object("ConfigMap", "extra")}", stay), "prometheus");

        Assert.Equal(!removed, result.Text.Contains("name: more", StringComparison.Ordinal));
        Assert.DoesNotContain("name: extra", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chart_in_two_namespaces_is_recognised_by_the_rendered_chart()
    {
        static string Of(string template, string name, string ns) =>
            $"# Source: {template}\n{Object("ConfigMap", name)}".Replace("istio-system", ns, StringComparison.Ordinal);
        var input = Objects.Stream(
            Of("monitoring/charts/prometheus/templates/a.yaml", "theirs", "monitoring"),
            Of("monitoring/charts/prometheus/templates/b.yaml", "theirs-here", "istio-system"),
            Of("istio/charts/prometheus/templates/a.yaml", "ours", "istio-system")
        );

        var result = Run(input, "prometheus");

        Assert.Equal(
            ["\"ours\" removed (addons)"],
            result
                .Error.Split('\n')
                .Where(l => l.Contains("removed", StringComparison.Ordinal) && l.Contains('"', StringComparison.Ordinal))
                .Select(l => l[l.IndexOf('"', StringComparison.Ordinal)..])
        );
    }

    [Fact]
    public void References_are_reported_in_the_order_of_the_removals()
    {
        var kiali = Objects.ConfigMap("kiali", "config.yaml", "a: http://tracing/jaeger and http://prometheus\n");

        var result = Run(Objects.Stream(Object("Service", "prometheus"), Object("Service", "tracing"), kiali), "prometheus,tracing");

        Assert.Matches("(?s)removed Service prometheus.*removed Service tracing", result.Error);
    }

    [Theory]
    [InlineData("url: http://grafana", "7:13")]
    [InlineData("url: //grafana:3000/login", "7:8")]
    [InlineData("url: \"http:\\/\\/grafana\\/login\"", "7:16")]
    [InlineData("url: see http://other and http://grafana.istio-system", "7:34")]
    [InlineData("host: grafana", "7:7")]
    [InlineData("host: grafana.istio-system.svc", "7:7")]
    [InlineData("serviceName: grafana", "7:14")]
    [InlineData("\"serviceName\": grafana", "7:16")]
    [InlineData("'host' : grafana", "7:10")]
    [InlineData("? host\n: grafana", "8:3")]
    [InlineData("to: {a: b,host: grafana}", "7:17")]
    [InlineData("url: ///grafana", "7:9")]
    [InlineData("name: http://grafana", "7:14")]
    [InlineData("urls: [http://grafana]", "7:15")]
    [InlineData("args: [host, grafana]", null)]
    [InlineData("\"http://grafana\": key", null)]
    [InlineData("a: b\n\"http://grafana\": key", null)]
    [InlineData("status: {url: http://grafana}", null)]
    [InlineData("list: [{managedFields: [{url: http://grafana}]}]", null)]
    [InlineData("kubectl.kubernetes.io/last-applied-configuration: '{\"url\":\"http://grafana\"}'", null)]
    [InlineData("name: grafana", null)]
    [InlineData("name: https-grafana", null)]
    [InlineData("other: grafana", null)]
    [InlineData("host: grafana.elsewhere", null)]
    [InlineData("host: my-grafana", null)]
    [InlineData("url: http://grafana.elsewhere/login", null)]
    [InlineData("url: http://grafanas", null)]
    [InlineData("url: |\n  //\n  grafana", null)]
    [InlineData("to: a.host | grafana", null)]
    public void A_reference_is_a_host_or_the_host_of_a_URL(string line, string? place)
    {
        var from = $"apiVersion: example.com/v1\nkind: Route\nmetadata:\n  name: r\n  namespace: istio-system\nspec:\n{line}\n";

        var error = Run(Objects.Stream(from, Object("Service", "grafana")), "grafana").Error;

        Assert.Equal(place is not null, error.Contains("still refers", StringComparison.Ordinal));
        Assert.Contains(
            place is null ? "" : $"<stdin>:{place}: addons: Route istio-system/r: still refers to the removed Service grafana\n",
            error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Services_with_long_and_short_names_are_found_alike()
    {
        const string from =
            """
            apiVersion: example.com/v1
            kind: Route
            metadata:
              name: r
              namespace: istio-system
            spec: [{host: tracing}, {host: jaeger-collector-headless}]

            """;

        var error = Run(
            Objects.Stream(Object("Service", "jaeger-collector-headless"), Object("Service", "tracing"), from),
            "tracing"
        ).Error;

        Assert.Contains(
            "<stdin>:22:15: addons: Route istio-system/r: still refers to the removed Service tracing\n",
            error,
            StringComparison.Ordinal
        );
        Assert.Contains("still refers to the removed Service jaeger-collector-headless\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_that_a_patch_replaces_is_not_reported()
    {
        var stream = Objects.Stream(
            Object("Service", "zipkin"),
            Objects.Deployment(
                "istio-policy",
                "mixer",
                "mixer:1.0.2",
                "--trace_zipkin_url=http://zipkin:9411/api/v1/spans",
                "--other=http://zipkin"
            )
        );

        var error = Tool.Run(stream, "--only", "addons,zipkin", "--addons", "tracing").Error;

        Assert.Equal(1, error.Split("still refers").Length - 1);
        Assert.Contains(
            "Deployment istio-system/istio-policy: still refers to the removed Service zipkin",
            error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Objects_known_only_by_label_are_kept_if_their_chart_is_also_elsewhere()
    {
        static string Labelled(string name, string ns) =>
            Object("ConfigMap", name).Replace("istio-system\n", $"{ns}\n  labels: {{chart: prometheus-1.0}}\n", StringComparison.Ordinal);
        var input = Objects.Stream(Labelled("theirs", "monitoring"), Labelled("here", "istio-system"));

        Assert.Equal(input, Run(input, "prometheus").Text);
        Assert.Contains("\"here\" removed (addons)", Run(Labelled("here", "istio-system"), "prometheus").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Removed_objects_and_definitions_are_not_searched_for_references()
    {
        var definition = Objects.Definition("routes.example.com").TrimEnd() + "\n  host: grafana\n";
        var gone = Object("Ingress", "grafana").TrimEnd() + "\nother: {serviceName: grafana}\n";

        Assert.DoesNotContain(
            "still refers",
            Run(Objects.Stream(definition, gone, Object("Service", "grafana")), "grafana").Written().Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Service", "name: grafana", false)]
    [InlineData("Service", "name: https-grafana", true)]
    [InlineData("Service", "host: grafana", true)]
    [InlineData("Service", "other: http://grafana", true)]
    [InlineData("Service", "name: grafana-https", false)]
    [InlineData("Service", "other: https-grafana", false)]
    [InlineData("Gateway", "name: https-grafana", true)]
    [InlineData("Deployment", "name: https-grafana", false)]
    public void A_port_name_can_refer_to_a_Service(string kind, string port, bool refers)
    {
        var from = $"apiVersion: v1\nkind: {kind}\nmetadata:\n  name: g\n  namespace: istio-system\nspec:\n  ports:\n  - {port}\n";

        Assert.Equal(
            refers,
            Run(Objects.Stream(from, Object("Service", "grafana")), "grafana").Error.Contains("still refers", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_report_shows_the_line_of_a_removal()
    {
        var result = Tool.Run(
            Objects.Stream(Object("ConfigMap", "istio"), Object("Service", "grafana")),
            "--only",
            "addons",
            "--report-format",
            "github"
        );

        Assert.Contains("::notice file=<stdin>,line=9,col=1,title=addons::", result.Error, StringComparison.Ordinal);
    }

    private static ToolResult Run(string stream, string addons) =>
        Tool.Run(stream, "--only", "addons", "--addons", addons, "--allow-empty");

    private static string Object(string kind, string name) =>
        $$"""
        apiVersion: {{GroupOf(kind)}}
        kind: {{kind}}
        metadata:
          name: {{name}}
          namespace: istio-system
        spec: {template: {spec: {containers: []} } }
        roleRef: {}

        """;

    private static string GroupOf(string kind) =>
        kind switch
        {
            "Deployment" or "StatefulSet" => "apps/v1",
            "Ingress" => "networking.k8s.io/v1",
            "Job" => "batch/v1",
            "ClusterRole" or "ClusterRoleBinding" => "rbac.authorization.k8s.io/v1",
            "MonitoringDashboard" => "monitoring.kiali.io/v1alpha1",
            _ => "v1",
        };
}
