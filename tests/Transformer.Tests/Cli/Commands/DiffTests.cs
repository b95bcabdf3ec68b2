using System.Text;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.Commands;

/// <summary>The command diff and the flag --diff.</summary>
public class DiffTests
{
    private static readonly byte[] Example = File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));

    private const string Deployment =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: istio-policy
        spec:
          template:
            spec:
              containers:
              - name: mixer
                image: istio/mixer:1.0.2
                args:
                - --trace_zipkin_url=http://zipkin:9411/api/v1/spans

        """;

    [Fact]
    public void It_shows_the_changes_and_exits_with_1()
    {
        var result = Tool.Run(Deployment, "diff", "--only", "zipkin");

        Assert.Equal(ExitCode.Findings, result.Exit);
        Assert.Equal(
            """
            --- input/apps.v1.Deployment.istio-policy
            +++ output/apps.v1.Deployment.istio-policy
            @@ -9,4 +9,4 @@
                   - name: mixer
                     image: istio/mixer:1.0.2
                     args:
            -        - --trace_zipkin_url=http://zipkin:9411/api/v1/spans
            +        - --trace_zipkin_url=http://zipkin.kyma-system:9411/api/v1/spans

            """,
            result.Text
        );
        Assert.Equal(result.Text, Tool.Run(Deployment, "--diff", "--only", "zipkin").Text);
    }

    [Fact]
    public void Without_a_difference_it_prints_nothing_and_exits_with_0()
    {
        var result = Tool.Run(Tool.Run(Example).Output, "diff");

        Assert.Equal(ExitCode.Written, result.Exit);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_rejected_input_prints_no_diff_and_exits_with_more_than_1()
    {
        var result = Tool.Run("a: [", "diff");

        Assert.True((int)result.Exit > 1);
        Assert.Empty(result.Output);
    }

    [SkippableFact]
    public void Applied_with_patch_it_gives_the_output()
    {
        ExternalTool.Require(ExternalTool.Find("patch") is not null, "patch");
        using var folder = new TemporaryDirectory();
        string[] flags = ["--skip", "ingress-certificates,addons"];
        var diff = Tool.Run(Example, ["diff", .. flags]).Text;
        var parts = diff.Split("--- input/").Skip(1).ToList();

        Assert.NotEmpty(parts);
        var input = Encoding.UTF8.GetString(Example);
        var output = Tool.Run(Example, flags).Text;
        foreach (var part in parts)
        {
            var name = part.Split('\n')[0];
            var (before, after) = (Document(input, name), Document(output, name));
            File.WriteAllText(folder.Combine(name), before);
            var (exit, _, error) = ExternalTool.Run(
                "patch",
                ["--fuzz=0", folder.Combine(name)],
                Encoding.UTF8.GetBytes("--- input/" + part)
            );

            Assert.True(exit == 0, error);
            Assert.Equal(after, File.ReadAllText(folder.Combine(name)));
        }
    }

    [Fact]
    public void Values_of_Secrets_are_masked_unless_requested()
    {
        var masked = Tool.Run(Example, "diff", "--only", "ingress-certificates").Text;
        var shown = Tool.Run(Example, "diff", "--only", "ingress-certificates", "--show-secrets").Text;

        Assert.Contains("+  tls.key: '***'", masked, StringComparison.Ordinal);
        Assert.DoesNotContain("LS0t", masked, StringComparison.Ordinal);
        Assert.Contains("+  tls.key: LS0t", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void An_added_resource_starts_at_line_0_of_nothing() =>
        Assert.Contains("\n@@ -0,0 +1,", Tool.Run(Example, "diff", "--only", "ingress-certificates").Text, StringComparison.Ordinal);

    [Fact]
    public void Colours_do_not_change_the_text()
    {
        var plain = Tool.Run(Deployment, "diff", "--only", "zipkin").Text;
        var painted = Tool.Run(Deployment, "diff", "--only", "zipkin", "--color", "always").Text;

        Assert.NotEqual(plain, painted);
        Assert.Equal(
            plain,
            painted
                .Replace("\e[1m", "", StringComparison.Ordinal)
                .Replace("\e[31m", "", StringComparison.Ordinal)
                .Replace("\e[32m", "", StringComparison.Ordinal)
                .Replace("\e[36m", "", StringComparison.Ordinal)
                .Replace("\e[0m", "", StringComparison.Ordinal)
        );
    }

    [SkippableFact]
    public void An_external_diff_gets_two_folders_and_its_exit_code_is_used()
    {
        ExternalTool.Require(ExternalTool.Find("diff") is not null, "diff");
        var own = With("diff -u -r");
        var failing = With("false");

        Assert.Equal(ExitCode.Findings, own.Exit);
        Assert.Contains("+        - --trace_zipkin_url=http://zipkin.kyma-system:9411/api/v1/spans", own.Text, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Findings, failing.Exit);
        Assert.Equal(ExitCode.Usage, With("no-such-differ").Exit);

        static ToolResult With(string differ) =>
            Tool.Run(
                Encoding.UTF8.GetBytes(Deployment),
                new Dictionary<string, string> { ["KYMA_ISTIO_TRANSFORM_EXTERNAL_DIFF"] = differ },
                false,
                "diff",
                "--only",
                "zipkin"
            );
    }

    /// <summary>The lines of the document with an object of that name.</summary>
    private static string Document(string stream, string name) =>
        stream
            .Split("\n---\n")
            .Select(WithoutComments)
            .First(d => name.EndsWith($".{Field(d, "kind")}.{Field(d, "namespace")}.{Field(d, "name")}", StringComparison.Ordinal));

    private static string Field(string document, string key) =>
        document
            .Split('\n')
            .Select(l => l.Trim())
            .FirstOrDefault(l => l.StartsWith(key + ": ", StringComparison.Ordinal))
            ?[(key.Length + 2)..]
        ?? "";

    private static string WithoutComments(string document) =>
        string.Concat(document.Split('\n').SkipWhile(l => l.Length == 0 || l[0] is '#' or '-').Select(l => l + "\n")).TrimEnd('\n') + "\n";
}
