using System.Text;
using System.Text.Json;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.Commands;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Tests.Hosts;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.Commands;

/// <summary>The commands that describe the program: explain, version, man, completion.</summary>
public class CommandTests
{
    [Fact]
    public void Explain_says_what_a_patch_does_why_where_and_on_which_versions()
    {
        foreach (var patch in PatchSet.All)
        {
            var result = Tool.Run([], "explain", patch.Name);

            Assert.Equal(ExitCode.Written, result.Exit);
            Assert.StartsWith(patch.Name + "\n", result.Text, StringComparison.Ordinal);
            Assert.All(
                ["What. ", "Why. ", "Kyma. ", "Istio. "],
                part => Assert.Contains("\n" + part, result.Text, StringComparison.Ordinal)
            );
            Assert.DoesNotContain("## ", result.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_unknown_patch_name_gets_a_suggestion()
    {
        var result = Tool.Run([], "explain", "zipkins");

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Contains("did you mean zipkin?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_one_line_or_json()
    {
        Assert.Equal(Tool.Run([], "--version").Text, Tool.Run([], "version").Text);
        using var json = JsonDocument.Parse(Tool.Run([], "version", "-o", "json").Text);
        Assert.Equal("1.0.0", json.RootElement.GetProperty("istio").GetProperty("oldest").GetString());
        Assert.Equal(
            PatchSet.All.Select(p => p.Name),
            json.RootElement.GetProperty("patches").EnumerateArray().Select(p => p.GetString()!)
        );
    }

    [SkippableFact]
    public void The_manual_page_names_every_flag_and_is_valid_roff()
    {
        var page = Tool.Run([], "man").Output;
        ExternalTool.Require(ExternalTool.Find("groff") is not null, "groff");

        var (exit, output, error) = ExternalTool.Run("groff", ["-man", "-Tascii", "-ww", "-P-cbou", "-rLL=500n"], page);

        Assert.Equal(0, exit);
        Assert.Empty(error);
        var text = ExternalTool.Text(output);
        Assert.All(
            OptionTable.All,
            o =>
                Assert.Contains(
                    $"--{o.Name}",
                    Encoding.UTF8.GetString(page).Replace("\\-", "-", StringComparison.Ordinal),
                    StringComparison.Ordinal
                )
        );
        Assert.Contains("EXIT STATUS", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--tls-m", "--tls-mode", ":4")]
    [InlineData("--tls-mode|der", "derived", ":4")]
    [InlineData("--tls-mode=der", "--tls-mode=derived", ":4")]
    [InlineData("--tls-mode|=|der", "derived", ":4")]
    [InlineData("--skip|zipkin,add", "zipkin,addons", ":4")]
    [InlineData("verify|--report-format|sa", "sarif", ":4")]
    [InlineData("exp", "explain", ":0")]
    [InlineData("explain|zip", "zipkin", ":4")]
    [InlineData("init|kr", "krm", ":4")]
    public void Completion_offers_matching_words(string words, string candidate, string directive)
    {
        var lines = Tool.Run([], ["__complete", .. words.Split('|')]).Text.TrimEnd('\n').Split('\n');

        Assert.Equal([candidate], lines[..^1].Select(l => l.Split('\t')[0]));
        Assert.Equal(directive, lines[^1]);
    }

    [Theory]
    [InlineData("--config|", ":0")]
    [InlineData("--tls-store|", ":0")]
    [InlineData("--domain|", ":4")]
    public void Completion_leaves_files_to_the_shell(string words, string directive) =>
        Assert.Equal(directive + "\n", Tool.Run([], ["__complete", .. words.Split('|')]).Text);

    [SkippableTheory]
    [InlineData(
        "bash",
        "-c",
        "source completion; COMP_WORDS=(kyma-istio-transform --tls-mode der); COMP_CWORD=2; _kyma_istio_transform; printf '%s\\n' "
        + "\"${COMPREPLY[@]}\"",
        "derived"
    )]
    [InlineData("fish", "-c", "source completion; complete -C 'kyma-istio-transform --tls-mode der' | string split -f1 \\t", "derived")]
    [InlineData(
        "zsh",
        "-c",
        "autoload -U compinit && compinit -D -u; source completion; whence -w _kyma_istio_transform; print $_comps[kyma-istio-transform]",
        "_kyma_istio_transform: function\n_kyma_istio_transform"
    )]
    public void The_scripts_work_in_their_shells(string shell, string flag, string command, string expected)
    {
        ExternalTool.Require(ExternalTool.Find(shell) is not null, shell);
        using var folder = new Certificates.TemporaryDirectory();
        folder.Write("completion", Tool.Run([], "completion", shell).Output);
        HostTools.Link(folder.Root, ProgramInfo.Name);

        var (_, output, error) = ExternalTool.Run(
            shell,
            [flag, command],
            folder: folder.Root,
            environment: new Dictionary<string, string> { ["PATH"] = HostTools.PathWith(folder.Root), ["HOME"] = folder.Root }
        );

        Assert.Equal(expected, ExternalTool.Text(output).Trim());
        Assert.Empty(error);
    }

    [Fact]
    public void Every_shell_has_a_script_that_asks_the_program()
    {
        foreach (var shell in CompletionCommand.Shells)
        {
            Assert.Contains("kyma-istio-transform __complete", Tool.Run([], "completion", shell).Text, StringComparison.Ordinal);
        }

        Assert.Equal(ExitCode.Usage, Tool.Run([], "completion", "csh").Exit);
    }
}
