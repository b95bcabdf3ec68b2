using System.Text;
using System.Text.Json;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Patches;
using Xunit;

namespace KymaIstioTransform.Tests.Laws;

/// <summary>
/// Writes docs/istio-versions.md from runs over the corpus: what each change does on each Istio. The committed table must be the one that
/// comes out; UPDATE_SNAPSHOTS=1 writes it anew.
/// </summary>
public class VersionTable
{
    private static readonly string Page = Path.Combine(SharedData.Repository, "docs", "istio-versions.md");

    [SkippableFact]
    public void The_documented_table_is_what_the_program_does()
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

    private static string Table()
    {
        var patches = PatchSet.All.Where(p => p.Name is not ("security" or "host-ports" or "own-istio")).Select(p => p.Name).ToList();
        var reasons = new List<string>();
        var text = new StringBuilder();
        text.AppendLine("# What each change does on each Istio").AppendLine();
        text.AppendLine("Made by the test run from really rendered streams (`make snapshots` writes it). A number counts the resources that are edited, added or");
        text.AppendLine("removed; *so* means that everything is as it should be already; a letter is the reason why the change does not apply.").AppendLine();
        text.Append("| stream | ").AppendJoin(" | ", patches).AppendLine(" |");
        text.Append("|---|").Insert(text.Length, "---|", patches.Count).AppendLine();
        foreach (var stream in ((IEnumerable<object[]>)SharedData.Streams()).Select(row => (string)row[0]).OrderBy(s => Version.Parse(Path.GetFileName(s).Split('-')[0])).ThenBy(s => s, StringComparer.Ordinal))
        {
            text.Append("| ").Append(stream.Replace(".yaml", "", StringComparison.Ordinal)).Append(" | ").AppendJoin(" | ", Row(stream, patches, reasons)).AppendLine(" |");
        }

        text.AppendLine();
        foreach (var (i, reason) in reasons.Index())
        {
            text.Append("- **").Append(Letter(i)).Append("** ").AppendLine(reason);
        }

        return text.ToString();
    }

    private static IEnumerable<string> Row(string stream, List<string> patches, List<string> reasons)
    {
        var result = Tool.Run(SharedData.ReadStream(stream), "--assume-crd", "policies.authentication.istio.io", "--report-format", "json");
        if (result.Exit == ExitCode.InputRefused)
        {
            return patches.Select(_ => Reference("refused: Citadel is missing, so security is off", reasons));
        }

        using var report = JsonDocument.Parse(result.Error);
        var changes = report.RootElement.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("patch").GetString()!).ToList();
        var skipped = report.RootElement.GetProperty("skipped").EnumerateArray().Select(s => (Patch: s.GetProperty("patch").GetString()!, Reason: s.GetProperty("reason").GetString()!)).ToList();
        return [.. patches.Select(patch => changes.Count(c => c == patch) switch
        {
            > 0 and var count => count.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => skipped.FirstOrDefault(s => s.Patch == patch).Reason is { } reason ? Reference(Generalised(reason), reasons) : "so",
        })];
    }

    /// <summary>A reason without the version it names.</summary>
    private static string Generalised(string reason) =>
        string.Join(' ', reason.Split(' ').Select(word => Version.TryParse(word.TrimEnd(':', ','), out _) && word != "1.0" ? "a later release:" : word));

    private static string Reference(string reason, List<string> reasons)
    {
        if (!reasons.Contains(reason))
        {
            reasons.Add(reason);
        }

        return Letter(reasons.IndexOf(reason));
    }

    private static string Letter(int index) => ((char)('a' + index)).ToString();
}
