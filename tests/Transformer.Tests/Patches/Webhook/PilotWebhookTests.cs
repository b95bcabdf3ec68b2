using KymaIstioTransform.Cli;
using Xunit;

namespace KymaIstioTransform.Tests.Patches.Webhook;

/// <summary>The webhook flag of Pilot 1.0, and when it is not added.</summary>
public class PilotWebhookTests
{
    [Fact]
    public void The_flag_is_added_after_the_other_arguments()
    {
        var result = Run(Objects.Pilot("1.0.5", "--domain", "x"));

        Assert.Equal(
            Objects.Pilot("1.0.5", "--domain", "x", "--webhookEndpoint", "\"http://istio-webhook:5000\""),
            result.Text.Replace(" http://istio-webhook:5000", " \"http://istio-webhook:5000\"", StringComparison.Ordinal)
        );
        Assert.Equal(result.Text, Run(result.Text).Text);
    }

    [Fact]
    public void An_existing_flag_gets_the_endpoint() =>
        Assert.Contains(
            "[discovery, --webhookEndpoint=http://istio-webhook:5000]",
            Run(Objects.Pilot("1.0.5", "--webhookEndpoint=http://other:1")).Text,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("1.1.0")]
    [InlineData("1.5.9-distroless")]
    [InlineData("release-1.2-latest-daily")]
    public void A_later_Pilot_is_unchanged_and_only_a_requested_webhook_is_reported(string version)
    {
        var input = Objects.Pilot(version, "--monitoringAddr=:15014");
        var result = Run(input, "--strict");
        var asked = Run(input, "--webhook-image", "webhook:1");

        Assert.Equal(input, result.Text);
        Assert.Equal("nothing changed\n", result.Error);
        Assert.Equal(input, asked.Text);
        Assert.Contains(
            "not done: <stdin>:1:1: pilot-webhook: Deployment istio-system/istio-pilot: only Pilot 1.0 has --webhookEndpoint",
            asked.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("docker.io/maistra/pilot-ubi8:1.0.8")]
    [InlineData("registry.redhat.io/openshift-service-mesh/pilot-rhel8:1.0.11")]
    [InlineData("registry.local:5000/mirror/maistra/pilot:1.0.0")]
    [InlineData("example.com/discovery:1.0.2")]
    public void OpenShift_Service_Mesh_1_0_is_Istio_1_1_by_its_arguments(string image)
    {
        var pilot = Objects.Deployment(
            "istio-pilot",
            "discovery",
            image,
            "discovery",
            "--memberRollName=default",
            "--monitoringAddr=:15014"
        );
        var injector = Objects.ConfigMap(
            "istio-sidecar-injector",
            "config",
            "policy: enabled\ntemplate: |\n  containers:\n  - name: istio-proxy\n    resources: {limits: {memory: 1Gi}}"
        );
        var input = Objects.Stream(pilot, injector);

        Assert.Equal(input, Tool.Run(input, "--only", "pilot-webhook,injection-policy").Text);
    }

    [Fact]
    public void Without_a_readable_version_the_arguments_decide_the_release()
    {
        Assert.Contains(
            "--webhookEndpoint",
            Run(Objects.Pilot("1.0.5").Replace(":1.0.5", "@sha256:" + new string('a', 64), StringComparison.Ordinal)).Text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("--webhookEndpoint", Run(Objects.Pilot("latest", "--monitoringAddr=:15014")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_Pilot_is_reported() =>
        Assert.Contains(
            "not applicable: pilot-webhook: Deployment istio-pilot: the input has no Pilot",
            Run(Objects.Citadel("1.0.5"), "-v").Error,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_Pilot_without_arguments_is_rejected()
    {
        var result = Run(Objects.Pilot("1.0.5").Replace("        args: [discovery]\n", "", StringComparison.Ordinal));

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Contains(
            "pilot-webhook: Deployment istio-system/istio-pilot: the container discovery has no list args",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_host_without_a_Service_causes_a_warning()
    {
        const string service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: hook\n  namespace: istio-system\nspec: {}\n";
        string[] elsewhere = ["--webhook-endpoint", "http://hook.istio-system:80"];

        Assert.Contains("the input has no Service hook", Run(Objects.Pilot("1.0.5"), elsewhere).Error, StringComparison.Ordinal);
        Assert.Contains(
            "the input has no Service hook",
            Run(Objects.Pilot("1.0.5"), [.. elsewhere, "--webhook-image", "x:1"]).Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "has no Service",
            Run(Objects.Stream(Objects.Pilot("1.0.5"), service), elsewhere).Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("has no Service", Run(Objects.Pilot("1.0.5"), "--webhook-image", "x:1").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_warning_names_the_flag_only_for_Kyma_s_webhook()
    {
        Assert.Contains("(add it, or set --webhook-image)", Run(Objects.Pilot("1.0.5")).Error, StringComparison.Ordinal);
        Assert.Contains(
            "the input has no Service hook for http://hook:80 (add it)",
            Run(Objects.Pilot("1.0.5"), "--webhook-endpoint", "http://hook:80").Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Without_a_script_the_webhook_has_no_volume()
    {
        var result = Run(Objects.Pilot("1.0.5"), "--webhook-image", "webhook:1");

        Assert.Contains("        image: webhook:1\n        args:\n        - --port\n", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("volume", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("kind: ConfigMap", result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Service", "istio-webhook", "istio-system", true)]
    [InlineData("Service", "istio-webhook", "elsewhere", false)]
    [InlineData("Service", "other", "istio-system", false)]
    [InlineData("ConfigMap", "istio-webhook", "istio-system", false)]
    public void An_existing_object_of_the_webhook_is_kept(string kind, string name, string ns, bool kept)
    {
        var present = $"apiVersion: v1\nkind: {kind}\nmetadata: {{name: {name}, namespace: {ns}}}\nspec: {{}}\n";

        var result = Run(Objects.Stream(Objects.Pilot("1.0.5"), present), "--webhook-image", "webhook:1", "-v");

        Assert.Equal(!kept, result.Error.Contains("service \"istio-webhook\" added", StringComparison.Ordinal));
        Assert.Equal(
            kept,
            result.Error.Contains("Service istio-system/istio-webhook: already in the input; kept", StringComparison.Ordinal)
        );
        Assert.Contains("deployment \"istio-webhook\" added", result.Error, StringComparison.Ordinal);
    }

    private static ToolResult Run(string stream, params string[] args) => Tool.Run(stream, ["--only", "pilot-webhook", .. args]);
}
