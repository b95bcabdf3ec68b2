using Xunit;

namespace KymaIstioTransform.Tests.Yaml;

/// <summary>
/// Runs the YAML test suite: each valid case is unchanged byte for byte and read as in the suite, and each invalid case is rejected with a
/// position. Known gaps are listed with a reason.
/// </summary>
public class YamlSuiteTests
{
    private static readonly Lazy<IReadOnlyList<SuiteVerdict>> Verdicts = new(() => [.. SuiteCase.All().Select(SuiteVerdict.Of)]);

    [SkippableFact]
    public void The_list_of_known_gaps_is_complete_and_current()
    {
        var gaps = Verdicts.Value.Where(v => v.IsGap).Select(v => $"{v.Case.Name} {v.Result}");

        Assert.Equal(
            SuiteGaps.All.SelectMany(g => g.Cases.Select(c => $"{c} {g.Result}")).Order(StringComparer.Ordinal),
            gaps.Order(StringComparer.Ordinal)
        );
    }

    [SkippableFact]
    public void Rejected_input_has_a_position_and_a_reason() =>
        Assert.All(
            Verdicts.Value.Where(v => v.Result == SuiteResult.Rejected),
            v => Assert.Matches(@"^in\.yaml:\d+:\d+: \w.{10,}", v.Detail)
        );

    [SkippableFact]
    public void The_table_in_the_documents_matches_the_results()
    {
        var counts = Verdicts.Value.GroupBy(v => (v.Case.IsValid, v.Result)).ToDictionary(g => g.Key, g => g.Count());
        int Count(bool valid, SuiteResult result) => counts.GetValueOrDefault((valid, result));
        VerificationTable.AssertCurrent(
            "yaml-suite",
            [
                "| cases | number | unchanged, read as in the suite | rejected with position and reason | gaps |",
                "|---|--:|--:|--:|---|",
                $"| valid | {Verdicts.Value.Count(v => v.Case.IsValid)} | {Count(true, SuiteResult.Passes)} | "
                + $"{Count(true, SuiteResult.Rejected)} | {Count(true, SuiteResult.Differs)} read differently |",
                $"| invalid | {Verdicts.Value.Count(v => !v.Case.IsValid)} | | {Count(false, SuiteResult.Rejected)} | "
                + $"{Count(false, SuiteResult.Accepted)} accepted |",
                "",
                "| known gap | cases |",
                "|---|---|",
                .. SuiteGaps.All.Select(g => $"| {Word(g.Result)}: {g.Reason} | {string.Join(", ", g.Cases)} |"),
            ]
        );
    }

    private static string Word(SuiteResult result) =>
        result switch
        {
            SuiteResult.Rejected => "valid, rejected",
            SuiteResult.Differs => "valid, read differently",
            _ => "invalid, accepted",
        };
}
