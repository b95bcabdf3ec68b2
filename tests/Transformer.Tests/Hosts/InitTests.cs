using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>The files that init prints are those of the repository.</summary>
public class InitTests
{
    public static TheoryData<string> Hosts => [.. Directory.EnumerateDirectories(Path.Combine(SharedData.Repository, "examples")).Select(d => Path.GetFileName(d)!)];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Each_example_is_printed(string host)
    {
        var result = Tool.Run("", "init", host);

        Assert.Equal(Cli.ExitCode.Written, result.Exit);
        Assert.All(Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "examples", host)), f => Assert.Contains($"##### {host}/{Path.GetFileName(f)}\n{File.ReadAllText(f)}", result.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_host_is_refused_with_those_that_are_known()
    {
        var result = Tool.Run("", "init", "flux");

        Assert.Equal(Cli.ExitCode.Usage, result.Exit);
        Assert.Contains("argocd, helm3, helm4", result.Error, StringComparison.Ordinal);
    }
}
