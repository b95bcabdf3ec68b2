using System.Globalization;
using System.Text;
using System.Text.Json;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.Reports.Html;

/// <summary>Opens the HTML report from disk in Chromium.</summary>
public class HtmlReportTests
{
    private const int ManyResources = 20_000;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static string Script => Path.Combine(SharedData.Repository, "tests", "reports", "browser.mjs");

    [SkippableFact]
    public void It_renders_filters_and_searches_without_errors_or_requests()
    {
        var page = Open(ReportSchemaTests.Report("written", "html"));

        Assert.Equal("Written: Kyma's changes are applied", page.GetProperty("verdict").GetString());
        Assert.Equal(16, page.GetProperty("cards").GetInt32());
        Assert.True(page.GetProperty("diffRows").GetInt32() > 20);
        Assert.True(page.GetProperty("marks").GetInt32() > 0);
        Assert.InRange(page.GetProperty("oneKind").GetInt32(), 1, 15);
        Assert.Equal(0, page.GetProperty("noMatch").GetInt32());
        Assert.Equal(16, page.GetProperty("again").GetInt32());
        Assert.Empty(page.GetProperty("messages").EnumerateArray());
        Assert.Empty(page.GetProperty("requests").EnumerateArray());
        Assert.True(page.GetProperty("codeWidth").GetDouble() > 0.85);
        Assert.Contains("kyma.local, *.kyma.local", page.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("rejected", "Nothing was written: the input was rejected")]
    [InlineData("missing file", "Nothing was written: a file could not be read or written")]
    [InlineData("wrong value", "Nothing was written: a flag, a variable or the configuration is wrong")]
    public void A_failed_run_has_a_verdict_and_its_problem_and_nothing_to_filter(string run, string verdict)
    {
        var page = Open(ReportSchemaTests.Report(run, "html"));

        Assert.Equal(verdict, page.GetProperty("verdict").GetString());
        Assert.False(page.GetProperty("canFilter").GetBoolean());
        Assert.Contains("Problems and warnings (1)", page.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Empty(page.GetProperty("messages").EnumerateArray());
    }

    [SkippableFact]
    public void It_shows_no_secret()
    {
        var report = ReportSchemaTests.Report("written", "html");

        // A private key and a certificate in base64 start with these characters.
        Assert.DoesNotContain("LS0tLS1CRUdJTi", report, StringComparison.Ordinal);
        Assert.DoesNotContain("BEGIN", report, StringComparison.Ordinal);
        Assert.Contains("***", Open(report).GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Hostile_names_do_not_become_markup()
    {
        var page = Open(ReportSchemaTests.Report("hostile", "html"));

        Assert.Equal(0, page.GetProperty("images").GetInt32());
        Assert.Empty(page.GetProperty("messages").EnumerateArray());
        Assert.Contains("</script><script>alert(1)</script>", page.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void It_fits_a_phone()
    {
        var page = Open(ReportSchemaTests.Report("findings", "html"), "--phone");

        Assert.False(page.GetProperty("overflow").GetBoolean());
        Assert.Contains("ConfigMap istio-system/istio would be patched", page.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// The page draws a hundred cards at a time. On an idle machine it paints within 0.2 s and draws the cards within 1.2 s; the limit is
    /// for work that grows faster than the number of changes.
    /// </summary>
    [SkippableFact]
    public void Of_twenty_thousand_changes_a_hundred_are_drawn()
    {
        RequireBrowser();
        var stream = new StringBuilder();
        for (var i = 0; i < ManyResources; i++)
        {
            stream.Append(
                """
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: app-NUMBER, namespace: istio-system}
                spec:
                  template:
                    spec:
                      containers: [{name: app, image: app}, {name: istio-proxy, image: proxyv2, args: [proxy, sidecar]}]

                """.Replace("NUMBER", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            );
        }

        using var folder = new TemporaryDirectory();
        var report = folder.Combine("report.html");
        var result = Tool.Run(stream.ToString(), "--only", "sidecar-resources", "--report", report, "--report-format", "html");

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        var page = Open(File.ReadAllText(report));

        Assert.Equal($"100 of {ManyResources} shown", page.GetProperty("shown").GetString());
        Assert.Equal(100, page.GetProperty("cards").GetInt32());
        Assert.InRange(page.GetProperty("elements").GetInt32(), 100, 2000);
        Assert.InRange(page.GetProperty("paint").GetDouble(), 1, Limit.TotalMilliseconds);
        Assert.InRange(page.GetProperty("ready").GetDouble(), 1, Limit.TotalMilliseconds);
    }

    private static JsonElement Open(string report, params string[] flags)
    {
        RequireBrowser();
        using var folder = new TemporaryDirectory();
        var file = folder.Combine("report.html");
        File.WriteAllText(file, report);
        var result = ExternalTool.Run("node", [Script, .. flags, file]);
        Assert.True(result.Exit == 0, result.Error);
        using var page = JsonDocument.Parse(result.Output);
        return page.RootElement.Clone();
    }

    private static void RequireBrowser() =>
        ExternalTool.Require(
            ExternalTool.Find("node") is not null
                && ExternalTool.Find("chromium") is not null
                && Directory.Exists(Environment.GetEnvironmentVariable("PLAYWRIGHT") ?? ""),
            "Chromium with playwright-core (PLAYWRIGHT names the folder that holds its node_modules)"
        );
}
