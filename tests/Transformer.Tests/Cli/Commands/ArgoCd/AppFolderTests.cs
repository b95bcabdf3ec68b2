using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.Commands.ArgoCd;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.Commands.ArgoCd;

public sealed class AppFolderTests : IDisposable
{
    private readonly TemporaryDirectory parent = new();
    private readonly AppFolder folder;

    public AppFolderTests()
    {
        Directory.CreateDirectory(parent.Combine("app/certs"));
        Directory.CreateDirectory(parent.Combine("app-other"));
        folder = new AppFolder(parent.Combine("app"));
    }

    public void Dispose() => parent.Dispose();

    [Theory]
    [InlineData("tls.crt", "tls.crt")]
    [InlineData("certs/tls.crt", "certs/tls.crt")]
    [InlineData("./certs/../tls.crt", "tls.crt")]
    [InlineData("missing/tls.crt", "missing/tls.crt")]
    public void Resolves_files_of_the_application(string name, string expected) =>
        Assert.Equal(Path.Combine(folder.Root, expected), folder.Resolve(name, "parameter"));

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../app-other/tls.crt")]
    [InlineData("certs/../../app-other/tls.crt")]
    [InlineData("/etc/passwd")]
    public void Rejects_files_outside_the_folder(string name) =>
        Assert.Equal(
            $"parameter: {name} must be in the application's folder",
            Assert.Throws<UsageException>(() => folder.Resolve(name, "parameter")).Message
        );

    [Theory]
    [InlineData("link/tls.crt")]
    [InlineData("certs/link")]
    public void Rejects_links(string name)
    {
        Directory.CreateSymbolicLink(parent.Combine("app/link"), parent.Combine("app-other"));
        File.CreateSymbolicLink(parent.Combine("app/certs/link"), parent.Combine("app/tls.crt"));

        Assert.Contains(
            "symbolic link",
            Assert.Throws<UsageException>(() => folder.Resolve(name, "parameter")).Message,
            StringComparison.Ordinal
        );
    }
}
