using System.Text;
using System.Text.Json;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Laws;

/// <summary>
/// Writes docs/istio-versions.md from runs over the corpus: the effect of each change on each Istio release. The committed table must
/// match; UPDATE_SNAPSHOTS=1 rewrites it.
/// </summary>
public class VersionTable
{
    private const string Head = """
        # What each change does on each Istio

        `make snapshots` writes this table from rendered charts of each release, with default settings. The number says how many
        resources are *edited*, *added* or *removed*. *No change*: the stream already has the change. *Not applicable*: the letter refers to
        the reason below the table. *Rejected*: a precondition stops the run. Not shown: `host-ports` is off by default; `external-istio`
        only concerns Kyma's installer. From Istio 1.1 on, `injection-policy` keeps the policy of the chart.


        """;

    private const string Tail = """

        ## Add a release of Istio

        ```bash
        make istio-release VERSION=1.31.0-rc.0
        ```

        The command renders the charts of that tag of istio/istio, checks every law and every injection template on the result, and adds
        the release's rows to this table. `ISTIO=DIRECTORY` takes the charts from a clone instead of GitHub. The command needs git, Helm
        (`tests/hosts/install.sh` downloads it) and Go. The rendered streams stay in `artifacts/istio-streams`, and all corpus tests read
        them. Rows of streams that are not on your machine stay unchanged.

        When all tests pass, set `IstioVersion.NewestTested` to the release and commit both files. The transformer then no longer warns
        about that release.

        """;

    private static readonly string Page = Path.Combine(SharedData.Repository, "docs", "istio-versions.md");

    private readonly List<string> reasons = [];

    [SkippableFact]
    public void The_table_in_the_documents_matches_the_program()
    {
        SharedData.Require();
        var table = Table();
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Assert.True(Environment.GetEnvironmentVariable("CI") is null, "CI must not update snapshots");
            File.WriteAllText(Page, table);
        }

        Assert.Equal(File.ReadAllText(Page), table);
    }

    private string Table()
    {
        var patches = PatchSet
            .All.Where(p => p.Name is not ("release-checks" or "clean-export" or "host-ports" or "external-istio"))
            .Select(p => p.Name)
            .ToList();
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        text.Append("| Istio | stream | ").AppendJoin(" | ", patches).Append(" |\n");
        text.Append("|---|---|").Insert(text.Length, "---|", patches.Count).Append('\n');
        var rows = SharedData
            .Corpus()
            .Select(s =>
                (
                    Version: VersionOf(s.Name, s.Bytes),
                    Stream: s.Name.Replace(".yaml", "", StringComparison.Ordinal),
                    Cells: Row(s.Bytes, patches)
                )
            )
            .ToList();
        var absent = RowsOf(File.ReadAllText(Page))
            .Where(r => r.Cells.Count == patches.Count && rows.TrueForAll(present => present.Stream != r.Stream));
        foreach (
            var (version, stream, cells) in rows.Concat(absent)
                .OrderBy(r => r.Version)
                .ThenBy(r => r.Stream + ".yaml", StringComparer.Ordinal)
        )
        {
            text.Append($"| {version} | {stream} | ").AppendJoin(" | ", cells.Select(WithLetter)).Append(" |\n");
        }

        text.Append('\n');
        foreach (var (i, reason) in reasons.Index())
        {
            text.Append($"- **{Letter(i)}**: {reason}\n");
        }

        return text.Append(Tail.ReplaceLineEndings("\n")).ToString();
    }

    /// <summary>
    /// The rows of the committed table, with reasons instead of letters. Rows of streams that are not on this machine are kept.
    /// </summary>
    private static IEnumerable<(IstioVersion Version, string Stream, List<Cell> Cells)> RowsOf(string page)
    {
        var lines = page.Split('\n');
        var byLetter = lines
            .Where(l => l.StartsWith("- **", StringComparison.Ordinal))
            .ToDictionary(
                l => l["- **".Length..l.IndexOf("**:", StringComparison.Ordinal)],
                l => l[(l.IndexOf("**: ", StringComparison.Ordinal) + 4)..]
            );
        foreach (var cells in lines.Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(l => l[2..^2].Split(" | ")))
        {
            yield return (
                IstioVersion.Parse(cells[0])!,
                cells[1],
                [
                    .. cells[2..]
                        .Select(c => c.Trim())
                        .Select(c =>
                            c.EndsWith(')') && c[(c.LastIndexOf('(') + 1)..^1] is var letter
                                ? new Cell(c[..c.LastIndexOf(" (", StringComparison.Ordinal)], byLetter[letter])
                                : new Cell(c, null)
                        ),
                ]
            );
        }
    }

    /// <summary>The effect of a change, or the reason why it has none.</summary>
    private sealed record Cell(string Text, string? Reason);

    private string WithLetter(Cell cell) => cell.Reason is null ? cell.Text : $"{cell.Text} ({Reference(cell.Reason)})";

    /// <summary>The release that the program detects. Streams with only addons have none: the name of the stream determines it.</summary>
    private static IstioVersion VersionOf(string name, byte[] bytes) =>
        IstioInstallation.Detect(ManifestReader.Read(new SourceText([new InputFile(name, bytes)])), null)
            is { ControlPlanes.Count: > 0, Version: { } seen }
            ? seen
            : IstioVersion.Parse(Path.GetFileName(name).Split('-')[0])!;

    private static List<Cell> Row(byte[] stream, List<string> patches)
    {
        var result = Tool.Run(stream, "--assume-crd", "policies.authentication.istio.io", "--report-format", "json");
        if (result.Exit == ExitCode.InputRejected)
        {
            var (patch, reason) = Rejection(result.Error);
            return [.. patches.Select(p => p == patch ? new Cell("rejected", reason) : new Cell("", null))];
        }

        using var report = JsonDocument.Parse(result.Error);
        var changes = report
            .RootElement.GetProperty("changes")
            .EnumerateArray()
            .ToLookup(c => c.GetProperty("patch").GetString()!, c => c.GetProperty("outcome").GetString()!);
        var skipped = report
            .RootElement.GetProperty("skipped")
            .EnumerateArray()
            .ToLookup(s => s.GetProperty("patch").GetString()!, s => s.GetProperty("reason").GetString()!);
        return [.. patches.Select(p => CellOf(p, changes[p].ToList(), skipped[p].FirstOrDefault()))];
    }

    private static Cell CellOf(string patch, List<string> outcomes, string? skipped) =>
        (outcomes, skipped) switch
        {
            ({ Count: > 0 }, _) => new Cell(
                string.Join(", ", outcomes.GroupBy(o => o == "patched" ? "edited" : o).Select(g => $"{g.Key} {g.Count()}")),
                null
            ),
            (_, { } reason) => new Cell("not applicable", Generalised(reason)),
            _ => new Cell(patch == "security" ? "met" : "no change", null),
        };

    /// <summary>The patch and the reason of the first problem in a report.</summary>
    private static (string Patch, string Reason) Rejection(string report)
    {
        using var document = JsonDocument.Parse(report);
        var problem = document.RootElement.GetProperty("problems")[0];
        return (problem.GetProperty("patch").GetString()!, problem.GetProperty("message").GetString()!);
    }

    /// <summary>A reason without the version it names.</summary>
    private static string Generalised(string reason) =>
        string.Join(
            ' ',
            reason
                .Split(' ')
                .Select(word => Version.TryParse(word.TrimEnd(':', ','), out _) && word is not ("1.0" or "1.1") ? "a later release:" : word)
        );

    private string Reference(string reason)
    {
        if (!reasons.Contains(reason))
        {
            reasons.Add(reason);
        }

        return Letter(reasons.IndexOf(reason));
    }

    private static string Letter(int index) => ((char)('a' + index)).ToString();
}
