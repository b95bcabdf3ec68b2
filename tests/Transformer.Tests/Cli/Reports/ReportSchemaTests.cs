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

    public static TheoryData<string> Runs => ["written", "findings", "refused", "not done", "hostile"];

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
            "refused" => (ExitCode.InputRefused, "a: [", []),
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

    internal static string Example { get; } = File.ReadAllText(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));

    private static string Schema(string name) =>
        Path.Combine(SharedData.Repository, "tests", "Transformer.Tests", "Cli", "Reports", "Schemas", name);
}
