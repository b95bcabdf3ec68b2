using System.Runtime.Versioning;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>The files that init prints are equal to those in the repository.</summary>
[UnsupportedOSPlatform("windows")]
public class InitTests
{
    public static TheoryData<string> Hosts =>
        [.. Directory.EnumerateDirectories(Path.Combine(SharedData.Repository, "examples")).Select(d => Path.GetFileName(d)!)];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Each_example_is_printed(string host)
    {
        var result = Tool.Run("", "init", host);

        Assert.Equal(KymaIstioTransform.Cli.ExitCode.Written, result.Exit);
        Assert.All(
            Files(host),
            f => Assert.Contains($"##### {host}/{f.Name}\n{File.ReadAllText(f.Path)}", result.Text, StringComparison.Ordinal)
        );
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
        Assert.All(
            Files(host),
            file =>
            {
                var written = Path.Combine(target, file.Name);
                Assert.Equal(File.ReadAllBytes(file.Path), File.ReadAllBytes(written));
                var isScript = file.Name.EndsWith(".sh", StringComparison.Ordinal);
                Assert.Equal(isScript, File.GetUnixFileMode(written).HasFlag(UnixFileMode.UserExecute));
                Assert.Contains($"written {written}\n", result.Error, StringComparison.Ordinal);
            }
        );

        var mine = Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).First();
        File.WriteAllText(mine, "mine");
        var again = Tool.Run("", "init", host, target);
        Assert.Equal(KymaIstioTransform.Cli.ExitCode.FileError, again.Exit);
        Assert.Contains("already exists; nothing is written", again.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(mine));
    }

    [Fact]
    public void An_unknown_host_is_rejected_with_the_known_hosts()
    {
        var result = Tool.Run("", "init", "nowhere");

        Assert.Equal(KymaIstioTransform.Cli.ExitCode.Usage, result.Exit);
        Assert.Contains("argocd, flux, github-actions, helm3, helm4", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_pipe_example_contains_its_input()
    {
        var stream = File.ReadAllText(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));

        Assert.Contains("##### pipe/istio-1.0.yaml\n" + stream, Tool.Run("", "init", "pipe").Text, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, string Path)> Files(string host)
    {
        var folder = Path.Combine(SharedData.Repository, "examples", host);
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => (Path.GetRelativePath(folder, f), f));
    }
}
