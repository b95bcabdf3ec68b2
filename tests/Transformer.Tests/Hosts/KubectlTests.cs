using KymaIstioTransform.Cli.Callers;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>kubectl as the caller of the transformer, and as the reader of its output.</summary>
public class KubectlTests
{
    private const string RandomSecret = "Secret istio-system/istio-ingressgateway-certs";

    public static TheoryData<string> Streams => HostTools.Streams;

    [Theory]
    [InlineData("/usr/bin/kubectl-kyma_istio_transform", "kubectl kyma-istio-transform")]
    [InlineData("/usr/bin/kyma-istio-transform", "kyma-istio-transform")]
    public void Messages_use_the_command_that_the_user_typed(string path, string program) =>
        Assert.Equal(program, KubectlPlugin.Program(path));

    [SkippableTheory]
    [InlineData("kubectl-1.32")]
    [InlineData("kubectl-1.35")]
    public void It_runs_as_a_plugin(string name)
    {
        var kubectl = HostTools.Require(name);
        using var bin = new TemporaryDirectory();
        HostTools.Link(bin.Root, "kubectl-kyma_istio_transform");

        var (exit, output, error) = ExternalTool.Run(
            kubectl,
            ["kyma-istio-transform", "--help"],
            environment: new Dictionary<string, string> { ["PATH"] = HostTools.PathWith(bin.Root) }
        );

        Assert.True(exit == 0, error);
        Assert.Contains(
            HostTools.IsNative ? "\n  kubectl kyma-istio-transform [FILE" : "kyma-istio-transform [FILE",
            ExternalTool.Text(output),
            StringComparison.Ordinal
        );
    }

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void Kubectl_parses_each_object_of_the_output(string stream)
    {
        var kubectl = HostTools.Require("kubectl-1.35");
        var output = Tool.Run(HostTools.Stream(stream)).Output;

        var (exit, labelled, error) = ExternalTool.Run(
            kubectl,
            ["label", "--local", "-f", "-", "decoded=yes", "-o", "name", "--kubeconfig", "/dev/null"],
            output
        );

        Assert.True(exit == 0, error);
        Assert.Equal(
            ManifestData.Read(output).Count,
            ExternalTool.Text(labelled).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length
        );
    }

    /// <summary>
    /// Unlike label and patch, set decodes objects to Kubernetes types. It supports no custom resources and no removed API versions.
    /// </summary>
    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void Kubectl_decodes_each_object_of_the_output_to_its_type(string stream)
    {
        var kubectl = HostTools.Require("kubectl-1.35");
        var output = Tool.Run(HostTools.Stream(stream)).Output;

        Assert.Empty(Misread(output));
        Assert.Single(Misread([.. output, .. "\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: wrong}\ndata: {a: 5}\n"u8]));

        List<string> Misread(byte[] manifests) =>
            [
                .. ExternalTool
                    .Run(kubectl, ["set", "env", "--local", "--list", "-f", "-", "--kubeconfig", "/dev/null"], manifests)
                    .Error.Split('\n')
                    .Where(l =>
                        l.Contains("unable to decode", StringComparison.Ordinal)
                        && !l.Contains(" is registered for version ", StringComparison.Ordinal)
                    ),
            ];
    }

    [SkippableFact]
    public void Errors_of_the_plugin_reach_the_user()
    {
        var kubectl = HostTools.Require("kubectl-1.35");
        using var bin = new TemporaryDirectory();
        HostTools.Link(bin.Root, "kubectl-kyma_istio_transform");
        var environment = new Dictionary<string, string> { ["PATH"] = HostTools.PathWith(bin.Root) };

        var flag = ExternalTool.Run(
            kubectl,
            ["kyma-istio-transform", "--domian", "a"],
            HostTools.Stream("example"),
            environment: environment
        );
        var stream = ExternalTool.Run(
            kubectl,
            ["kyma-istio-transform"],
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"u8.ToArray(),
            environment: environment
        );

        Assert.Equal((2, 0), (flag.Exit, flag.Output.Length));
        Assert.Contains("unknown flag --domian, did you mean --domain?", flag.Error, StringComparison.Ordinal);
        Assert.Equal((3, 0), (stream.Exit, stream.Output.Length));
        Assert.Contains("the input has no Istio objects", stream.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_example_pipes_through_the_plugin_into_kubectl_apply()
    {
        using var folder = HostTools.Example("kubectl");
        var bin = Path.Combine(folder.Root, "bin");
        HostTools.Link(bin, "kyma-istio-transform");
        var applied = Path.Combine(folder.Root, "applied.yaml");
        HostTools.Script(
            bin,
            "kubectl",
            $"case $1 in kyma-istio-transform) exec \"$@\" ;; apply) echo \"$@\" >&2; exec cat > {applied} ;; esac"
        );
        var input = Path.Combine(folder.Root, "istio.yaml");
        File.WriteAllBytes(input, HostTools.Stream("example"));

        var (exit, _, error) = ExternalTool.Run(
            "bash",
            ["apply.sh", input, "--dry-run=server"],
            folder: folder.Root,
            environment: new Dictionary<string, string>(HostTools.Environment) { ["PATH"] = HostTools.PathWith(bin) }
        );

        Assert.True(exit == 0, error);
        Assert.Contains("apply --server-side -f - --dry-run=server", error, StringComparison.Ordinal);
        var (expected, actual) = (
            ManifestData.Read(Tool.Run(HostTools.Stream("example")).Output),
            ManifestData.Read(File.ReadAllBytes(applied))
        );
        Assert.True(expected.Remove(RandomSecret) && actual.Remove(RandomSecret));
        ManifestData.AssertSame(expected, actual);
    }
}
