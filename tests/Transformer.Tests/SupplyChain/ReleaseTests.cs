using System.Text;
using System.Text.Json;
using KymaIstioTransform.Tests.Certificates;
using KymaIstioTransform.Tests.Hosts;
using Xunit;

namespace KymaIstioTransform.Tests.SupplyChain;

/// <summary>The files from <c>make release</c> are complete, match their checksums, and run.</summary>
public class ReleaseTests
{
    private const string Name = "kyma-istio-transform";

    /// <summary>The archives of other platforms are built on their own machines.</summary>
    [SkippableFact]
    public void The_release_has_all_files_for_Linux()
    {
        var files = Directory.EnumerateFiles(Release.Require()).Select(Path.GetFileName).ToHashSet();
        string[] expected =
        [
            "SHA256SUMS",
            "image-digest.txt",
            "provenance.intoto.json",
            $"{Name}-image.tar",
            $"{Name}.rb",
            $"{Name}.yaml",
            .. ((string[])["amd64", "arm64"]).Select(arch => $"{Name}-linux-{arch}.tar.gz"),
            .. ((string[])["amd64", "arm64"]).Select(arch => $"{Name}-{Release.Version}-linux-{arch}.tgz"),
            .. ((string[])["", ".any", ".linux-x64", ".linux-arm64"]).Select(package => $"{Name}{package}.{Release.Version}.nupkg"),
        ];

        Assert.Empty(expected.Except(files!));
    }

    [SkippableFact]
    public void The_checksums_cover_all_other_files()
    {
        var sums = File.ReadAllLines(Release.File("SHA256SUMS")).ToDictionary(line => line.Split("  ")[1], line => line.Split("  ")[0]);

        var actual = Directory
            .EnumerateFiles(Release.Require())
            .Where(f => !f.EndsWith("SHA256SUMS", StringComparison.Ordinal))
            .ToDictionary(f => Path.GetFileName(f)!, Release.Digest);
        Assert.Equal(actual.OrderBy(f => f.Key, StringComparer.Ordinal), sums.OrderBy(f => f.Key, StringComparer.Ordinal));
    }

    [SkippableFact]
    public void The_provenance_names_all_files_the_commit_and_the_packages()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Release.File("provenance.intoto.json")));
        var statement = document.RootElement;
        var predicate = statement.GetProperty("predicate");
        var definition = predicate.GetProperty("buildDefinition");
        var dependencies = definition.GetProperty("resolvedDependencies").EnumerateArray().ToList();

        Assert.Equal("https://in-toto.io/Statement/v1", statement.GetProperty("_type").GetString());
        Assert.Equal("https://slsa.dev/provenance/v1", statement.GetProperty("predicateType").GetString());
        var subjects = statement
            .GetProperty("subject")
            .EnumerateArray()
            .ToDictionary(s => s.GetProperty("name").GetString()!, s => s.GetProperty("digest").GetProperty("sha256").GetString()!);
        var files = Directory
            .EnumerateFiles(Release.Require())
            .Select(f => Path.GetFileName(f)!)
            .Except(["SHA256SUMS", "provenance.intoto.json"]);
        Assert.Equal(files.Order(StringComparer.Ordinal), subjects.Keys.Order(StringComparer.Ordinal));
        Assert.All(subjects, s => Assert.Equal(Release.Digest(Release.File(s.Key)), s.Value));
        Assert.True(Uri.IsWellFormedUriString(definition.GetProperty("buildType").GetString(), UriKind.Absolute));
        var builder = predicate.GetProperty("runDetails").GetProperty("builder").GetProperty("id").GetString();
        Assert.True(Uri.IsWellFormedUriString(builder, UriKind.Absolute));
        Assert.Equal(Release.Version, definition.GetProperty("externalParameters").GetProperty("version").GetString());
        Assert.Matches("^[0-9a-f]{40}$", dependencies[0].GetProperty("digest").GetProperty("gitCommit").GetString());
        Assert.Contains(dependencies, d => d.GetProperty("uri").GetString()!.StartsWith("pkg:nuget/YamlDotNet@", StringComparison.Ordinal));
        Assert.All(dependencies.Skip(1), d => Assert.Matches("^[0-9a-f]{128}$", d.GetProperty("digest").GetProperty("sha512").GetString()));
    }

    [SkippableTheory]
    [InlineData("amd64", 62)]
    [InlineData("arm64", 183)]
    public void Each_archive_has_the_executable_of_its_platform_a_bill_of_materials_and_checksums(string arch, int machine)
    {
        (string, string)[] archives = [($"{Name}-linux-{arch}.tar.gz", ""), ($"{Name}-{Release.Version}-linux-{arch}.tgz", $"{Name}/")];
        foreach (var (archive, folder) in archives)
        {
            var files = Release.Unpack(Release.File(archive));
            var (executable, mode) = files[$"{folder}{(folder.Length > 0 ? "bin/" : "")}{Name}"];

            Assert.True(mode.HasFlag(UnixFileMode.OtherExecute));
            Assert.Equal("\u007fELF", Encoding.Latin1.GetString(executable, 0, 4));
            Assert.Equal(machine, BitConverter.ToUInt16(executable, 18));
            Assert.Contains($"{folder}LICENSE", files.Keys);
            using var bom = JsonDocument.Parse(files[$"{folder}{Name}.cdx.json"].Content);
            var product = bom.RootElement.GetProperty("metadata").GetProperty("component");
            Assert.Equal(Release.Digest(executable), product.GetProperty("hashes")[0].GetProperty("content").GetString());
            Assert.Equal(Release.Version, product.GetProperty("version").GetString());
            var lines = Encoding.UTF8.GetString(files[$"{folder}SHA256SUMS"].Content).TrimEnd('\n').Split('\n');
            var sums = lines.Select(line => line.Split("  ")).ToList();
            var others = files.Keys.Where(f => f != $"{folder}SHA256SUMS");
            Assert.Equal(others.Order(StringComparer.Ordinal), sums.Select(s => s[1]).Order(StringComparer.Ordinal));
            Assert.All(sums, s => Assert.Equal(Release.Digest(files[s[1]].Content), s[0]));
        }
    }

    [SkippableFact]
    public void The_executable_is_the_one_that_was_tested()
    {
        ExternalTool.Require(HostTools.IsNative, "the native executable (make smoke builds it)");

        var released = Release.Unpack(Release.File($"{Name}-linux-amd64.tar.gz"))[Name].Content;

        Assert.Equal(Release.Digest(HostTools.Program), Release.Digest(released));
    }

    [SkippableFact]
    public void The_executables_for_arm64_and_amd64_print_the_same_output()
    {
        var qemu = ExternalTool.Find("qemu-aarch64-static");
        ExternalTool.Require(qemu is not null, "qemu-aarch64-static");
        using var folder = new TemporaryDirectory();
        Image("arm64", folder.Root);

        var (exit, output, error) = ExternalTool.Run(
            qemu!,
            ["-L", folder.Root, folder.Combine($"usr/local/bin/{Name}"), "--tls-seed-env", "KYMA_TLS_SEED"],
            HostTools.Stream("example"),
            environment: HostTools.Environment
        );

        Assert.True(exit == 0, error);
        var pipe = Tool.Run(HostTools.Stream("example"), HostTools.Environment, false, "--tls-seed-env", "KYMA_TLS_SEED");
        Assert.Equal(pipe.Text, ExternalTool.Text(output));
    }

    [SkippableFact]
    public void The_image_has_the_stated_digest_and_both_architectures()
    {
        var files = Release.Unpack(Release.File($"{Name}-image.tar"));
        var stated = File.ReadAllText(Release.File("image-digest.txt")).TrimEnd('\n');
        using var index = JsonDocument.Parse(files["index.json"].Content);
        var list = index.RootElement.GetProperty("manifests")[0].GetProperty("digest").GetString()!;
        using var manifests = JsonDocument.Parse(Blob(files, list));

        Assert.EndsWith($"/{Name}:{Release.Version}@{list}", stated, StringComparison.Ordinal);
        var platforms = manifests.RootElement.GetProperty("manifests").EnumerateArray().Select(m => m.GetProperty("platform"));
        Assert.Equal(["amd64", "arm64"], platforms.Select(p => p.GetProperty("architecture").GetString()!).Order());
        var blobs = files.Where(f => f.Key.StartsWith("blobs/sha256/", StringComparison.Ordinal));
        Assert.All(blobs, f => Assert.Equal(Path.GetFileName(f.Key), Release.Digest(f.Value.Content)));
    }

    [SkippableFact]
    public void The_Homebrew_formula_matches_the_archives()
    {
        var ruby = ExternalTool.Find("ruby");
        ExternalTool.Require(ruby is not null, "ruby");

        // A minimal Homebrew for the formula: it prints each URL with its checksum.
        const string Homebrew = """
            class Formula
              def self.method_missing(name, *arguments, &block)
                puts "#{name} #{arguments.join(" ")}"
                block.call if block
              end
              def self.test
              end
            end
            load ARGV[0]
            exit KymaIstioTransform.method_defined?(:install)
            """;
        var (exit, output, error) = ExternalTool.Run(ruby!, ["-e", Homebrew, Release.File($"{Name}.rb")]);

        Assert.True(exit == 0, error);
        var lines = ExternalTool.Text(output).TrimEnd('\n').Split('\n');
        Assert.Contains($"version {Release.Version}", lines);
        var archives = lines.Zip(lines.Skip(1)).Where(pair => pair.First.StartsWith("url ", StringComparison.Ordinal)).ToList();
        Assert.True(archives.Count >= 2);
        Assert.All(
            archives,
            pair => Assert.Equal($"sha256 {Release.Digest(Release.File(Path.GetFileName(pair.First[4..])))}", pair.Second)
        );
    }

    [Fact]
    public void Every_file_that_names_the_version_gets_that_of_the_release()
    {
        using var folder = new TemporaryDirectory();
        string[] sources = ["Directory.Build.props", "README.md", "build", "container", "docs", "examples"];
        ExternalTool.Run("cp", ["-r", .. sources.Select(s => Path.Combine(SharedData.Repository, s)), folder.Root]);

        var (exit, _, error) = ExternalTool.Run(folder.Combine("build/set-version.sh"), ["9.8.7"]);

        Assert.True(exit == 0, error);
        Assert.Contains("<Version>9.8.7</Version>", File.ReadAllText(folder.Combine("Directory.Build.props")), StringComparison.Ordinal);
        var examples = Directory.EnumerateFiles(folder.Combine("examples"), "*", SearchOption.AllDirectories);
        var named = examples.Select(File.ReadAllText).ToList();
        Assert.DoesNotContain(named, text => text.Contains(Release.Version, StringComparison.Ordinal));
        Assert.Equal(7, named.Count(text => text.Contains("9.8.7", StringComparison.Ordinal)));
        Assert.NotEqual(0, ExternalTool.Run(folder.Combine("build/set-version.sh"), ["v9.8"]).Exit);
    }

    /// <summary>Unpacks the layers of the image for an architecture.</summary>
    private static void Image(string arch, string folder)
    {
        var files = Release.Unpack(Release.File($"{Name}-image.tar"));
        using var index = JsonDocument.Parse(files["index.json"].Content);
        using var list = JsonDocument.Parse(Blob(files, index.RootElement.GetProperty("manifests")[0].GetProperty("digest").GetString()!));
        var digest = list
            .RootElement.GetProperty("manifests")
            .EnumerateArray()
            .Single(m => m.GetProperty("platform").GetProperty("architecture").GetString() == arch)
            .GetProperty("digest")
            .GetString()!;
        using var manifest = JsonDocument.Parse(Blob(files, digest));
        foreach (var layer in manifest.RootElement.GetProperty("layers").EnumerateArray())
        {
            var archive = Path.Combine(folder, "layer.tar.gz");
            File.WriteAllBytes(archive, Blob(files, layer.GetProperty("digest").GetString()!));
            foreach (var (name, (content, mode)) in Release.Unpack(archive))
            {
                var path = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, content);
                File.SetUnixFileMode(path, mode);
            }
        }
    }

    private static byte[] Blob(Dictionary<string, (byte[] Content, UnixFileMode Mode)> files, string digest) =>
        files[$"blobs/{digest.Replace(':', '/')}"].Content;
}
