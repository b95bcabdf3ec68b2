using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Tests.Certificates;
using KymaIstioTransform.Tests.Patches;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.Commands;

/// <summary>The command verify as a CI check, and the report formats for CI systems.</summary>
public class VerifyTests
{
    private const string RequiredCrd = "policies.authentication.istio.io";

    private static readonly byte[] Example = File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));

    private const string NotDone =
        "zipkin: Telemetry istio-system/mesh: the tracing provider zipkin is not declared in any mesh configuration";

    /// <summary>A Telemetry object names a provider that the mesh configuration does not declare.</summary>
    private static readonly string UndeclaredProvider = Objects.Stream(
        Objects.ConfigMap("istio", "mesh", "rootNamespace: istio-system\n"),
        """
        apiVersion: telemetry.istio.io/v1
        kind: Telemetry
        metadata: {name: mesh, namespace: istio-system}
        spec: {tracing: [{providers: [{name: zipkin}]}]}

        """
    );

    public static TheoryData<string> Streams => SharedData.Streams();

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void Verify_fails_before_a_run_and_passes_after_it(string stream)
    {
        var input = SharedData.ReadStream(stream);
        var transformed = Tool.Run(input, "--assume-crd", RequiredCrd);

        var before = Tool.Run(input, "verify", "--assume-crd", RequiredCrd);

        Assert.Empty(before.Output);
        var changes = transformed.Exit != ExitCode.Written || !transformed.Output.AsSpan().SequenceEqual(input);
        Assert.Equal(changes ? ExitCode.Findings : ExitCode.Written, before.Exit);
        if (transformed.Exit == ExitCode.Written)
        {
            var after = Tool.Run(transformed.Output, "verify", "--assume-crd", RequiredCrd, "--strict");
            Assert.True(after.Exit == ExitCode.Written, after.Error);
            Assert.Contains("clean: nothing would change", after.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(
                "not ",
                after.Error.Replace("clean: nothing would change", "", StringComparison.Ordinal),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void A_failed_precondition_is_a_finding_beside_the_others()
    {
        var text = Encoding.UTF8.GetString(Example).Replace("name: citadel\n", "name: fortress\n", StringComparison.Ordinal);

        var result = Tool.Run(text, "verify");

        Assert.Equal(ExitCode.Findings, result.Exit);
        Assert.Contains(
            "failed: security: Istio's security must be enabled, but Citadel is missing",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("deployment \"istio-pilot\" would be patched", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Input_without_Istio_is_rejected_as_in_a_run() =>
        Assert.Equal(ExitCode.InputRejected, Tool.Run("apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n", "verify").Exit);

    [Fact]
    public void Work_not_done_is_a_finding_and_with_strict_an_error()
    {
        string[] flags = ["--only", "zipkin"];
        var written = Tool.Run(UndeclaredProvider, flags);

        Assert.Equal(ExitCode.Written, written.Exit);
        Assert.Contains("not done: <stdin>:", written.Error, StringComparison.Ordinal);
        Assert.Contains(NotDone, written.Error, StringComparison.Ordinal);
        foreach (var strict in new[] { true, false })
        {
            var verified = Tool.Run(written.Output, ["verify", .. flags, .. strict ? new[] { "--strict" } : []]);
            Assert.Equal(ExitCode.Findings, verified.Exit);
            Assert.Contains("failed: <stdin>:", verified.Error, StringComparison.Ordinal);
            Assert.Contains(NotDone, verified.Error, StringComparison.Ordinal);
        }

        var rejected = Tool.Run(UndeclaredProvider, [.. flags, "--strict"]);
        Assert.Equal(ExitCode.InputRejected, rejected.Exit);
        Assert.Empty(rejected.Output);
        Assert.Contains("(an error because of --strict)", rejected.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "\"kind\": \"not-done\"")]
    [InlineData("sarif", "\"level\": \"warning\"")]
    [InlineData("junit", "<skipped message=\"not done: ")]
    [InlineData("github", "::warning file=")]
    public void Every_report_format_shows_work_not_done(string format, string text)
    {
        var report = Tool.Run(UndeclaredProvider, "--only", "zipkin", "--report-format", format).Error;

        Assert.Contains(text, report, StringComparison.Ordinal);
        Assert.Contains("the tracing provider zipkin is not declared", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_creates_no_certificate_in_a_store()
    {
        using var folder = new TemporaryDirectory();
        var store = folder.Combine("store");

        Assert.Equal(ExitCode.Findings, Tool.Run(Example, "verify", "--tls-store", store).Exit);
        Assert.Equal(ExitCode.Findings, Tool.Run(Example, "diff", "--tls-store", store).Exit);
        Assert.Equal(ExitCode.Findings, Tool.Run(Example, "--diff", "--tls-store", store).Exit);
        Assert.Equal(ExitCode.Findings, Tool.Run(Example, "--check", "--tls-store", store).Exit);

        Assert.False(Directory.Exists(store));
    }

    [Fact]
    public void Sarif_has_a_result_for_each_finding_with_a_known_rule_and_its_place()
    {
        using var log = JsonDocument.Parse(
            Tool.Run([], "verify", Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"), "--report-format", "sarif").Error
        );
        var run = log.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool")
            .GetProperty("driver")
            .GetProperty("rules")
            .EnumerateArray()
            .Select(r => r.GetProperty("id").GetString())
            .ToList();
        var results = run.GetProperty("results").EnumerateArray().ToList();

        Assert.Equal("2.1.0", log.RootElement.GetProperty("version").GetString());
        Assert.All(results, r => Assert.Contains(r.GetProperty("ruleId").GetString(), rules));
        Assert.All(results, r => Assert.NotEmpty(r.GetProperty("message").GetProperty("text").GetString()!));
        var zipkin = results.Where(r => r.GetProperty("ruleId").GetString() == "zipkin").ToList();
        Assert.NotEmpty(zipkin);
        Assert.All(zipkin, r => Assert.Equal("error", r.GetProperty("level").GetString()));
        Assert.All(
            zipkin,
            r =>
                Assert.True(
                    r.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32()
                        > 1
                )
        );
    }

    [Fact]
    public void Sarif_names_the_chart_template_for_results_from_standard_input()
    {
        using var log = JsonDocument.Parse(Tool.Run(Example, "verify", "--report-format", "sarif").Error);

        var places = log
            .RootElement.GetProperty("runs")[0]
            .GetProperty("results")
            .EnumerateArray()
            .Select(r => r.GetProperty("locations")[0].GetProperty("physicalLocation"))
            .Select(p =>
                (
                    p.GetProperty("artifactLocation").GetProperty("uri").GetString(),
                    p.GetProperty("region").GetProperty("startLine").GetInt32()
                )
            )
            .ToList();

        Assert.Contains(("istio/charts/mixer/templates/deployment.yaml", 1), places);
        Assert.DoesNotContain(places, p => p.Item1!.Contains('<', StringComparison.Ordinal));
    }

    [Fact]
    public void JUnit_counts_what_it_lists_and_has_a_suite_for_each_patch()
    {
        var suites = XDocument
            .Parse(Tool.Run(Example, "verify", "--report-format", "junit").Error.Trim())
            .Root!.Elements("testsuite")
            .ToList();

        Assert.Superset(PatchSet.All.Select(p => p.Name).ToHashSet(), suites.Select(s => s.Attribute("name")!.Value).ToHashSet());
        Assert.All(suites, s => Assert.Equal(int.Parse(s.Attribute("tests")!.Value, null), s.Elements("testcase").Count()));
        Assert.All(suites, s => Assert.Equal(int.Parse(s.Attribute("failures")!.Value, null), s.Descendants("failure").Count()));
        Assert.True(suites.Sum(s => s.Descendants("failure").Count()) > 5);
    }

    [Fact]
    public void Each_GitHub_annotation_is_one_line_with_file_and_line()
    {
        var lines = Tool.Run(Example, "verify", "--report-format", "github").Error.TrimEnd('\n').Split('\n');

        Assert.All(lines, l => Assert.Matches("^::(error|warning|notice) (file=[^,]+,line=[0-9]+,col=[0-9]+,)?title=[a-z-]+::.", l));
        Assert.Contains(lines, l => l.StartsWith("::error file=<stdin>,line=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("sarif")]
    [InlineData("junit")]
    [InlineData("github")]
    public void An_error_has_the_report_format_too(string format)
    {
        using var folder = new TemporaryDirectory();
        var report = folder.Combine("report");

        var result = Tool.Run("a: [", "--report", report, "--report-format", format);

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        var text = File.ReadAllText(report);
        Assert.Contains("stdin", text, StringComparison.Ordinal);
        Assert.Contains(
            format switch
            {
                "json" => "\"exitCode\": 3",
                "sarif" => "\"level\": \"error\"",
                "junit" => "<failure message=",
                _ => "::error file=<stdin>,line=1,col=5,title=input::",
            },
            text,
            StringComparison.Ordinal
        );
    }
}
