using System.Text.RegularExpressions;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>Runs the unchanged Helm examples with Helm 3 and Helm 4.</summary>
public class HelmTests
{
    public static TheoryData<string> Streams => HostTools.Streams;

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void Helm_3_prints_the_output_of_the_pipe(string stream) => Prints("helm3", stream);

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void Helm_4_prints_the_output_of_the_pipe_with_each_template(string stream)
    {
        var (output, report) = Prints("helm4", stream);

        // Only added objects have no template.
        Assert.Equal(
            HostTools.Changes(report).Count(c => c.Contains("\" added (", StringComparison.Ordinal)),
            ExternalTool.Text(output).Split("generated-by-postrender").Length - 1
        );
    }

    private static (byte[] Output, string Report) Prints(string helm, string name)
    {
        var input = HostTools.Stream(name);
        using var folder = HostTools.Example(helm);
        var chart = RenderedChart.Write(input, Path.Combine(folder.Root, "chart"));

        var (exit, output, error) = Render(helm, folder.Root, chart);

        Assert.True(exit == 0, error + Report(folder.Root));
        var pipe = Tool.Run(
            input,
            HostTools.Environment,
            false,
            "--tls-seed-env",
            "KYMA_TLS_SEED",
            "--assume-crd",
            HostTools.SecurityCrd,
            "--helm-hooks",
            "keep"
        );
        var hooks = ManifestData.Hooks(input, helm == "helm4" ? "crd-install" : null);
        ManifestData.AssertSame(Objects(pipe.Output), Objects(output));
        Assert.DoesNotContain("postrenderer.helm.sh", ExternalTool.Text(output), StringComparison.Ordinal);
        Assert.Contains($"Helm {helm[^1]} installs", Report(folder.Root), StringComparison.Ordinal);
        return (output, Report(folder.Root));

        // With any post-renderer, Helm 4 adds empty lines to a folded scalar whose second line is indented further. It does so twice,
        // because it writes twice.
        IEnumerable<KeyValuePair<string, string>> Objects(byte[] stream) =>
            ManifestData
                .Read(stream)
                .Where(o => !hooks.Contains(o.Key))
                .Select(o => helm == "helm4" ? KeyValuePair.Create(o.Key, Regex.Replace(o.Value, @"(\\n)+", @"\n")) : o);
    }

    [SkippableTheory]
    [InlineData("helm3")]
    [InlineData("helm4")]
    public void The_report_file_has_the_error_about_a_wrong_input(string helm)
    {
        using var folder = HostTools.Example(helm);
        var chart = RenderedChart.Write(
            "# Source: other/templates/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"u8.ToArray(),
            Path.Combine(folder.Root, "chart")
        );

        var (exit, _, _) = Render(helm, folder.Root, chart);

        Assert.NotEqual(0, exit);
        Assert.Contains("the input has no Istio objects", Report(folder.Root), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("helm3")]
    [InlineData("helm4")]
    public void The_report_file_has_the_error_about_a_wrong_flag(string helm)
    {
        using var folder = HostTools.Example(helm);
        var chart = RenderedChart.Write(HostTools.Stream("example"), Path.Combine(folder.Root, "chart"));
        var report = Path.Combine(folder.Root, "named.txt");

        var (exit, _, _) = Render(
            helm,
            folder.Root,
            chart,
            "--post-renderer-args",
            "--zipkin-address=nowhere",
            "--post-renderer-args",
            $"--report={report}"
        );

        Assert.NotEqual(0, exit);
        Assert.Contains("--zipkin-address: must be HOST:PORT, not \"nowhere\"", File.ReadAllText(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_of_only_hooks_is_unchanged()
    {
        const string Hook =
            """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: a
              annotations:
                helm.sh/hook: post-install
            spec: {template: {spec: {containers: [{name: a, image: a}]}}}

            """;

        var result = Tool.Run(Hook);

        Assert.Equal(Hook, result.Text);
        Assert.Contains("every object is a Helm hook", result.Error, StringComparison.Ordinal);
        Assert.NotEqual(
            KymaIstioTransform.Cli.ExitCode.Written,
            Tool.Run(
                Hook.Replace("post-install", "crd-install", StringComparison.Ordinal)
                    .Replace("name: a", "name: x.istio.io", StringComparison.Ordinal)
                    .Replace("batch/v1\nkind: Job", "v1\nkind: CustomResourceDefinition", StringComparison.Ordinal)
            ).Exit
        );
    }

    private static string Report(string folder) =>
        File.Exists(Path.Combine(folder, "istio-transform-report.txt"))
            ? File.ReadAllText(Path.Combine(folder, "istio-transform-report.txt"))
            : "no report";

    private static (int Exit, byte[] Output, string Error) Render(string helm, string folder, string chart, params string[] flags)
    {
        var bin = Path.Combine(folder, "bin");
        HostTools.Link(bin, "kyma-istio-transform");
        var environment = new Dictionary<string, string>(HostTools.Environment)
        {
            ["HELM"] = HostTools.Require(helm),
            ["HELM_DATA_HOME"] = Path.Combine(folder, "data"),
            ["HELM_CACHE_HOME"] = Path.Combine(folder, "cache"),
            ["PATH"] = HostTools.PathWith(bin),
        };
        if (helm == "helm4")
        {
            var install = ExternalTool.Run(HostTools.Require(helm), ["plugin", "install", "."], folder: folder, environment: environment);
            Assert.True(install.Exit == 0, install.Error);
        }

        string[] arguments = ["render.sh", "istio", chart, "--post-renderer-args", "--tls-seed-env=KYMA_TLS_SEED", .. flags];
        return ExternalTool.Run("bash", arguments, folder: folder, environment: environment);
    }
}
