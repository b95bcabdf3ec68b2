using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>Runs the unchanged kpt example with kpt.</summary>
public class KptTests
{
    public static TheoryData<string> Streams => HostTools.StrictStreams;

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void The_example_prints_the_output_of_the_pipe(string stream)
    {
        // kpt requires a name for each object, including a List. Kustomize writes its items as documents.
        var input = HostTools.ThroughKustomize("kubectl-1.35", HostTools.Stream(stream));
        using var folder = HostTools.Example("kpt");
        File.WriteAllBytes(Path.Combine(folder.Root, "istio.yaml"), input);
        HostTools.AssumeDefinitions(folder.Root);

        var (exit, output, error) = Kpt(folder.Root, "fn", "render", ".", "--allow-exec", "--output", "unwrap");

        Assert.True(exit == 0, error);
        var expected = ManifestData.Read(HostTools.Pipe("kpt", input).Output);
        var actual = ManifestData.Read(output);
        Assert.True(actual.Remove("Kptfile istio") && actual.Remove("IstioTransform kyma-istio"));
        ManifestData.AssertSame(expected, actual);
        Assert.Equal(
            HostTools.Changes(HostTools.Pipe("kpt", input).Error),
            HostTools.Changes(File.ReadAllText(Path.Combine(folder.Root, "report.txt")))
        );
    }

    [SkippableFact]
    public void An_invalid_setting_fails_with_a_readable_error_and_changes_nothing()
    {
        using var folder = HostTools.Example("kpt");
        var input = HostTools.ThroughKustomize("kubectl-1.35", HostTools.Stream("example"));
        File.WriteAllBytes(Path.Combine(folder.Root, "istio.yaml"), input);
        var config = Path.Combine(folder.Root, "istio-transform.yaml");
        File.WriteAllText(config, File.ReadAllText(config).Replace("domain:", "domian:", StringComparison.Ordinal));

        var (exit, _, error) = Kpt(folder.Root, "fn", "render", ".", "--allow-exec");

        Assert.NotEqual(0, exit);
        Assert.Contains("did you mean domain?", error, StringComparison.Ordinal);
        Assert.Contains("ingressGateway.domian", error, StringComparison.Ordinal);
        Assert.Equal(input, File.ReadAllBytes(Path.Combine(folder.Root, "istio.yaml")));
    }

    [SkippableFact]
    public void Resources_without_Istio_fail_with_a_readable_error()
    {
        using var folder = HostTools.Example("kpt");
        File.WriteAllText(Path.Combine(folder.Root, "istio.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");

        var (exit, _, error) = Kpt(folder.Root, "fn", "render", ".", "--allow-exec");

        Assert.NotEqual(0, exit);
        Assert.Contains("the input has no Istio objects", error, StringComparison.Ordinal);
    }

    /// <summary>kpt fn eval: the settings are arguments after two dashes, the results are written to a file.</summary>
    [SkippableFact]
    public void Kpt_fn_eval_accepts_settings_as_arguments()
    {
        using var folder = HostTools.Example("kpt");
        File.Delete(Path.Combine(folder.Root, "istio-transform.yaml"));
        File.WriteAllBytes(
            Path.Combine(folder.Root, "istio.yaml"),
            HostTools.ThroughKustomize("kubectl-1.35", HostTools.Stream("example"))
        );

        var (exit, output, error) = Kpt(
            folder.Root,
            "fn",
            "eval",
            ".",
            "--exec",
            "kyma-istio-transform",
            "--results-dir",
            "results",
            "--output",
            "unwrap",
            "--",
            "tracing.zipkinAddress=words:9411",
            "ingressGateway.tls.mode=none"
        );

        Assert.True(exit == 0, error);
        Assert.Contains("words:9411", ExternalTool.Text(output), StringComparison.Ordinal);
        Assert.Contains(
            "patched (zipkin",
            File.ReadAllText(Path.Combine(folder.Root, "results", "results.yaml")),
            StringComparison.Ordinal
        );
    }

    private static (int Exit, byte[] Output, string Error) Kpt(string folder, params string[] arguments)
    {
        var bin = Path.Combine(Path.GetTempPath(), Path.GetFileName(folder) + "-bin");
        HostTools.Link(bin, "kyma-istio-transform");
        try
        {
            return ExternalTool.Run(
                HostTools.Optional("kpt"),
                arguments,
                folder: folder,
                environment: new Dictionary<string, string>(HostTools.Environment)
                {
                    ["PATH"] = HostTools.PathWith(bin),
                    ["KYMA_ISTIO_TRANSFORM_REPORT"] = Path.Combine(folder, "report.txt"),
                }
            );
        }
        finally
        {
            Directory.Delete(bin, recursive: true);
        }
    }
}
