using System.Security.Cryptography;
using KymaIstioTransform.Tests.Certificates;
using KymaIstioTransform.Tests.SupplyChain;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>
/// The archives of a release, as build/archives.sh packs them: the Helm 4 plugin is installed and run, and the krew manifest matches its
/// archive.
/// </summary>
public sealed class ArchiveTests : IDisposable
{
    private const string Address = "https://example.com/releases/1";

    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [SkippableFact]
    public void Helm_4_installs_the_plugin_archive_and_renders_with_it()
    {
        Pack();
        var chart = RenderedChart.Write(HostTools.Stream("example"), folder.Combine("chart"));
        var environment = new Dictionary<string, string>(HostTools.Environment)
        {
            ["HELM_DATA_HOME"] = folder.Combine("data"),
            ["HELM_CACHE_HOME"] = folder.Combine("cache"),
        };
        var helm = HostTools.Require("helm4");

        var install = ExternalTool.Run(helm, ["plugin", "install", Archive("*.tgz"), "--verify=false"], environment: environment);
        Assert.True(install.Exit == 0, install.Error);
        var (exit, output, error) = ExternalTool.Run(
            helm,
            [
                "template",
                "istio",
                chart,
                "--post-renderer",
                "kyma-istio-transform",
                "--post-renderer-args",
                "--tls-seed-env=KYMA_TLS_SEED",
                "--post-renderer-args",
                $"--assume-crd={HostTools.SecurityCrd}",
            ],
            environment: environment
        );

        Assert.True(exit == 0, error);
        Assert.Contains("zipkin.kyma-system:9411", ExternalTool.Text(output), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_krew_manifest_is_valid_and_matches_its_archive()
    {
        Pack();
        var root = Manifest(Path.Combine(folder.Root, "release", "kyma-istio-transform.yaml"));
        AssertKrewTakes(root);

        var platform = Assert.Single(root.Find("spec", "platforms")!.Value.Items);
        var archive = Archive("*.tar.gz");
        Assert.Equal($"{Address}/{Path.GetFileName(archive)}", platform.Find("uri")!.Value.Value);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(archive))), platform.Find("sha256")!.Value.Value);
        Assert.True(Release.Unpack(archive)[platform.Find("bin")!.Value.Value].Mode.HasFlag(UnixFileMode.OtherExecute));
    }

    [SkippableFact]
    public void Packing_again_gives_the_same_bytes()
    {
        Pack();
        var first = Directory
            .EnumerateFiles(folder.Combine("release"))
            .ToDictionary(f => f, f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f))));
        Directory.Delete(folder.Combine("release"), recursive: true);
        Pack();

        Assert.Equal(4, first.Count);
        Assert.All(first, f => Assert.Equal(f.Value, Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f.Key)))));
    }

    [Fact]
    public void The_template_of_the_krew_manifest_is_valid() =>
        AssertKrewTakes(Manifest(Path.Combine(SharedData.Repository, "examples", "kubectl", "kyma-istio-transform.yaml")));

    /// <summary>The validation rules of krew (internal/index/validation).</summary>
    private static void AssertKrewTakes(YamlNode root)
    {
        Assert.Equal("krew.googlecontainertools.github.com/v1alpha2", root.Find("apiVersion")!.Value.Value);
        Assert.Equal("Plugin", root.Find("kind")!.Value.Value);
        Assert.Matches(@"^[\w-]+$", root.Find("metadata", "name")!.Value.Value);
        Assert.Matches(@"^v\d+\.\d+\.\d+$", root.Find("spec", "version")!.Value.Value);
        Assert.DoesNotContain('\n', root.Find("spec", "shortDescription")!.Value.Value);
        Assert.NotEmpty(root.Find("spec", "platforms")!.Value.Items);
        Assert.All(
            root.Find("spec", "platforms")!.Value.Items,
            p =>
            {
                Assert.Matches("^[a-f0-9]{64}$", p.Find("sha256")!.Value.Value);
                Assert.Matches(@"^https://.*\.(tar\.gz|zip)$", p.Find("uri")!.Value.Value);
                Assert.NotEmpty(p.Find("bin")!.Value.Value);
                Assert.Equal("linux", p.Find("selector", "matchLabels", "os")!.Value.Value);
                Assert.Contains(p.Find("selector", "matchLabels", "arch")!.Value.Value, (string[])["amd64", "arm64"]);
            }
        );
    }

    private static YamlNode Manifest(string file)
    {
        var bytes = File.ReadAllBytes(file);
        return YamlReader.Read(bytes, new ByteSpan(0, bytes.Length)).Root;
    }

    private string Archive(string pattern) => Directory.EnumerateFiles(folder.Combine("release"), pattern).Single();

    private void Pack()
    {
        ExternalTool.Require(HostTools.IsNative, "the native executable (make smoke builds it)");
        HostTools.Link(folder.Combine("platforms/linux-x64"), "kyma-istio-transform");
        var script = Path.Combine(SharedData.Repository, "build", "archives.sh");
        var (exit, _, error) = ExternalTool.Run("bash", [script, folder.Combine("platforms"), folder.Combine("release"), Address]);
        Assert.True(exit == 0, error);
        Directory.Delete(folder.Combine("platforms"), recursive: true);
    }
}
