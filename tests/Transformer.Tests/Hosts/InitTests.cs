using System.Runtime.Versioning;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>The files that init prints are those of the repository.</summary>
[UnsupportedOSPlatform("windows")]
public class InitTests
{
    public static TheoryData<string> Hosts => [.. Directory.EnumerateDirectories(Path.Combine(SharedData.Repository, "examples")).Select(d => Path.GetFileName(d)!)];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Each_example_is_printed(string host)
    {
        var result = Tool.Run("", "init", host);

        Assert.Equal(KymaIstioTransform.Cli.ExitCode.Written, result.Exit);
        Assert.All(Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "examples", host)), f => Assert.Contains($"##### {host}/{Path.GetFileName(f)}\n{File.ReadAllText(f)}", result.Text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Each_example_is_written_to_a_directory_and_nothing_is_overwritten(string host)
    {
        using var folder = new TemporaryDirectory();
        var target = folder.Combine("new");

        var result = Tool.Run("", "init", host, target);

        Assert.True(result.Exit == KymaIstioTransform.Cli.ExitCode.Written, result.Error);
        Assert.Empty(result.Output);
        Assert.All(Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "examples", host)), file =>
        {
            var written = Path.Combine(target, Path.GetFileName(file));
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(written));
            Assert.Equal(file.EndsWith(".sh", StringComparison.Ordinal), File.GetUnixFileMode(written).HasFlag(UnixFileMode.UserExecute));
            Assert.Contains($"written: {written}\n", result.Error, StringComparison.Ordinal);
        });

        var mine = Directory.EnumerateFiles(target).First();
        File.WriteAllText(mine, "mine");
        var again = Tool.Run("", "init", host, target);
        Assert.Equal(KymaIstioTransform.Cli.ExitCode.FileError, again.Exit);
        Assert.Contains("is there already, and nothing is written", again.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(mine));
    }

    [Fact]
    public void An_unknown_host_is_refused_with_those_that_are_known()
    {
        var result = Tool.Run("", "init", "flux");

        Assert.Equal(KymaIstioTransform.Cli.ExitCode.Usage, result.Exit);
        Assert.Contains("argocd, helm3, helm4", result.Error, StringComparison.Ordinal);
    }
}
