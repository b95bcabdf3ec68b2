using KymaIstioTransform.Cli;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.Options;

public class LimitTests
{
    private const string Object = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio-a}\ndata: {a: b}\n";

    private static readonly string[] Skip = ["--skip", "ingress-certificates"];

    [Fact]
    public void Input_at_the_size_limit_is_accepted_and_one_byte_more_is_rejected()
    {
        Assert.Equal(ExitCode.Written, Tool.Run(Object, [.. Skip, "--max-size", $"{Object.Length}"]).Exit);

        var rejected = Tool.Run(Object + "\n", [.. Skip, "--max-size", $"{Object.Length}"]);
        Assert.Equal((ExitCode.InputRejected, ""), (rejected.Exit, rejected.Text));
        Assert.Contains($"<stdin>: the input is larger than {Object.Length}", rejected.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_size_counts_all_files_together()
    {
        using var folder = new Certificates.TemporaryDirectory();
        var (one, two) = (
            folder.Write("1.yaml", System.Text.Encoding.UTF8.GetBytes(Object)),
            folder.Write("2.yaml", System.Text.Encoding.UTF8.GetBytes(Object))
        );

        Assert.Equal(ExitCode.Written, Tool.Run("", ["-f", folder.Root, .. Skip, "--max-size", $"{2 * Object.Length}"]).Exit);
        Assert.Contains(
            $"{two}: the input is larger",
            Tool.Run("", [one, two, .. Skip, "--max-size", $"{(2 * Object.Length) - 1}"]).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Endless_input_is_rejected_at_the_limit()
    {
        var result = Tool.Run("", ["-f", "/dev/zero", "--max-size", "1Mi"]);

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Contains("/dev/zero: the input is larger than 1Mi", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_at_the_depth_limit_is_accepted_and_one_level_more_is_rejected()
    {
        Assert.Equal(ExitCode.Written, Tool.Run(Object, [.. Skip, "--max-depth", "2"]).Exit);

        var rejected = Tool.Run(Object, [.. Skip, "--max-depth", "1"]);
        Assert.Equal((ExitCode.InputRejected, ""), (rejected.Exit, rejected.Text));
        Assert.Contains("<stdin>:3:11: nesting is deeper than 1 levels", rejected.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--max-size", "0")]
    [InlineData("--max-size", "2048Mi")]
    [InlineData("--max-size", "much")]
    [InlineData("--max-depth", "0")]
    [InlineData("--max-depth", "201")]
    public void Limits_out_of_range_are_usage_errors(string flag, string value) =>
        Assert.Equal(ExitCode.Usage, Tool.Run(Object, flag, value).Exit);
}
