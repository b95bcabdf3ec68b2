using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>The exec plugin of Kustomize, with the example as it stands, under real kubectls.</summary>
public class KustomizeTests
{
    public static TheoryData<string> Streams => HostTools.StrictStreams;

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void The_example_prints_what_the_pipe_prints(string stream)
    {
        Prints("kubectl-1.32", stream);
        Prints("kubectl-1.35", stream);
    }

    private static void Prints(string kubectl, string stream)
    {
        var input = HostTools.Stream(stream);
        using var folder = HostTools.Example("kustomize");
        File.WriteAllBytes(Path.Combine(folder.Root, "istio.yaml"), input);
        if (stream != "example")
        {
            HostTools.AssumeDefinitions(folder.Root);
        }

        var (exit, output, error) = Build(kubectl, folder.Root);

        Assert.True(exit == 0, error);
        Assert.Equal(ManifestData.Read(Tool.Run(input, "--domain", "example.com", "--assume-crd", HostTools.SecurityCrd).Output), ManifestData.Read(output));
        Assert.True(File.Exists(Path.Combine(folder.Root, "report.txt")));
    }

    [SkippableFact]
    public void The_check_fails_the_build_where_something_is_undone()
    {
        using var folder = HostTools.Example("kustomize");
        File.WriteAllBytes(Path.Combine(folder.Root, "istio.yaml"), HostTools.Stream("example"));
        Replace(folder.Root, "kustomization.yaml", "  - istio-transform.yaml\n", "");

        var (exit, _, error) = Build("kubectl-1.35", folder.Root);

        Assert.NotEqual(0, exit);
        Assert.Contains("Deployment istio-system/istio-pilot is not as pilot-webhook leaves it", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_wrong_setting_fails_the_build_readably()
    {
        using var folder = HostTools.Example("kustomize");
        File.WriteAllBytes(Path.Combine(folder.Root, "istio.yaml"), HostTools.Stream("example"));
        Replace(folder.Root, "istio-transform.yaml", "domain:", "domian:");

        var (exit, _, error) = Build("kubectl-1.35", folder.Root);

        Assert.NotEqual(0, exit);
        Assert.Contains("unknown key ingressGateway.domian, did you mean domain?", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Further_words_are_flags()
    {
        using var folder = HostTools.Example("kustomize");
        File.WriteAllBytes(Path.Combine(folder.Root, "istio.yaml"), HostTools.Stream("example"));
        Replace(folder.Root, "kustomization.yaml", "  - istio-check.yaml", "");
        Replace(folder.Root, "istio-transform.yaml", "spec:", "argsOneLiner: --zipkin-address word:9411 --report words.txt\nspec:");

        var (exit, output, error) = Build("kubectl-1.35", folder.Root);

        Assert.True(exit == 0, error);
        Assert.Contains("patched (", File.ReadAllText(Path.Combine(folder.Root, "words.txt")), StringComparison.Ordinal);
        Assert.Contains("word:9411", ExternalTool.Text(output), StringComparison.Ordinal);
    }

    private static void Replace(string folder, string file, string old, string text)
    {
        var path = Path.Combine(folder, file);
        File.WriteAllText(path, File.ReadAllText(path).Replace(old, text, StringComparison.Ordinal));
    }

    private static (int Exit, byte[] Output, string Error) Build(string kubectl, string folder)
    {
        var plugins = Path.Combine(folder, "plugins");
        HostTools.Link(Path.Combine(plugins, "transform.kyma-project.io", "v1alpha1", "istiotransform"), "IstioTransform");
        return ExternalTool.Run(HostTools.Require(kubectl), ["kustomize", "--enable-alpha-plugins", "."], folder: folder, environment: new Dictionary<string, string>
        {
            ["KUSTOMIZE_PLUGIN_HOME"] = plugins,
            ["KYMA_ISTIO_TRANSFORM_REPORT"] = Path.Combine(folder, "report.txt"),
        });
    }
}
