using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using CsCheck;
using KymaIstioTransform.Cli;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.Reports;

/// <summary>
/// Hostile names in manifests stay data in every report format: a parser finds no forged entries, and terminals get no control sequences.
/// </summary>
public class HostileNameTests
{
    private static readonly string[] Formats = ["text", "json", "sarif", "junit", "github", "markdown", "html"];

    public static TheoryData<string> AllFormats => [.. Formats];

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void Hostile_names_cannot_forge_lines_of_a_report(string format)
    {
        var report = ReportSchemaTests.Report("hostile", format);

        Assert.DoesNotContain(report, c => IsUnsafe(c) && c != '\n');
        Judge(format, report);
    }

    [Fact]
    public void Errors_and_headers_of_diffs_are_safe_too()
    {
        foreach (
            var args in (string[][])
                [
                    ["--strict"],
                    ["--diff"],
                    ["verify"],
                ]
        )
        {
            var result = Tool.Run(HostileNames.Stream, [.. args, "--allow-empty", "--skip", "security"]);

            Assert.NotEqual(ExitCode.Internal, result.Exit);
            Assert.DoesNotContain(result.Error, c => IsUnsafe(c) && c != '\n');
            Assert.DoesNotContain(result.Error.Split('\n'), l => l.StartsWith("::", StringComparison.Ordinal));
            Assert.DoesNotContain(
                result
                    .Text.Split('\n')
                    .Where(l => l.StartsWith("---", StringComparison.Ordinal) || l.StartsWith("+++", StringComparison.Ordinal)),
                l => l.Any(IsUnsafe)
            );
        }
    }

    /// <summary>Random mixtures of hostile texts and of any characters, in names, in file names and in values of flags.</summary>
    [Fact]
    public void Any_name_stays_data_in_every_format()
    {
        var piece = Gen.OneOf(Gen.OneOf(HostileNames.All.ToArray()), Gen.String, Gen.Char['\0', '\u00ff'].Select(c => c.ToString()));
        using var folder = new Certificates.TemporaryDirectory();
        piece
            .List[1, 4]
            .Select(string.Concat)
            .List[1, 4]
            .Sample(
                names =>
                {
                    var report = folder.Combine("report");
                    var stream = HostileNames.StreamOf(names.Select(WithoutLoneSurrogates));
                    foreach (var format in Formats)
                    {
                        var result = Tool.Run(stream, "--allow-empty", "--skip", "security", "--report", report, "--report-format", format);
                        if (result.Exit == ExitCode.Written)
                        {
                            Judge(format, File.ReadAllText(report));
                        }

                        File.Delete(report);
                        var file = names[0].Replace("\0", "", StringComparison.Ordinal);
                        result = Tool.Run(stream, $"{folder.Root}/{file}", "--report", report, "--report-format", format);
                        Assert.NotEqual(ExitCode.Internal, result.Exit);
                        Assert.DoesNotContain(result.Error, c => IsUnsafe(c) && c != '\n');
                        if (format != "text")
                        {
                            Judge(format, File.ReadAllText(report));
                        }
                    }
                },
                iter: 30,
                threads: 1
            );
    }

    /// <summary>The escape of a lone surrogate is not valid YAML.</summary>
    private static string WithoutLoneSurrogates(string text) => string.Concat(text.EnumerateRunes());

    [Fact]
    public void Invisible_characters_beyond_the_basic_plane_are_escaped() =>
        Assert.Equal(@"a\U000e0041b", PlainText.Of("a\U000e0041b"));

    [Fact]
    public void Any_text_becomes_one_line_of_valid_XML() =>
        Gen.String.Sample(
            text =>
            {
                var safe = PlainText.Of(text);

                Assert.DoesNotContain(safe, IsUnsafe);
                Assert.Equal(safe, new XElement("x", safe).Value);
                Assert.Equal(safe, PlainText.Of(safe));
            },
            seed: "0000000000000",
            iter: 10_000
        );

    [Fact]
    public void Ordinary_text_is_unchanged()
    {
        Assert.Equal("Istio – größer 😀 istio-system/x", PlainText.Of("Istio – größer 😀 istio-system/x"));
        Assert.Equal(@"a\x0ab\u202ec\ud800", PlainText.Of("a\nb\u202ec\ud800"));
    }

    private static void Judge(string format, string report)
    {
        Assert.DoesNotContain(report, c => IsUnsafe(c) && c != '\n');
        switch (format)
        {
            case "json" or "sarif":
                using (JsonDocument.Parse(report))
                {
                    break;
                }

            case "junit":
                Assert.NotEmpty(XDocument.Parse(report).Descendants("testcase"));
                break;
            case "github":
                Assert.All(
                    report.TrimEnd('\n').Split('\n'),
                    l => Assert.Matches("^::(error|warning|notice) (file=[^,:]+,line=[0-9]+,col=[0-9]+,)?title=[a-z-]+::", l)
                );
                break;
            case "html":
                const string Data = "<script type=\"application/json\" id=\"data\">";
                var start = report.IndexOf(Data, StringComparison.Ordinal) + Data.Length;
                var json = report[start..report.IndexOf("</script>", start, StringComparison.Ordinal)];
                Assert.DoesNotContain('<', json);
                using (JsonDocument.Parse(json)) { }

                Assert.Equal(2, report.Split("</script>").Length - 1);
                Assert.Equal(2, report.Split("<script").Length - 1);
                break;
            case "markdown":
                Assert.All(report.Split('\n'), l => Assert.True(l.Count(c => c == '|') is 0 or >= 3, l));
                Assert.DoesNotContain("<img", report, StringComparison.Ordinal);
                Assert.DoesNotContain("@everyone", report, StringComparison.Ordinal);
                break;
            default:
                Assert.All(
                    report.TrimEnd('\n').Split('\n'),
                    l => Assert.Matches("^([a-z]+ \"|warning: |skipped: |not done: |not applicable: |[0-9]+ |nothing)", l)
                );
                break;
        }
    }

    private static bool IsUnsafe(char c) =>
        char.IsControl(c)
        || c is '\ufffe' or '\uffff'
        || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format;
}
