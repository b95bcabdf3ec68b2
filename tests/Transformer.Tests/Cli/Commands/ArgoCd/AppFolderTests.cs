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
        folder = new AppFolder(parent.Combine("app"), null);
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
    [InlineData("certs/link", "../tls.crt")]
    [InlineData("certs/link", ".././certs")]
    [InlineData("link", "certs")]
    [InlineData("link", "certs/missing")]
    [InlineData("link", ".")]
    public void Accepts_links_that_stay_in_the_folder(string link, string target)
    {
        File.CreateSymbolicLink(parent.Combine($"app/{link}"), target);

        folder.CheckLinks();
    }

    [Theory]
    [InlineData("link", "..")]
    [InlineData("link", "../app-other")]
    [InlineData("link", "../app/certs")]
    [InlineData("link", "/etc")]
    [InlineData("certs/link", "../../app-other")]
    [InlineData("certs/link", "../certs/../../app-other")]
    [InlineData("certs/link", "up/../app-other")]
    public void Rejects_links_that_leave_the_folder(string link, string target)
    {
        File.CreateSymbolicLink(parent.Combine("app/certs/up"), "..");
        File.CreateSymbolicLink(parent.Combine($"app/{link}"), target);

        Assert.Contains(
            $"{link} is a symbolic link that leaves",
            Assert.Throws<UsageException>(folder.CheckLinks).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("apps/istio", "apps/istio", "")]
    [InlineData("apps/istio", "istio", "apps")]
    [InlineData("apps/istio", "./", "apps/istio")]
    [InlineData("apps/istio", "other/istio", "apps/istio")]
    [InlineData("apps/istio", null, "apps/istio")]
    public void The_repository_is_the_folder_without_its_path_in_it(string path, string? pathInRepository, string expected) =>
        Assert.Equal(
            parent.Combine(expected).TrimEnd('/'),
            new AppFolder(parent.Combine(path), pathInRepository).Repository
        );
}
