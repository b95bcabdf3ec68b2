using KymaIstioTransform.Cli;
using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>The flag of Pilot 1.0, and when it is left out.</summary>
public class PilotWebhookTests
{
    [Fact]
    public void The_flag_is_added_behind_the_other_arguments()
    {
        var result = Run(Objects.Pilot("1.0.5", "--domain", "x"));

        Assert.Equal(Objects.Pilot("1.0.5", "--domain", "x", "--webhookEndpoint", "\"http://istio-webhook:5000\""), result.Text.Replace(" http://istio-webhook:5000", " \"http://istio-webhook:5000\"", StringComparison.Ordinal));
        Assert.Equal(result.Text, Run(result.Text).Text);
    }

    [Fact]
    public void A_flag_that_is_there_gets_the_endpoint() =>
        Assert.Contains("[discovery, --webhookEndpoint=http://istio-webhook:5000]", Run(Objects.Pilot("1.0.5", "--webhookEndpoint=http://other:1")).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("1.1.0")]
    [InlineData("1.5.9-distroless")]
    [InlineData("release-1.2-latest-daily")]
    public void A_later_Pilot_is_skipped_with_the_reason(string version)
    {
        var input = Objects.Pilot(version, "--monitoringAddr=:15014");
        var result = Run(input);

        Assert.Equal(input, result.Text);
        Assert.Contains("only Pilot 1.0 knows --webhookEndpoint", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_readable_version_the_arguments_tell_the_release()
    {
        Assert.Contains("--webhookEndpoint", Run(Objects.Pilot("1.0.5").Replace(":1.0.5", "@sha256:" + new string('a', 64), StringComparison.Ordinal)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("--webhookEndpoint", Run(Objects.Pilot("latest", "--monitoringAddr=:15014")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_Pilot_is_reported() => Assert.Contains("skipped: pilot-webhook: Deployment istio-pilot: the input has no Pilot", Run(Objects.Citadel("1.0.5")).Error, StringComparison.Ordinal);

    [Fact]
    public void A_Pilot_without_arguments_is_refused()
    {
        var result = Run(Objects.Pilot("1.0.5").Replace("        args: [discovery]\n", "", StringComparison.Ordinal));

        Assert.Equal(ExitCode.InputRefused, result.Exit);
        Assert.Contains("pilot-webhook: Deployment istio-system/istio-pilot: the container discovery has no list args", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_without_a_Service_is_warned_of()
    {
        const string service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: hook\n  namespace: istio-system\nspec: {}\n";
        string[] elsewhere = ["--webhook-endpoint", "http://hook.istio-system:80"];

        Assert.Contains("the input has no Service hook", Run(Objects.Pilot("1.0.5"), elsewhere).Error, StringComparison.Ordinal);
        Assert.Contains("the input has no Service hook", Run(Objects.Pilot("1.0.5"), [.. elsewhere, "--webhook-image", "x:1"]).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("has no Service", Run(Objects.Stream(Objects.Pilot("1.0.5"), service), elsewhere).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("has no Service", Run(Objects.Pilot("1.0.5"), "--webhook-image", "x:1").Error, StringComparison.Ordinal);
    }

    private static ToolResult Run(string stream, params string[] args) => Tool.Run(stream, ["--only", "pilot-webhook", .. args]);
}
