using KymaIstioTransform.Cli;
using Xunit;

namespace KymaIstioTransform.Tests.Native;

/// <summary>The bundled example exercises every change, and the pipe example runs as it stands.</summary>
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
    public void The_bundled_stream_exercises_the_change(string patch)
    {
        var result = Tool.Run(File.ReadAllBytes(Path.Combine(Examples, "istio-1.0.yaml")), "--only", patch);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Contains($"({patch})", result.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_pipe_example_runs()
    {
        var binary = NativeBinary.Require();
        var folder = Directory.CreateTempSubdirectory("pipe").FullName;
        try
        {
            var (exit, _, error) = ExternalTool.Run(Path.Combine(Examples, "pipe", "run.sh"), [folder], environment: new Dictionary<string, string> { ["KYMA_ISTIO_TRANSFORM"] = binary });

            Assert.True(exit == 0, error);
            var patched = Directory.EnumerateFiles(folder, "*.yaml").Single();
            Assert.Contains("zipkin.kyma-system:9411", File.ReadAllText(patched), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
