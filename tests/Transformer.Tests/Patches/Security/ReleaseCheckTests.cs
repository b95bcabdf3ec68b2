using KymaIstioTransform.Cli;
using KymaIstioTransform.Istio;
using Xunit;

namespace KymaIstioTransform.Tests.Patches.Security;

/// <summary>The checks that later Kyma releases made on a user's Istio.</summary>
public class ReleaseCheckTests
{
    private static readonly string Example = File.ReadAllText(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));

    [Theory]
    [InlineData("1.1.6", "1.1.6", true)]
    [InlineData("1.1.6", "1.1.7", false)]
    [InlineData("1.1", "1.1.17", true)]
    [InlineData("1.1", "1.11.0", false)]
    [InlineData(">=1.1 <1.6", "1.5.10", true)]
    [InlineData(">=1.1 <1.6", "1.6.0", false)]
    [InlineData(">=1.1 <1.6", "1.10.0", false)]
    [InlineData("<=1.5", "1.5.10", true)]
    [InlineData(">1.5", "1.5.10", false)]
    [InlineData(">1.5.9", "1.5.10", true)]
    public void A_range_compares_numbers(string range, string version, bool contains) =>
        Assert.Equal(contains, IstioRange.Parse(range)!.Contains(IstioVersion.Parse(version)!));

    [Theory]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData(">= 1.1")]
    public void An_invalid_range_is_a_usage_error(string range) =>
        Assert.Equal(ExitCode.Usage, Tool.Run(Example, "--require-istio", range).Exit);

    [Theory]
    [InlineData("--require-istio", "1.0.2", true, "")]
    [InlineData(
        "--require-istio",
        "1.1",
        false,
        "release-checks: Deployment istio-system/istio-pilot: Istio must be 1.1, but this is 1.0.2"
    )]
    [InlineData("--require-injection", null, true, "")]
    [InlineData("--require-policy-checks", null, true, "")]
    public void The_example_meets_its_requirements(string flag, string? value, bool meets, string message)
    {
        string[] args = value is null ? [flag] : [flag, value];

        var run = Tool.Run(Example, args);
        var verify = Tool.Run(Example, ["verify", .. args]);

        Assert.Equal(meets ? ExitCode.Written : ExitCode.InputRejected, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Findings, verify.Exit);
        Assert.Equal(!meets, verify.Error.Contains("failed: ", StringComparison.Ordinal));
        Assert.Contains(message, verify.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "    policy: enabled\n",
        "    policy: disabled\n",
        "--require-injection",
        "sidecars must be injected automatically, but the policy is disabled"
    )]
    [InlineData(
        "    enableTracing:       true\n",
        "    disablePolicyChecks: true\n",
        "--require-policy-checks",
        "Mixer's policy checks must be enabled, but disablePolicyChecks is true"
    )]
    public void An_unmet_requirement_is_reported_with_its_position(string old, string changed, string flag, string message)
    {
        Assert.Contains(old, Example, StringComparison.Ordinal);
        var result = Tool.Run(Example.Replace(old, changed, StringComparison.Ordinal), flag);

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Empty(result.Output);
        Assert.Matches("^error: <stdin>:[0-9]+:[0-9]+: release-checks: ConfigMap istio-system/istio", result.Error);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--require-istio=1.1", "Istio must be 1.1, but the input has no control plane with a known version")]
    [InlineData("--require-injection", "sidecars must be injected automatically, but the input has no ConfigMap istio-sidecar-injector")]
    public void An_unknown_value_does_not_meet_a_requirement(string flag, string message)
    {
        var result = Tool.Run(Objects.Citadel("1.1.0"), "--only", "release-checks", flag);

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }
}
