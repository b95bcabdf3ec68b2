using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Editing;
using Xunit;

namespace KymaIstioTransform.Tests.Laws;

/// <summary>
/// Laws for every stream of any Istio release: the streams of this repository, and those of the corpus where it is.
/// </summary>
public partial class CorpusLaws
{
    private const string RequiredCrd = "policies.authentication.istio.io";

    public static TheoryData<string> Streams => SharedData.AllStreams();

    [Theory]
    [MemberData(nameof(Streams))]
    public void Identity_edits_that_change_nothing_give_back_the_input(string stream) => AssertIdentity(SharedData.ReadStream(stream));

    [Theory]
    [MemberData(nameof(Streams))]
    public void Identity_holds_for_CRLF_a_byte_order_mark_and_a_missing_final_newline(string stream)
    {
        var text = Encoding.UTF8.GetString(SharedData.ReadStream(stream)).TrimStart('\ufeff');

        AssertIdentity(Encoding.UTF8.GetBytes("\ufeff" + text.ReplaceLineEndings("\r\n").TrimEnd()));
    }

    /// <summary>
    /// Renders edits that change nothing, and the whole stream with them. Documents with aliases or merge keys are left out: an edit
    /// expands aliases, and a value that a merge hides cannot be edited.
    /// </summary>
    private static void AssertIdentity(byte[] input)
    {
        var manifest = ManifestReader.Read(new SourceText([new InputFile("in", input)]));
        var documents = manifest.Documents.Where(d => !d.Tree.IsEmpty && !d.HasAliases && !d.Tree.MayHaveMerges).ToList();
        foreach (var edit in (Func<TreeEdits, int>[])[NeutralEdits.ReplaceWords, NeutralEdits.SetValues])
        {
            var plan = new PatchPlan();
            var edits = documents.Sum(d => edit(plan.EditsOf(d)));
            var output = ManifestWriter.Render(manifest, plan, manifest, 0, manifest.Documents.Count);

            Assert.True(edits > 0 || documents.Count == 0, "nothing was rendered");
            Assert.Equal(Encoding.UTF8.GetString(input), Encoding.UTF8.GetString(output.ToArray()));
            new SelfCheck(manifest, plan).Verify(0, manifest.Documents.Count, output);
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Idempotence_a_second_run_changes_nothing(string stream)
    {
        var first = Transform(stream);
        if (IsRejected(first))
        {
            return;
        }

        var second = Tool.Run(first.Output, "--assume-crd", RequiredCrd);

        Assert.Equal(ExitCode.Written, second.Exit);
        Assert.Equal(first.Text, second.Text);
        Assert.DoesNotContain("patched", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("removed (", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("added (", second.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Locality_every_changed_line_is_one_that_the_report_names(string stream)
    {
        var input = SharedData.ReadStream(stream);
        var first = Tool.Run(input, "--assume-crd", RequiredCrd, "--report-format", "json");
        if (!IsRejected(first))
        {
            LineChanges.AssertReported(Encoding.UTF8.GetString(input), first.Text, first.Error);
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Line_breaks_change_nothing_but_line_breaks(string stream)
    {
        var text = Encoding.UTF8.GetString(SharedData.ReadStream(stream));
        var unix = Tool.Run(text, "--assume-crd", RequiredCrd, "--skip", "ingress-certificates");
        var windows = Tool.Run(text.ReplaceLineEndings("\r\n"), "--assume-crd", RequiredCrd, "--skip", "ingress-certificates");

        Assert.Equal(unix.Exit, windows.Exit);
        Assert.Equal(unix.Text.ReplaceLineEndings("\r\n"), windows.Text);
    }

    /// <summary>Nodes of a long stream are not kept in memory: they are read again when a patch needs them.</summary>
    [Theory]
    [MemberData(nameof(Streams))]
    public void A_large_document_does_not_affect_the_documents_after_it(string stream)
    {
        const int Keys = 70_000;
        var text = Encoding.UTF8.GetString(SharedData.ReadStream(stream)).TrimStart('\ufeff');
        if (HelmHooks.AreAll(ManifestReader.Read(new SourceText([new InputFile("in", Encoding.UTF8.GetBytes(text))]))))
        {
            // Another object makes it a release with hooks, which gets Kyma's changes.
            return;
        }

        var large =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: large, namespace: large}\ndata:\n"
            + string.Concat(Enumerable.Range(0, Keys).Select(i => $"  k{i}: v\n"))
            + (text.StartsWith("---", StringComparison.Ordinal) ? "" : "---\n");
        string[] args = ["--assume-crd", RequiredCrd, "--skip", "ingress-certificates", "--verbose"];

        var alone = Tool.Run(text, args);
        var behind = Tool.Run(large + text, args);

        Assert.Equal(alone.Exit, behind.Exit);
        Assert.Equal(alone.Exit == ExitCode.Written ? large + alone.Text : "", behind.Text);
        Assert.Equal(Messages(alone.Error, 0), Messages(behind.Error, large.Count(c => c == '\n')));
    }

    /// <summary>The lines of a report with the lines of the input that they name counted from <paramref name="first"/> on.</summary>
    private static IEnumerable<string> Messages(string report, int first) =>
        report
            .Split('\n')
            .Select(line =>
                Place()
                    .Replace(line, m => (int.Parse(m.Value, CultureInfo.InvariantCulture) - first).ToString(CultureInfo.InvariantCulture))
            );

    [GeneratedRegex("(?<=<stdin>:|\\bline )[0-9]+")]
    private static partial Regex Place();

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_truncated_stream_never_gives_a_truncated_result(string stream)
    {
        var input = SharedData.ReadStream(stream);
        for (var i = 1; i <= 12; i++)
        {
            var cut = input[..(int)(input.Length * (long)i / 13)];
            var result = Tool.Run(cut, "--assume-crd", RequiredCrd, "--skip", "ingress-certificates");

            Assert.True(result.Exit is ExitCode.Written or ExitCode.InputRejected, result.Error);
            Assert.True(result.Exit == ExitCode.Written || result.Output.Length == 0);
        }
    }

    [SkippableFact]
    public void Istio_1_0_passes_only_with_security_and_its_definition()
    {
        SharedData.Require();
        var rejected = Names.Where(IsIstio1_0).Where(s => Tool.Run(SharedData.ReadStream(s)).Exit == ExitCode.InputRejected).ToHashSet();
        var withoutCitadel = Names.Where(IsIstio1_0).Where(s => Transform(s).Exit == ExitCode.InputRejected).ToHashSet();

        foreach (var stream in Names.Where(IsIstio1_0))
        {
            var text = Encoding.UTF8.GetString(SharedData.ReadStream(stream));
            var hasCitadel = text.Contains("\n  name: istio-citadel\n", StringComparison.Ordinal);
            var hasDefinition = text.Contains($"\n  name: {RequiredCrd}\n", StringComparison.Ordinal);
            Assert.Equal(!hasCitadel || !hasDefinition, rejected.Contains(stream));
            Assert.Equal(!hasCitadel, withoutCitadel.Contains(stream));
        }
    }

    /// <summary>True when a run wrote nothing and says why; any other failure is an error.</summary>
    private static bool IsRejected(ToolResult result)
    {
        if (result.Exit == ExitCode.InputRejected)
        {
            Assert.Empty(result.Output);
            Assert.NotEmpty(result.Error);
            return true;
        }

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        return false;
    }

    private static IEnumerable<string> Names => ((IEnumerable<object[]>)SharedData.Streams()).Select(row => (string)row[0]);

    private static bool IsIstio1_0(string stream) =>
        Path.GetFileName(stream).StartsWith("1.0.", StringComparison.Ordinal) || stream.StartsWith("kyma/0.5.0", StringComparison.Ordinal);

    private static ToolResult Transform(string stream) => Tool.Run(SharedData.ReadStream(stream), "--assume-crd", RequiredCrd);
}
