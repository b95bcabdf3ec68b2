using System.Text.RegularExpressions;
using KymaIstioTransform.Tests.Certificates;
using KymaIstioTransform.Tests.Hosts;
using Xunit;

namespace KymaIstioTransform.Tests.SupplyChain;

/// <summary>
/// The .NET tool, installed from the packages of a release in a folder outside of the repository, with its own home folder and no other
/// package source, as on the machine of a user who has only .NET.
/// </summary>
public sealed class ToolTests : IDisposable
{
    private const string Name = "kyma-istio-transform";

    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Runs the install commands of the README.</summary>
    [SkippableFact]
    public void The_tool_installs_globally_and_runs_the_commands_of_the_README()
    {
        Source(Release.Require());
        var readme = File.ReadAllText(Path.Combine(SharedData.Repository, "README.md"));
        var blocks = readme.Split("```bash\n").Skip(1).Select(b => b.Split("```")[0]);
        var block = blocks.First(b => b.StartsWith($"dotnet tool install --global {Name}", StringComparison.Ordinal));
        Assert.EndsWith($"{Name} diff demo/istio-1.0.yaml\n", block, StringComparison.Ordinal);

        var (exit, output, error) = Run("bash", ["-euo", "pipefail", "-c", block]);

        // diff exits with 1 if there are differences.
        Assert.True(exit == 1, error);
        Assert.Contains("\n+", ExternalTool.Text(output), StringComparison.Ordinal);
        Assert.Contains("zipkin.kyma-system:9411", ExternalTool.Text(output), StringComparison.Ordinal);
        Assert.Contains("zipkin.kyma-system:9411", File.ReadAllText(folder.Combine("patched.yaml")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Dnx_prints_the_output_of_the_native_executable()
    {
        ExternalTool.Require(HostTools.IsNative, "the native executable (make smoke builds it)");
        Source(Release.Require());
        string[] arguments = ["--tls-seed-env", "KYMA_TLS_SEED"];

        var (exit, output, error) = Run(Dnx, ["--yes", Name, "--", .. arguments], HostTools.Stream("example"));

        Assert.True(exit == 0, error);
        var native = ExternalTool.Run(HostTools.Program, arguments, HostTools.Stream("example"), environment: HostTools.Environment);
        Assert.Equal(ExternalTool.Text(native.Output), ExternalTool.Text(output));
    }

    /// <summary>The portable package `any` on the installed .NET, as on a platform without a native package.</summary>
    [SkippableFact]
    public void The_portable_package_prints_the_output_of_the_native_executable()
    {
        ExternalTool.Require(HostTools.IsNative, "the native executable (make smoke builds it)");
        var packages = folder.Combine("fallback");
        Directory.CreateDirectory(packages);
        File.Copy(Release.File($"{Name}.any.{Release.Version}.nupkg"), Path.Combine(packages, $"{Name}.any.{Release.Version}.nupkg"));
        PackPointer(packages);
        Source(packages);
        string[] arguments = ["--tls-seed-env", "KYMA_TLS_SEED"];

        var install = Run("dotnet", ["tool", "install", Name, "--tool-path", "bin"]);
        Assert.True(install.Exit == 0, ExternalTool.Text(install.Output) + install.Error);
        var (exit, output, error) = Run(folder.Combine($"bin/{Name}"), arguments, HostTools.Stream("example"));

        Assert.True(exit == 0, error);
        var native = ExternalTool.Run(HostTools.Program, arguments, HostTools.Stream("example"), environment: HostTools.Environment);
        Assert.Equal(ExternalTool.Text(native.Output), ExternalTool.Text(output));
        Assert.Equal(WithoutTime(native.Error), WithoutTime(error));
        Assert.NotEmpty(Directory.EnumerateFiles(folder.Combine("bin"), $"{Name}.dll", SearchOption.AllDirectories));
    }

    private static string WithoutTime(string report) => Regex.Replace(report, @"\d+ ms", "some ms");

    /// <summary>The command that comes with the SDK, beside dotnet.</summary>
    private static string Dnx => Path.Combine(Path.GetDirectoryName(Environment.ProcessPath!)!, "dnx");

    /// <summary>Packs the package that lists the platform packages, here with only the portable one.</summary>
    private static void PackPointer(string target)
    {
        string[] options = ["-c", "Release", "--no-build", "--nologo", "-v", "quiet", "-p:ToolPackageRuntimeIdentifiers=any", "-o", target];
        var project = Path.Combine(SharedData.Repository, "src", "Transformer");
        var (exit, output, error) = ExternalTool.Run("dotnet", ["pack", project, .. options]);
        Assert.True(exit == 0, ExternalTool.Text(output) + error);
    }

    private void Source(string packages) =>
        File.WriteAllText(
            folder.Combine("NuGet.Config"),
            $"<configuration><packageSources><clear /><add key=\"release\" value=\"{packages}\" /></packageSources></configuration>"
        );

    private (int Exit, byte[] Output, string Error) Run(string program, IEnumerable<string> arguments, byte[]? input = null)
    {
        var home = folder.Combine("home");
        Directory.CreateDirectory(home);
        return ExternalTool.Run(
            program,
            arguments,
            input,
            folder.Root,
            new Dictionary<string, string>(HostTools.Environment)
            {
                ["HOME"] = home,
                ["DOTNET_CLI_HOME"] = home,
                ["NUGET_PACKAGES"] = folder.Combine("packages"),
                ["DOTNET_NOLOGO"] = "1",
                ["PATH"] = HostTools.PathWith(Path.Combine(home, ".dotnet", "tools")),
            }
        );
    }
}
