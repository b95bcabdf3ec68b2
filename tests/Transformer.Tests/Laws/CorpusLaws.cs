using System.Text;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Patches;
using Xunit;

namespace KymaIstioTransform.Tests.Laws;

/// <summary>What must hold for every stream of the corpus, whatever its version.</summary>
public class CorpusLaws
{
    private const string RequiredCrd = "policies.authentication.istio.io";

    private static readonly string AllPatches = string.Join(',', PatchSet.All.Select(p => p.Name));

    public static TheoryData<string> Streams => SharedData.Streams();

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void Identity_with_all_patches_skipped_the_output_is_the_input(string stream)
    {
        var input = SharedData.ReadStream(stream);

        var result = Tool.Run(input, "--skip", AllPatches);

        Assert.Equal(ExitCode.Written, result.Exit);
        Assert.True(input.AsSpan().SequenceEqual(result.Output));
    }

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void Identity_holds_for_CRLF_a_byte_order_mark_and_a_missing_final_newline(string stream)
    {
        var text = Encoding.UTF8.GetString(SharedData.ReadStream(stream));
        var input = Encoding.UTF8.GetBytes("\ufeff" + text.ReplaceLineEndings("\r\n").TrimEnd());

        var result = Tool.Run(input, "--skip", AllPatches);

        Assert.Equal(ExitCode.Written, result.Exit);
        Assert.True(input.AsSpan().SequenceEqual(result.Output));
    }

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void Idempotence_a_second_run_changes_nothing(string stream)
    {
        var first = Transform(stream);
        Skip.If(first.Exit == ExitCode.InputRefused, "refused by the security precondition");

        var second = Tool.Run(first.Output, "--assume-crd", RequiredCrd);

        Assert.Equal(ExitCode.Written, second.Exit);
        Assert.Equal(first.Text, second.Text);
        Assert.DoesNotContain("patched", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("removed (", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("added (", second.Error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void Locality_every_changed_line_is_one_that_the_report_names(string stream)
    {
        var input = SharedData.ReadStream(stream);
        var first = Tool.Run(input, "--assume-crd", RequiredCrd, "--report-format", "json");
        Skip.If(first.Exit == ExitCode.InputRefused, "refused by the security precondition");

        LineChanges.AssertReported(Encoding.UTF8.GetString(input), first.Text, first.Error);
    }

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void Line_breaks_change_nothing_but_line_breaks(string stream)
    {
        var text = Encoding.UTF8.GetString(SharedData.ReadStream(stream));
        var unix = Tool.Run(text, "--assume-crd", RequiredCrd, "--skip", "ingress-certificates");
        var windows = Tool.Run(text.ReplaceLineEndings("\r\n"), "--assume-crd", RequiredCrd, "--skip", "ingress-certificates");

        Assert.Equal(unix.Exit, windows.Exit);
        Assert.Equal(unix.Text.ReplaceLineEndings("\r\n"), windows.Text);
    }

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void A_cut_stream_never_yields_a_cut_result(string stream)
    {
        var input = SharedData.ReadStream(stream);
        for (var i = 1; i <= 12; i++)
        {
            var cut = input[..(int)(input.Length * (long)i / 13)];
            var result = Tool.Run(cut, "--assume-crd", RequiredCrd, "--skip", "ingress-certificates");

            Assert.True(result.Exit is ExitCode.Written or ExitCode.InputRefused, result.Error);
            Assert.True(result.Exit == ExitCode.Written || result.Output.Length == 0);
        }
    }

    [SkippableFact]
    public void Of_Istio_1_0_only_streams_with_security_and_its_definition_pass()
    {
        SharedData.Require();
        var refused = Names.Where(IsIstio1_0).Where(s => Tool.Run(SharedData.ReadStream(s)).Exit == ExitCode.InputRefused).ToHashSet();
        var withoutCitadel = Names.Where(IsIstio1_0).Where(s => Transform(s).Exit == ExitCode.InputRefused).ToHashSet();

        foreach (var stream in Names.Where(IsIstio1_0))
        {
            var text = Encoding.UTF8.GetString(SharedData.ReadStream(stream));
            var hasCitadel = text.Contains("\n  name: istio-citadel\n", StringComparison.Ordinal);
            var hasDefinition = text.Contains($"\n  name: {RequiredCrd}\n", StringComparison.Ordinal);
            Assert.Equal(!hasCitadel || !hasDefinition, refused.Contains(stream));
            Assert.Equal(!hasCitadel, withoutCitadel.Contains(stream));
        }
    }

    private static IEnumerable<string> Names => ((IEnumerable<object[]>)Streams).Select(row => (string)row[0]);

    private static bool IsIstio1_0(string stream) => Path.GetFileName(stream).StartsWith("1.0.", StringComparison.Ordinal) || stream.StartsWith("kyma/0.5.0", StringComparison.Ordinal);

    private static ToolResult Transform(string stream) => Tool.Run(SharedData.ReadStream(stream), "--assume-crd", RequiredCrd);
}
