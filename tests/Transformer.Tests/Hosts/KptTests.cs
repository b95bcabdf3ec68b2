using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>The KRM function as an executable under a real kpt, with the example as it stands.</summary>
public class KptTests
{
    public static TheoryData<string> Streams => HostTools.StrictStreams;

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void The_example_prints_what_the_pipe_prints(string stream)
    {
        // kpt wants a name for each object, a List included: Kustomize writes its items as documents.
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
    public void A_wrong_setting_fails_readably_and_changes_nothing()
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
    public void Resources_that_are_not_Istio_fail_readably()
    {
        using var folder = HostTools.Example("kpt");
        File.WriteAllText(Path.Combine(folder.Root, "istio.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");

        var (exit, _, error) = Kpt(folder.Root, "fn", "render", ".", "--allow-exec");

        Assert.NotEqual(0, exit);
        Assert.Contains("the input holds no object of Istio", error, StringComparison.Ordinal);
    }

    /// <summary>As kpt runs a function by hand: the settings are words behind two dashes, the results go to a file.</summary>
    [SkippableFact]
    public void It_is_evaluated_by_hand_with_settings_as_words()
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
