namespace KymaIstioTransform.Tests.Yaml;

/// <summary>
/// Cases of the suite with a known deviation and its reason; the lines of <c>yaml-suite-gaps.txt</c>.
/// </summary>
internal sealed record SuiteGaps(SuiteResult Result, string Reason, IReadOnlyList<string> Cases)
{
    public static IReadOnlyList<SuiteGaps> All { get; } =
    [
        .. from line in File.ReadAllLines(Path.Combine(SharedData.Repository, "tests", "Transformer.Tests", "Yaml", "yaml-suite-gaps.txt"))
        where line.Length > 0 && line[0] != '#'
        let fields = line.Split(" | ")
        select new SuiteGaps(Enum.Parse<SuiteResult>(fields[0]), fields[1], fields[2].Split(' ')),
    ];
}
