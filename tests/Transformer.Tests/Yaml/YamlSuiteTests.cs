using Xunit;

namespace KymaIstioTransform.Tests.Yaml;

/// <summary>
/// The program against the YAML test suite: each valid case passes byte for byte and is understood as the suite says, each invalid one is
/// refused with a place; or it is a known gap with a reason.
/// </summary>
public class YamlSuiteTests
{
    private static readonly Lazy<IReadOnlyList<SuiteVerdict>> Verdicts = new(() => [.. SuiteCase.All().Select(SuiteVerdict.Of)]);

    [SkippableFact]
    public void The_known_gaps_are_all_there_are_and_none_has_closed()
    {
        var gaps = Verdicts.Value.Where(v => v.IsGap).Select(v => $"{v.Case.Name} {v.Result}");

        Assert.Equal(
            SuiteGaps.All.SelectMany(g => g.Cases.Select(c => $"{c} {g.Result}")).Order(StringComparer.Ordinal),
            gaps.Order(StringComparer.Ordinal)
        );
    }

    [SkippableFact]
    public void What_is_refused_has_a_place_and_a_reason() =>
        Assert.All(
            Verdicts.Value.Where(v => v.Result == SuiteResult.Refused),
            v => Assert.Matches(@"^in\.yaml:\d+:\d+: \w.{10,}", v.Detail)
        );

    [SkippableFact]
    public void The_table_in_the_documents_is_what_comes_out()
    {
        var counts = Verdicts.Value.GroupBy(v => (v.Case.IsValid, v.Result)).ToDictionary(g => g.Key, g => g.Count());
        int Count(bool valid, SuiteResult result) => counts.GetValueOrDefault((valid, result));
        TrustTable.AssertCurrent(
            "yaml-suite",
            [
                "| cases | number | pass byte for byte, understood as the suite says | refused with place and reason | gaps |",
                "|---|--:|--:|--:|---|",
                $"| valid | {Verdicts.Value.Count(v => v.Case.IsValid)} | {Count(true, SuiteResult.Passes)} | "
                + $"{Count(true, SuiteResult.Refused)} | {Count(true, SuiteResult.Differs)} understood otherwise |",
                $"| invalid | {Verdicts.Value.Count(v => !v.Case.IsValid)} | | {Count(false, SuiteResult.Refused)} | "
                + $"{Count(false, SuiteResult.Taken)} taken |",
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
            SuiteResult.Refused => "valid, refused",
            SuiteResult.Differs => "valid, understood otherwise",
            _ => "invalid, taken",
        };
}
