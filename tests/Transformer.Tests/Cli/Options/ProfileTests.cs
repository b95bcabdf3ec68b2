using System.Text.RegularExpressions;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Tests.Generated;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.Options;

/// <summary>A profile matches a Kyma release: every value has a source, and the output is that of the release.</summary>
public partial class ProfileTests
{
    private static readonly string[] SizePaths =
    [
        "sidecars.limits.cpu",
        "sidecars.limits.memory",
        "sidecars.requests.cpu",
        "sidecars.requests.memory",
        "ingressGateway.hostPorts",
    ];

    [Fact]
    public void Every_value_names_its_source_tag_and_path()
    {
        var settings = ProfilePage.Documents.SelectMany(d => d.Settings, (document, setting) => (document.Name, setting)).ToList();

        Assert.True(settings.Count > 300, "the profile files were not read");
        Assert.All(
            settings,
            s =>
                Assert.All(
                    s.setting.Source.Split(':')[0].Split("; "),
                    source => Assert.True(Source().IsMatch(source), $"{s.Name}: {s.setting.Path} has no source: {source}")
                )
        );
    }

    [Fact]
    public void The_profile_pages_match_the_profiles()
    {
        Assert.Equal(Profile.Names, ProfilePage.Documents.Select(d => d.Name));
        foreach (var document in ProfilePage.Documents)
        {
            var read = Profile.Read(document.Name);

            Assert.All(document.Settings, s => Assert.Equal([s.Value], read[s.Path].Values));
            Assert.True(
                document.Releases.Length > 0 || document.Settings.All(s => SizePaths.Contains(s.Path)),
                $"{document.Name} changes more than a size"
            );
        }
    }

    [Theory]
    [InlineData("kyma-1.19-1.24-local", "cpu: 25m", true)]
    [InlineData("kyma-1.19-1.24-production", "cpu: 150m", false)]
    [InlineData("kyma-1.19-1.24", "cpu: 75m", false)]
    public void A_size_changes_its_values_and_keeps_the_rest_of_the_profile(string profile, string request, bool hostPorts)
    {
        var input = File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));

        var text = Tool.Run(input, "--profile", profile, "--only", "sidecar-resources,host-ports,injection-policy").Text;

        Assert.Contains(request, text, StringComparison.Ordinal);
        Assert.Equal(hostPorts, text.Contains("hostPort: 80", StringComparison.Ordinal));
        Assert.Contains("policy: enabled", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("kyma-2.5-huge")]
    [InlineData("production")]
    [InlineData("")]
    public void An_unknown_name_is_rejected(string name) => Assert.Equal(ExitCode.Usage, Tool.Run("a: b", "--profile", name).Exit);

    /// <summary>
    /// Kyma's rendered charts already have the values. Only a pod with annotations gets a memory limit that the release lacked.
    /// </summary>
    [SkippableTheory]
    [InlineData("kyma/0.9.0-kyma-cluster.yaml", "kyma-0.9")]
    [InlineData("kyma/1.2.0-kyma-cluster.yaml", "kyma-1.2.0-1.2.1")]
    [InlineData("kyma/1.8.0-kyma-cluster.yaml", "kyma-1.4-1.9")]
    public void The_chart_of_a_release_has_the_values_of_its_profile(string stream, string profile)
    {
        var result = Tool.Run(SharedData.ReadStream(stream), "--profile", profile, "-v");

        Assert.Equal(ExitCode.Written, result.Exit);
        Assert.DoesNotMatch(@"resources[^\n]*: \d+m? -> ", result.Error);
        Assert.DoesNotMatch(@"(Mi|\d+m) -> \d", result.Error);
        Assert.Contains("memory limit of istio-proxy", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--webhookEndpoint", result.Text, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("legacy/1.1.7-demo-auth.yaml", "kyma-1.1", "Istio must be 1.1.0, but this is 1.1.7")]
    [InlineData("legacy/1.0.2-demo-auth.yaml", "kyma-0.6", "mutual TLS must be off")]
    [InlineData("kyma/0.9.0-kyma-cluster.yaml", "kyma-1.0", "mutual TLS must be strict")]
    public void A_profile_rejects_the_input_that_the_release_rejected(string stream, string profile, string reason)
    {
        var result = Tool.Run(SharedData.ReadStream(stream), "--profile", profile, "--assume-crd", "policies.authentication.istio.io");

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("modern/1.30.3-default.yaml", "kyma-module", "1000m", "1024Mi", "10m", "192Mi")]
    [InlineData("modern/1.30.3-default.yaml", "kyma-module-light", "250m", "254Mi", "10m", "32Mi")]
    [InlineData("modern/1.20.8-default.yaml", "kyma-2.19-2.20", "1000m", "1024Mi", "10m", "192Mi")]
    [InlineData("modern/1.12.9-default.yaml", "kyma-2.0-2.1-production", "500m", "1024Mi", "150m", "128Mi")]
    public void The_values_of_the_release_replace_those_of_Istio(
        string stream,
        string profile,
        string cpuLimit,
        string memoryLimit,
        string cpuRequest,
        string memoryRequest
    )
    {
        var text = Tool.Run(SharedData.ReadStream(stream), "--profile", profile, "--only", "sidecar-resources").Text;
        Assert.Equal(text, Tool.Run(text, "--profile", profile, "--only", "sidecar-resources").Text);
        var injector = text[text.IndexOf("  name: istio-sidecar-injector", StringComparison.Ordinal)..];
        var values = injector[injector.IndexOf("\"proxy\": {", StringComparison.Ordinal)..];
        var resources = values[values.IndexOf("\"resources\": {", StringComparison.Ordinal)..][..400];

        Assert.Matches($"\"limits\": {{\\s+\"cpu\": \"{cpuLimit}\",\\s+\"memory\": \"{memoryLimit}\"", resources);
        Assert.Matches($"\"requests\": {{\\s+\"cpu\": \"{cpuRequest}\",\\s+\"memory\": \"{memoryRequest}\"", resources);
    }

    [SkippableTheory]
    [InlineData("modern/1.20.8-default.yaml", "kyma-2.19-2.20", "opencensus:")]
    [InlineData("modern/1.20.8-tracing.yaml", "kyma-module", "opentelemetry:")]
    public void A_provider_replaces_the_address_of_a_Zipkin_that_is_not_installed(string stream, string profile, string provider)
    {
        var input = SharedData.ReadStream(stream);
        var result = Tool.Run(input, "--profile", profile, "--only", "zipkin");
        var mesh = result.Text[result.Text.IndexOf("  mesh: |-", StringComparison.Ordinal)..][..1500];

        Assert.Contains("zipkin.istio-system:9411", System.Text.Encoding.UTF8.GetString(input), StringComparison.Ordinal);
        Assert.DoesNotContain("zipkin.istio-system", mesh, StringComparison.Ordinal);
        Assert.Contains(provider, mesh, StringComparison.Ordinal);
        Assert.Contains("enableTracing: false", mesh, StringComparison.Ordinal);
    }

    /// <summary>
    /// Found by running every profile on every release: a second run added requests to istio-init, whose fallback is the sidecar's.
    /// </summary>
    [SkippableTheory]
    [InlineData("--profile", "kyma-1.0")]
    [InlineData("--profile", "kyma-1.2.2-1.3")]
    [InlineData("--sidecar-memory-request", "64Mi")]
    [InlineData("--sidecar-memory-request", "16Mi", "--sidecar-memory-limit", "256Mi", "--sidecar-mode", "enforce")]
    public void A_second_run_with_resources_of_another_release_changes_nothing(params string[] options)
    {
        foreach (var release in new[] { "legacy/1.4.10-all", "modern/1.6.14-default", "modern/1.8.6-default", "modern/1.12.9-tracing" })
        {
            var stream = release + ".yaml";
            string[] args = ["--only", "sidecar-resources", .. options];
            var first = Tool.Run(SharedData.ReadStream(stream), args);

            Assert.True(first.Exit == ExitCode.Written, first.Error);
            Assert.Equal(first.Text, Tool.Run(first.Output, args).Text);
        }
    }

    /// <summary>The chart in charts/istio, rendered with the charts of a release by <c>make istio-release</c>.</summary>
    public static TheoryData<string> Umbrellas =>
        [
            .. ((IEnumerable<object[]>)SharedData.Streams())
                .Select(row => (string)row[0])
                .Where(s => s.EndsWith("-umbrella.yaml", StringComparison.Ordinal))
                .DefaultIfEmpty(""),
        ];

    [SkippableTheory]
    [MemberData(nameof(Umbrellas))]
    public void The_Kyma_module_leaves_nothing_to_do_for_the_umbrella_chart(string stream)
    {
        Skip.If(stream.Length == 0, "no release of Istio was rendered (make istio-release)");
        string[] options = ["--strict", "--profile", "kyma-module", "--skip", "ingress-certificates"];

        var result = Tool.Run(SharedData.ReadStream(stream), options);
        var verified = Tool.Run(result.Output, ["verify", .. options]);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.True(verified.Exit == ExitCode.Written, verified.Error);
    }

    [GeneratedRegex(@"^(kyma-project/istio )?([0-9.]+(-rc[0-9])?|[0-9a-f]{10}) [A-Za-z0-9_./-]+$")]
    private static partial Regex Source();
}
