using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Json.Schema;
using KymaIstioTransform.Cli;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.Reports;

/// <summary>
/// Validates report formats for CI systems against their official schemas, for runs that succeed, have findings, and fail.
/// </summary>
public class ReportSchemaTests
{
    /// <summary>
    /// The schema is draft 4. The validator supports draft 7 and later, and only the key "id" differs between them for this schema.
    /// </summary>
    private static readonly Lazy<JsonSchema> Sarif = new(() =>
        JsonSchema.FromText(
            File.ReadAllText(Schema("sarif-schema-2.1.0.json"))
                .Replace("draft-04", "draft-07", StringComparison.Ordinal)
                .Replace("\"id\": \"https:", "\"$id\": \"https:", StringComparison.Ordinal)
        )
    );

    public static TheoryData<string> Runs => ["written", "findings", "failed check", "rejected", "not done", "hostile", .. FailedRuns];

    /// <summary>Every kind of error, most without a place in the input.</summary>
    public static TheoryData<string> FailedRuns =>
        [
            "rejected",
            "missing file",
            "wrong value",
            "unknown flag",
            "wrong configuration",
            "unknown key",
            "not Istio",
            "precondition",
            "misfit",
        ];

    /// <summary>Where each error is, as far as it has a place; others are at the start of the input.</summary>
    [Theory]
    [InlineData("rejected", "<stdin>", 1, 5)]
    [InlineData("missing file", "no/such.yaml", 1, 1)]
    [InlineData("wrong value", "<stdin>", 1, 1)]
    [InlineData("unknown flag", "<stdin>", 1, 1)]
    [InlineData("wrong configuration", "config.yaml", 3, 33)]
    [InlineData("unknown key", "config.yaml", 3, 8)]
    [InlineData("not Istio", "<stdin>", 1, 1)]
    [InlineData("misfit", "config.yaml", 3, 92)]
    public void Every_format_says_where_an_error_is(string run, string file, int line, int column)
    {
        using var json = JsonDocument.Parse(Report(run, "json"));
        var problem = json.RootElement.GetProperty("problems")[0];
        Assert.EndsWith(file, problem.GetProperty("file").GetString(), StringComparison.Ordinal);
        Assert.Equal((line, column), (problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32()));

        using var sarif = JsonDocument.Parse(Report(run, "sarif"));
        var place = sarif.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("locations")[0];
        var physical = place.GetProperty("physicalLocation");
        var uri = physical.GetProperty("artifactLocation").GetProperty("uri").GetString();
        Assert.EndsWith(file.Trim('<', '>'), uri, StringComparison.Ordinal);
        Assert.Equal(line, physical.GetProperty("region").GetProperty("startLine").GetInt32());
        Assert.Equal(column, physical.GetProperty("region").GetProperty("startColumn").GetInt32());

        Assert.Contains($"{file},line={line},col={column},", Report(run, "github"), StringComparison.Ordinal);
        var error = XDocument.Parse(Report(run, "junit")).Descendants("failure").Single();
        Assert.Contains(line == 1 && column == 1 ? $"{file}: " : $"{file}:{line}:{column}: ", error.Value, StringComparison.Ordinal);
    }

    /// <summary>Findings without a line: a failed precondition, and an object that would be added.</summary>
    [Theory]
    [InlineData("failed check")]
    [InlineData("findings")]
    public void Every_error_of_verify_has_a_place(string run)
    {
        using var json = JsonDocument.Parse(Report(run, "json"));
        Assert.All(
            json.RootElement.GetProperty("failures").EnumerateArray(),
            f => Assert.Equal(("<stdin>", 1), (f.GetProperty("file").GetString(), f.GetProperty("line").GetInt32()))
        );
        Assert.Equal(run == "failed check", json.RootElement.GetProperty("failures").GetArrayLength() > 0);
        var annotations = Report(run, "github").Split('\n').Where(l => l.StartsWith("::error ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(annotations);
        Assert.All(
            annotations.Where(a => !a.Contains("title=more::", StringComparison.Ordinal)),
            a => Assert.StartsWith("::error file=<stdin>,line=", a, StringComparison.Ordinal)
        );
        Assert.All(
            XDocument.Parse(Report(run, "junit")).Descendants("failure"),
            f => Assert.StartsWith("<stdin>:", f.Value, StringComparison.Ordinal)
        );
    }

    /// <summary>A program that reads the report from standard error gets its format for failed runs too.</summary>
    [Theory]
    [InlineData("json")]
    [InlineData("sarif")]
    [InlineData("junit")]
    [InlineData("github")]
    [InlineData("markdown")]
    [InlineData("html")]
    public void Standard_error_has_the_format_of_the_report_after_an_error(string format)
    {
        using var folder = new Certificates.TemporaryDirectory();
        var file = folder.Combine("report");

        var toFile = Tool.Run("a: [", "--report-format", format, "--report", file);
        var toStream = Tool.Run("a: [", "--report-format", format);

        Assert.Equal((toFile.Exit, 0, File.ReadAllText(file)), (toStream.Exit, toStream.Output.Length, toStream.Error));
    }

    [Fact]
    public void An_error_of_a_folder_is_in_its_first_file_and_an_unknown_flag_in_the_input()
    {
        using var folder = new Certificates.TemporaryDirectory();
        Directory.CreateDirectory(folder.Combine("istio"));
        folder.Write("istio/a.yaml", Encoding.UTF8.GetBytes(Example.Replace("policies.authentication", "x", StringComparison.Ordinal)));

        var failed = Tool.Run([], folder.Combine("istio"), "--report-format", "github");
        var unknown = Tool.Run([], "verify", folder.Combine("istio"), "--no-such-flag", "--report-format", "github");

        Assert.Contains($"::error file={folder.Combine("istio/a.yaml")},line=1,col=1,", failed.Error, StringComparison.Ordinal);
        Assert.Contains($"::error file={folder.Combine("istio")},line=1,col=1,", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sarif_has_the_scheme_file_for_an_absolute_path()
    {
        using var folder = new Certificates.TemporaryDirectory();
        var file = folder.Write("a b.yaml", Encoding.UTF8.GetBytes(Example));

        using var log = JsonDocument.Parse(
            Tool.Run([], "verify", file, "--skip", "ingress-certificates", "--report-format", "sarif").Error
        );

        var place = log.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("locations")[0];
        Assert.Equal(
            $"file://{folder.Root}/a%20b.yaml",
            place.GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()
        );
    }

    [Theory]
    [MemberData(nameof(FailedRuns))]
    public void A_failed_run_has_no_passed_test_and_no_success_in_its_title(string run)
    {
        var junit = XDocument.Parse(Report(run, "junit"));

        Assert.All(junit.Descendants("testcase"), c => Assert.NotNull(c.Element("failure")));
        Assert.StartsWith("### ❌ Nothing was written: ", Report(run, "markdown"), StringComparison.Ordinal);
        Assert.DoesNotContain("unknown ·", Report(run, "markdown"), StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_fits_into_a_comment_on_GitHub()
    {
        using var folder = new Certificates.TemporaryDirectory();
        var report = folder.Combine("report.md");
        var stream = new StringBuilder();
        for (var i = 0; i < 500; i++)
        {
            stream.Append(
                """
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: app-NUMBER, namespace: istio-system}
                spec:
                  template: {spec: {containers: [{name: app, image: app}, {name: istio-proxy, image: proxyv2, args: [proxy, sidecar]}]}}

                """.Replace("NUMBER", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            );
        }

        var result = Tool.Run(stream.ToString(), "--only", "sidecar-resources", "--report", report, "--report-format", "markdown");

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        var text = File.ReadAllText(report);
        Assert.InRange(text.Length, 20_000, 65_536);
        var rows = text.Split('\n').Count(l => l.StartsWith("| Deployment", StringComparison.Ordinal));
        Assert.Contains($"… and {500 - rows} more resources.", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Sarif_is_valid_and_every_result_has_a_physical_location(string run)
    {
        using var log = JsonDocument.Parse(Report(run, "sarif"));

        var verdict = Sarif.Value.Evaluate(log.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });

        Assert.True(
            verdict.IsValid,
            string.Join(
                "\n",
                (verdict.Details ?? [])
                    .Where(d => d.Errors is not null)
                    .Select(d => $"{d.InstanceLocation}: {string.Join(", ", d.Errors!.Values)}")
            )
        );
        var results = log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().ToList();
        Assert.NotEmpty(results);
        Assert.All(
            results,
            r =>
            {
                var place = r.GetProperty("locations")[0].GetProperty("physicalLocation");
                Assert.NotEmpty(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!);
                Assert.True(place.GetProperty("region").GetProperty("startLine").GetInt32() > 0);
            }
        );
        var fingerprints = results
            .Select(r => r.GetProperty("partialFingerprints").GetProperty("primaryLocationLineHash").GetString())
            .ToList();
        Assert.Equal(fingerprints.Count, fingerprints.Distinct().Count());
    }

    [Fact]
    public void Fingerprints_do_not_depend_on_line_numbers()
    {
        Assert.Equal(Fingerprints(Example), Fingerprints("# one more line\n" + Example));

        static List<string?> Fingerprints(string stream)
        {
            using var log = JsonDocument.Parse(
                Tool.Run(stream, "verify", "--skip", "ingress-certificates", "--report-format", "sarif").Error
            );
            return
            [
                .. log
                    .RootElement.GetProperty("runs")[0]
                    .GetProperty("results")
                    .EnumerateArray()
                    .Select(r => r.GetProperty("partialFingerprints").GetProperty("primaryLocationLineHash").GetString()),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void JUnit_is_valid_and_its_totals_are_right(string run)
    {
        var problems = new List<string>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema };
        settings.Schemas.Add(null, Schema("junit-10.xsd"));
        settings.ValidationEventHandler += (_, e) => problems.Add(e.Message);
        using var reader = XmlReader.Create(new StringReader(Report(run, "junit")), settings);

        var report = XDocument.Load(reader).Root!;

        Assert.Empty(problems);
        Assert.Equal(report.Descendants("testcase").Count(), (int)report.Attribute("tests")!);
        Assert.Equal(report.Descendants("failure").Count(), (int)report.Attribute("failures")!);
        Assert.Equal(report.Elements("testsuite").Sum(s => (int)s.Attribute("tests")!), (int)report.Attribute("tests")!);
        Assert.All(report.Descendants("failure"), f => Assert.NotEmpty(f.Value));
    }

    [Fact]
    public void GitHub_gets_at_most_ten_annotations_of_a_type()
    {
        var lines = Report("findings", "github").TrimEnd('\n').Split('\n');

        Assert.All(lines.GroupBy(l => l.Split(' ')[0]), type => Assert.InRange(type.Count(), 1, 10));
        Assert.Contains(lines, l => l.Contains("title=more::", StringComparison.Ordinal));
    }

    /// <summary>The report of a run of this kind in a format.</summary>
    internal static string Report(string run, string format)
    {
        using var folder = new Certificates.TemporaryDirectory();
        var report = folder.Combine("report");
        var (exit, input, args) = run switch
        {
            "written" => (ExitCode.Written, Example, (string[])[]),
            "findings" => (ExitCode.Findings, Example, ["verify"]),
            "failed check" => (ExitCode.Findings, Example.Replace("policies.authentication", "x", StringComparison.Ordinal), ["verify"]),
            "rejected" => (ExitCode.InputRejected, "a: [", []),
            "missing file" => (ExitCode.FileError, "", [folder.Combine("no/such.yaml")]),
            "wrong value" => (ExitCode.Usage, Example, ["--zipkin-address", "x"]),
            "unknown flag" => (ExitCode.Usage, Example, ["--no-such-flag"]),
            "wrong configuration" => (ExitCode.Usage, Example, Configuration(folder, "tracing: {zipkinAddress: x}")),
            "unknown key" => (ExitCode.Usage, Example, Configuration(folder, "traccing: {}")),
            "not Istio" => (ExitCode.InputRejected, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", []),
            "precondition" => (ExitCode.InputRejected, Example.Replace("policies.authentication", "x", StringComparison.Ordinal), []),
            "misfit" => (
                ExitCode.InputRejected,
                Example,
                Configuration(
                    folder,
                    "patches: [{target: {kind: ConfigMap, name: istio, namespace: istio-system}, patch: [{op: remove, path: /no}]}]"
                )
            ),
            "not done" => (
                ExitCode.Written,
                Example.Replace("name: https, port: 443", "name: https, port: 444", StringComparison.Ordinal),
                ["--only", "host-ports", "--host-ports"]
            ),
            _ => (ExitCode.Written, HostileNames.Stream, ["--allow-empty"]),
        };

        Assert.Equal(exit, Tool.Run(Encoding.UTF8.GetBytes(input), [.. args, "--report", report, "--report-format", format]).Exit);
        return File.ReadAllText(report);
    }

    private static string[] Configuration(Certificates.TemporaryDirectory folder, string spec) =>
        [
            "--config",
            folder.Write(
                "config.yaml",
                Encoding.UTF8.GetBytes(
                    $"apiVersion: transform.kyma-project.io/v1alpha1\nkind: IstioTransform\nspec: {{{spec}}}\n"
                )
            ),
        ];

    internal static string Example { get; } = File.ReadAllText(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));

    private static string Schema(string name) =>
        Path.Combine(SharedData.Repository, "tests", "Transformer.Tests", "Cli", "Reports", "Schemas", name);
}
