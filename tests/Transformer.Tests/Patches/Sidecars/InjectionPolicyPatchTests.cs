using Xunit;

namespace KymaIstioTransform.Tests.Patches.Sidecars;

/// <summary>The injection policy: whether pods get sidecars by default.</summary>
public class InjectionPolicyPatchTests
{
    [Theory]
    [InlineData("1.0.7", "auto", "enabled", "disabled")]
    [InlineData("1.0.7", "auto", "disabled", "disabled")]
    [InlineData("1.0.7", "keep", "enabled", "enabled")]
    [InlineData("1.1.0", "auto", "enabled", "enabled")]
    [InlineData("1.1.0", "auto", "disabled", "disabled")]
    [InlineData("1.1.0", "enabled", "disabled", "enabled")]
    [InlineData("1.4.0", "disabled", "enabled", "disabled")]
    public void The_policy_is_disabled_on_Istio_1_0_and_otherwise_that_of_the_chart_or_the_user(
        string version,
        string option,
        string before,
        string after
    ) => Assert.Equal(Stream(version, $"policy: {after}"), Run(Stream(version, $"policy: {before}"), option).Text);

    [Theory]
    [InlineData("1.0.7", "disabled")]
    [InlineData("1.1.0", "enabled")]
    [InlineData("latest", "enabled")]
    public void Without_a_Pilot_other_Istio_images_decide_the_release(string version, string after)
    {
        static string Stream(string version, string policy) =>
            Objects.Stream(Objects.ConfigMap("istio-sidecar-injector", "config", $"policy: {policy}"), Objects.Citadel(version));

        Assert.Equal(Stream(version, after), Run(Stream(version, "enabled"), "auto").Text);
    }

    [Fact]
    public void A_configuration_without_a_policy_is_reported() =>
        Assert.Contains(
            "not done: <stdin>:1:1: injection-policy: ConfigMap istio-system/istio-sidecar-injector: its configuration has no policy",
            Run(Stream("1.0.7", "other: 1"), "auto").Error,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_missing_injector_is_reported() =>
        Assert.Contains(
            "not done: injection-policy: ConfigMap istio-sidecar-injector: the input has no sidecar injector",
            Run(Objects.Pilot("1.0.7"), "enabled").Error,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("istio-pilot", "auto")]
    [InlineData("istio-ingressgateway", "enabled")]
    public void A_missing_injector_is_not_reported_if_no_policy_is_requested(string deployment, string policy)
    {
        var stream = Objects.Deployment(
            deployment,
            deployment == "istio-pilot" ? "discovery" : "istio-proxy",
            "docker.io/istio/pilot:1.0.7"
        );

        Assert.DoesNotContain("injection-policy", Run(stream, policy).Error, StringComparison.Ordinal);
        Assert.Contains(
            "not applicable: injection-policy",
            Tool.Run(stream, "-v", "--only", "injection-policy", "--injection-policy", policy).Error,
            StringComparison.Ordinal
        );
    }

    private static ToolResult Run(string stream, string policy) =>
        Tool.Run(stream, "--only", "injection-policy", "--injection-policy", policy);

    private static string Stream(string version, string config) =>
        Objects.Stream(
            Objects.ConfigMap("istio-sidecar-injector", "config", config),
            Objects.Pilot(version, version.StartsWith("1.0", StringComparison.Ordinal) ? [] : ["--monitoringAddr=:15014"])
        );
}
