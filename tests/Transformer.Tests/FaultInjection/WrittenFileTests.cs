using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.FaultInjection;

public sealed class WrittenFileTests : IDisposable
{
    private static readonly byte[] Example = File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));

    private static readonly string[] Skip = ["--skip", "ingress-certificates"];

    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_output_goes_to_the_file_instead_of_standard_output()
    {
        var result = Tool.Run(Example, [.. Skip, "-o", folder.Combine("out.yaml")]);

        Assert.Equal((ExitCode.Written, ""), (result.Exit, result.Text));
        Assert.Equal(Tool.Run(Example, Skip).Output, File.ReadAllBytes(folder.Combine("out.yaml")));
    }

    [Fact]
    public void The_output_file_can_be_the_input_file()
    {
        var file = folder.Write("istio.yaml", Example);

        Assert.Equal(ExitCode.Written, Tool.Run("", [file, .. Skip, "--output-file", file]).Exit);

        Assert.Equal(Tool.Run(Example, Skip).Output, File.ReadAllBytes(file));
    }

    [Fact]
    public void After_an_error_the_file_is_unchanged()
    {
        var file = folder.Write("out.yaml", "old\n"u8.ToArray());

        Assert.Equal(ExitCode.InputRejected, Tool.Run("no: manifest\n", "-o", file).Exit);

        Assert.Equal("old\n", File.ReadAllText(file));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_an_error()
    {
        var result = Tool.Run(Example, [.. Skip, "-o", folder.Combine("nowhere/out.yaml")]);

        Assert.Equal((ExitCode.FileError, ""), (result.Exit, result.Text));
        Assert.Contains("nowhere/out.yaml", result.Error, StringComparison.Ordinal);
    }
}
