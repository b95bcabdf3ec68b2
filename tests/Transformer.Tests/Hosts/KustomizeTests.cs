using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>Runs the unchanged example of the Kustomize exec plugin with kubectl, and with kustomize if it is on the PATH.</summary>
public class KustomizeTests
{
    public static TheoryData<string> Streams => HostTools.StrictStreams;

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void The_example_prints_the_output_of_the_pipe(string stream)
    {
        Prints("kubectl-1.32", stream);
        Prints("kubectl-1.35", stream);
    }

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void The_example_prints_the_output_of_the_pipe_under_kustomize(string stream) => Prints("kustomize", stream);

    private static void Prints(string kustomize, string stream)
    {
        var input = HostTools.Stream(stream);
        using var folder = HostTools.Example("kustomize");
        File.WriteAllBytes(Path.Combine(folder.Root, "istio.yaml"), input);
        HostTools.AssumeDefinitions(folder.Root);
        Replace(folder.Root, "istio-transform.yaml", "spec:", "argsOneLiner: --report transform.txt\nspec:");

        var (exit, output, error) = Build(kustomize, folder.Root);

        Assert.True(exit == 0, error);
        ManifestData.AssertSame(
            ManifestData.Read(HostTools.Pipe("kustomize", HostTools.ThroughKustomize(kustomize, input)).Output),
            ManifestData.Read(output)
        );
        Assert.Equal(
            HostTools.Changes(HostTools.Pipe("kustomize", input).Error),
            HostTools.Changes(File.ReadAllText(Path.Combine(folder.Root, "transform.txt")))
        );
        Assert.Empty(HostTools.Changes(File.ReadAllText(Path.Combine(folder.Root, "report.txt"))));
        Assert.DoesNotContain("kustomize.config.k8s.io", ExternalTool.Text(output), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("kubectl-1.32")]
    [InlineData("kubectl-1.35")]
    public void It_is_a_validator_after_it_has_run_as_a_transformer(string kubectl)
    {
        using var folder = HostTools.Example("kustomize");
        File.WriteAllBytes(Path.Combine(folder.Root, "istio.yaml"), HostTools.Stream("example"));
        File.AppendAllText(Path.Combine(folder.Root, "kustomization.yaml"), "validators:\n  - istio-check.yaml\n");

        var (exit, output, error) = Build(kubectl, folder.Root);

        Assert.True(exit == 0, error);
        ManifestData.AssertSame(
            ManifestData.Read(HostTools.Pipe("kustomize", HostTools.Stream("example")).Output),
            ManifestData.Read(output)
        );
    }

    /// <summary>docs/hosts.md describes this limit of Kustomize. If this test fails, the limit is gone: update the text.</summary>
    [SkippableTheory]
    [InlineData("kubectl-1.32")]
    [InlineData("kubectl-1.35")]
    public void Kustomize_rejects_a_validator_that_runs_without_a_transformer(string kubectl)
    {
        using var folder = HostTools.Example("kustomize");
        File.WriteAllText(Path.Combine(folder.Root, "istio.yaml"), "# a comment\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
        File.WriteAllText(Path.Combine(folder.Root, "kustomization.yaml"), "resources: [istio.yaml]\nvalidators: [copy.yaml]\n");
        File.WriteAllText(Path.Combine(folder.Root, "copy.yaml"), "apiVersion: example.com/v1\nkind: Copy\nmetadata: {name: copy}\n");
        var plugin = Path.Combine(folder.Root, "plugins", "example.com", "v1", "copy");
        Directory.CreateDirectory(plugin);
        HostTools.Script(plugin, "Copy", "exec cat");

        var (exit, _, error) = Build(kubectl, folder.Root);

        Assert.NotEqual(0, exit);
        Assert.Contains("validator shouldn't modify the resource map", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_check_fails_the_build_if_changes_are_missing()
    {
        using var folder = HostTools.Example("kustomize");
        File.WriteAllBytes(Path.Combine(folder.Root, "istio.yaml"), HostTools.Stream("example"));
        Replace(folder.Root, "kustomization.yaml", "  - istio-transform.yaml\n", "");

        var (exit, _, error) = Build("kubectl-1.35", folder.Root);

        Assert.NotEqual(0, exit);
        Assert.Contains("failure in plugin", error, StringComparison.Ordinal);
        Assert.Contains(
            "deployment \"istio-pilot\" would be patched (",
            File.ReadAllText(Path.Combine(folder.Root, "report.txt")),
            StringComparison.Ordinal
        );
    }

    [SkippableTheory]
    [InlineData("kubectl-1.32")]
    [InlineData("kubectl-1.35")]
    public void Without_a_report_file_Kustomize_prints_the_findings_of_a_failed_check_and_nothing_of_a_success(string kubectl)
    {
        using var folder = HostTools.Example("kustomize");
        File.WriteAllBytes(Path.Combine(folder.Root, "istio.yaml"), HostTools.Stream("example"));

        var success = Build(kubectl, folder.Root, report: "");
        Directory.Delete(Path.Combine(folder.Root, "plugins"), recursive: true);
        Replace(folder.Root, "kustomization.yaml", "  - istio-transform.yaml\n", "");
        var failure = Build(kubectl, folder.Root, report: "");

        Assert.Equal((0, ""), (success.Exit, success.Error));
        Assert.NotEqual(0, failure.Exit);
        Assert.Contains("deployment \"istio-pilot\" would be patched (", failure.Error, StringComparison.Ordinal);
        Assert.Contains("failure in plugin", failure.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void An_invalid_setting_fails_the_build_with_a_readable_error()
    {
        using var folder = HostTools.Example("kustomize");
        File.WriteAllBytes(Path.Combine(folder.Root, "istio.yaml"), HostTools.Stream("example"));
        Replace(folder.Root, "istio-transform.yaml", "domain:", "domian:");

        var (exit, _, error) = Build("kubectl-1.35", folder.Root);

        Assert.NotEqual(0, exit);
        Assert.Contains("unknown key ingressGateway.domian, did you mean domain?", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_random_certificate_fails_the_build_with_a_remedy()
    {
        using var folder = HostTools.Example("kustomize");
        File.WriteAllBytes(Path.Combine(folder.Root, "istio.yaml"), HostTools.Stream("example"));
        Replace(folder.Root, "istio-transform.yaml", "mode: derived", "mode: self-signed");

        var (exit, _, error) = Build("kubectl-1.35", folder.Root);

        Assert.NotEqual(0, exit);
        Assert.Contains("would change on every render", error, StringComparison.Ordinal);
        Assert.Contains("ingressGateway.tls.mode to derived with a seed", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Input_without_Istio_fails_the_build_with_a_readable_error()
    {
        using var folder = HostTools.Example("kustomize");
        File.WriteAllText(Path.Combine(folder.Root, "istio.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");

        var (exit, _, error) = Build("kubectl-1.35", folder.Root);

        Assert.NotEqual(0, exit);
        Assert.Contains("the input has no Istio objects", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Further_arguments_are_flags()
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

    private static (int Exit, byte[] Output, string Error) Build(string kustomize, string folder, string? report = null)
    {
        var (program, command) = HostTools.Kustomize(kustomize);
        var plugins = Path.Combine(folder, "plugins");
        HostTools.Link(Path.Combine(plugins, "transform.kyma-project.io", "v1alpha1", "istiotransform"), "IstioTransform");
        return ExternalTool.Run(
            program,
            [command, "--enable-alpha-plugins", "."],
            folder: folder,
            environment: new Dictionary<string, string>(HostTools.Environment)
            {
                ["KUSTOMIZE_PLUGIN_HOME"] = plugins,
                ["KYMA_ISTIO_TRANSFORM_REPORT"] = report ?? Path.Combine(folder, "report.txt"),
            }
        );
    }
}
