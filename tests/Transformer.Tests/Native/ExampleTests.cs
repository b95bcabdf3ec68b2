using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Hosts;
using Xunit;

namespace KymaIstioTransform.Tests.Native;

/// <summary>The bundled example contains every change, and the unchanged pipe example runs.</summary>
public class ExampleTests
{
    private static readonly string Examples = Path.Combine(SharedData.Repository, "examples");

    [Theory]
    [InlineData("sidecar-resources")]
    [InlineData("zipkin")]
    [InlineData("pilot-webhook")]
    [InlineData("ingress-certificates")]
    [InlineData("addons")]
    [InlineData("injection-policy")]
    public void The_bundled_stream_contains_the_change(string patch)
    {
        var result = Tool.Run(File.ReadAllBytes(Path.Combine(Examples, "istio-1.0.yaml")), "--only", patch);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Contains($"({patch})", result.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_pipe_example_runs()
    {
        var binary = NativeBinary.Require();
        using var folder = HostTools.Example("pipe");
        var environment = new Dictionary<string, string> { ["KYMA_ISTIO_TRANSFORM"] = binary };

        var (exit, _, error) = ExternalTool.Run(
            Path.Combine(folder.Root, "run.sh"),
            ["out"],
            folder: folder.Root,
            environment: environment
        );

        Assert.True(exit == 0, error);
        Assert.Contains("zipkin.kyma-system:9411", File.ReadAllText(folder.Combine("out/patched.yaml")), StringComparison.Ordinal);
        Assert.Contains("patched (zipkin", File.ReadAllText(folder.Combine("out/report.txt")), StringComparison.Ordinal);
    }
}
