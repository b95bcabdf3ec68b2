using KymaIstioTransform.Cli;
using Xunit;

namespace KymaIstioTransform.Tests.Patches.Addons;

/// <summary>A Prometheus or Grafana of another team is kept, and does not prevent the removal of Istio's.</summary>
public class AddonOwnershipTests
{
    private const string Istiod =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: istio-system, labels: {app: istiod, release: istio}}
        spec: {template: {spec: {containers: [{name: discovery, image: 'istio/pilot:1.20.1'}]}}}

        """;

    [Theory]
    [InlineData("labels: {app: grafana, chart: grafana-6.1, release: team-a}")]
    [InlineData("labels: {app: grafana, chart: grafana-1.0.2, release: team-a}")]
    [InlineData("labels: {helm.sh/chart: grafana-8.0.0}")]
    [InlineData("\"labels\": {\"helm.sh/chart\": \"grafana-8.0.0\", 'app.kubernetes.io/instance': team-a}")]
    public void A_chart_of_another_release_elsewhere_does_not_keep_Istio_s(string labels)
    {
        var theirs = $"apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: team-grafana\n  namespace: team-a\n  {labels}\n";
        const string ours =
            """
            apiVersion: v1
            kind: Service
            metadata: {name: grafana, namespace: istio-system, labels: {app: grafana, chart: grafana-1.0.2, release: istio}}

            """;

        var result = Run(ours, theirs);

        Assert.Equal("---\n" + Objects.Stream(theirs, Istiod), result.Text);
        Assert.Contains("service \"grafana\" removed (addons)\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("release: team-a, chart: grafana-6.1", false)]
    [InlineData("app.kubernetes.io/instance: team-a, helm.sh/chart: grafana-6.1", false)]
    [InlineData("release: team-a", false)]
    [InlineData("release: istio", true)]
    [InlineData("release: grafana, chart: grafana-6.1", true)] // Istio's samples/addons
    [InlineData("app.kubernetes.io/instance: grafana, helm.sh/chart: grafana-6.1", true)]
    public void The_release_decides_in_Istio_s_namespace(string labels, bool removed)
    {
        var service = $"apiVersion: v1\nkind: Service\nmetadata: {{name: grafana, namespace: istio-system, labels: {{{labels}}}}}\n";

        var result = Run(service);

        Assert.Equal(removed, !result.Text.Contains("grafana", StringComparison.Ordinal));
        Assert.Equal(
            !removed,
            Tool.Run(Objects.Stream(service, Istiod), "--only", "addons", "--verbose")
                .Error.Contains(
                    "Service istio-system/grafana: it looks like the addon grafana, but belongs to the release team-a",
                    StringComparison.Ordinal
                )
        );
    }

    [Theory]
    [InlineData("grafana.integreatly.org/v1beta1", "Deployment", "prometheus")]
    [InlineData("serving.knative.dev/v1", "Service", "grafana")]
    [InlineData("v1", "ConfigMap", "istio-grafana-my-own-dashboards")]
    [InlineData("networking.istio.io/v1", "Ingress", "grafana")]
    public void Another_group_or_a_longer_name_is_not_the_addon(string apiVersion, string kind, string name)
    {
        var theirs = $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: {name}, namespace: istio-system}}\n";

        Assert.Equal(Objects.Stream(theirs, Istiod), Run(theirs).Text);
    }

    [Theory]
    [InlineData(
        "# Source: mine/templates/a.yaml\n",
        "apiVersion: v1\nkind: Service",
        "it has the name of the addon grafana, but belongs to the chart mine"
    )]
    [InlineData(
        "",
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy",
        "it has a name of the addon grafana, which has no NetworkPolicy of this name"
    )]
    [InlineData(
        "",
        "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor",
        "it has a name of the addon grafana, which has no ServiceMonitor"
    )]
    [InlineData(
        "",
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole",
        "it has a name of the addon grafana, which has no ClusterRole"
    )]
    [InlineData("# Source: istio/charts/grafana/templates/a.yaml\n", "apiVersion: v1\nkind: ConfigMap", "", "istio")]
    public void A_kept_object_with_the_name_of_an_addon_is_reported(string source, string kind, string reason, string name = "grafana")
    {
        var data = name == "istio" ? "data: {mesh: ''}\n" : "";
        var theirs = $"{source}{kind}\nmetadata: {{name: {name}, namespace: istio-system}}\n{data}";
        var input = Objects.Stream(theirs, Istiod);

        var result = Tool.Run(input, "--only", "addons", "-v");

        Assert.Equal(input, result.Text);
        Assert.Contains(
            $"istio-system/{name}: "
            + $"{(reason.Length > 0 ? reason : "it has the chart or name of the addon grafana, but is part of Istio")}",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("not done", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Helm 2 names a template only above its first document; users who add a document after it may not.</summary>
    [Theory]
    [InlineData("", false)]
    [InlineData("labels: {app: prometheus}", true)]
    [InlineData("labels: {release: team-a}", false)]
    public void Below_the_template_of_another_chart_an_addon_is_removed_by_its_labels_or_reported(string labels, bool isRemoved)
    {
        var mixer = "# Source: istio/charts/mixer/templates/config.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n";
        var service = $"apiVersion: v1\nkind: Service\nmetadata:\n  name: prometheus\n  namespace: istio-system\n  {labels}\n";

        var result = Run(mixer, service);

        Assert.Equal(isRemoved, !result.Text.Contains("prometheus", StringComparison.Ordinal));
        Assert.Equal(!isRemoved, result.Error.Contains("it may belong to the addon prometheus", StringComparison.Ordinal));
    }

    [Fact]
    public void An_object_that_only_its_name_identifies_is_removed_with_a_reason()
    {
        const string service =
            "apiVersion: v1\nkind: Service\nmetadata: {name: grafana, namespace: istio-system, labels: {app.kubernetes.io/name: "
            + "grafana, app.kubernetes.io/managed-by: Helm, team: mine}}\n";

        Assert.Contains(
            "service \"grafana\" removed (addons): assumed to be Istio's grafana: kind, name and namespace match, but no label shows "
            + "its release",
            Run(service).Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("subjects: [{kind: ServiceAccount, name: prometheus, namespace: monitoring}]", false)]
    [InlineData(
        """
        subjects:
        - kind: ServiceAccount
          name: prometheus
          namespace: "istio-system"
        - {kind: ServiceAccount, name: other, namespace: monitoring}
        """,
        false
    )]
    [InlineData("subjects: [{kind: User, name: prometheus}]", false)]
    [InlineData("subjects: [{kind: ServiceAccount, name: prometheus, namespace: istio-system}]", true)]
    [InlineData("\"subjects\": [{\"kind\": \"ServiceAccount\", \"name\": \"prometheus\", \"namespace\": \"istio-system\"}]", true)]
    public void Roles_without_labels_are_removed_if_they_serve_only_Istio_s_namespace(string subjects, bool removed)
    {
        const string role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: prometheus}\nrules: []\n";
        var binding =
            $$"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: prometheus}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: prometheus}
            {{subjects}}

            """;

        var input = Objects.Stream(role, binding, Istiod);

        Assert.Equal(removed ? "---\n" + Istiod : input, Run(role, binding).Text);
        Assert.Equal(
            WithCarriageReturns(removed ? "---\n" + Istiod : input),
            Tool.Run(WithCarriageReturns(input), "--only", "addons").Text
        );
    }

    [Fact]
    public void A_role_without_a_link_to_Istio_is_kept()
    {
        const string role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: prometheus}\nrules: []\n";

        Assert.Equal(Objects.Stream(role, Istiod), Run(role).Text);
    }

    [Theory]
    [InlineData("grafana, chart: grafana-1.0.2")]
    [InlineData("grafana")]
    public void A_run_that_would_remove_all_of_Istio_is_rejected(string labels)
    {
        var input = Objects.Stream(
            $"apiVersion: v1\nkind: Service\nmetadata: {{name: grafana, namespace: istio-system, labels: {{app: {labels}}}}}\nspec: {{}}\n",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: mine}\n"
        );

        var result = Tool.Run(input);

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Empty(result.Text);
        Assert.Contains("the output would have no Istio objects", result.Error, StringComparison.Ordinal);
        var allowed = Tool.Run(input, "--allow-empty");
        Assert.Equal(allowed.Text, Tool.Run(allowed.Text, "--allow-empty").Text);
    }

    private static string WithCarriageReturns(string stream) => stream.Replace("\n", "\r\n", StringComparison.Ordinal);

    private static ToolResult Run(params string[] objects) => Tool.Run(Objects.Stream([.. objects, Istiod]), "--only", "addons");
}
