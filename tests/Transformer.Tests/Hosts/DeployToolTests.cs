using System.Text.Json;
using System.Text.RegularExpressions;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>
/// Tools that call Helm or apply a folder. helmfile, Skaffold, Flux and the Terraform provider are not available in CI: the tests read the
/// example and run the commands of the tool with Helm and kubectl. Kustomize, Skaffold and Terraform run if they are on the PATH.
/// </summary>
public class DeployToolTests
{
    private const string Stream = "modern/1.30.3-istiod.yaml";

    [SkippableTheory]
    [InlineData("helm3")]
    [InlineData("helm4")]
    public void Helm_with_helmfile_s_flags_prints_the_output_of_the_pipe(string helm)
    {
        using var folder = HostTools.Example("helmfile");
        var releases = Read(folder.Combine("helmfile.yaml")).Find("releases")!.Value;
        var release = releases.Items.Single(r => r.Find("name")!.Value.Value == "istiod");
        var arguments = release.Find("postRendererArgs")!.Value.Items.Select(a => a.Value);

        AssertSameAsPipe(helm, release.Find("postRenderer")!.Value.Value, [.. arguments]);
    }

    [SkippableFact]
    public void Helm_with_the_post_renderer_of_the_Terraform_example_prints_the_output_of_the_pipe()
    {
        using var folder = HostTools.Example("terraform");
        var text = File.ReadAllText(folder.Combine("main.tf"));
        var program = Regex.Match(text, "binary_path = \"(.*)\"").Groups[1].Value;
        var arguments = JsonSerializer.Deserialize<string[]>(Regex.Match(text, @"args = (\[.*\])").Groups[1].Value)!;

        AssertSameAsPipe("helm3", program, arguments);
    }

    [SkippableFact]
    public void Terraform_accepts_the_example()
    {
        using var folder = HostTools.Example("terraform");

        var (exit, output, error) = ExternalTool.Run(HostTools.Optional("terraform"), ["fmt", "-check", "-diff", folder.Root]);

        Assert.True(exit == 0, ExternalTool.Text(output) + error);
    }

    [SkippableFact]
    public void The_folder_for_Flux_builds_to_the_output_of_the_pipe_and_a_second_run_changes_nothing()
    {
        var input = HostTools.Stream("modern/1.30.3-default.yaml");
        using var folder = HostTools.Example("flux");
        var chart = RenderedChart.Write(input, folder.Combine("chart"));
        Assert.Equal("./istio", Read(folder.Combine("istio.yaml")).Find("spec", "path")!.Value.Value);

        Render(folder.Root, chart);
        var (exit, output, error) = ExternalTool.Run(HostTools.Require("kubectl-1.35"), ["kustomize", folder.Combine("istio")]);
        var first = Files(folder.Combine("istio"));
        Render(folder.Root, chart);

        Assert.True(exit == 0, error);
        var verified = Tool.Run([], "verify", "-R", folder.Combine("istio"), "--config", folder.Combine("istio-transform.yaml"));
        Assert.True(verified.Exit == KymaIstioTransform.Cli.ExitCode.Written, verified.Error);
        var pipe = Tool.Run(input, "--profile", "kyma-module", "--domain", "example.com", "--tls-issuer", "letsencrypt");
        ManifestData.AssertSame(ManifestData.Read(HostTools.ThroughKustomize("kubectl-1.35", pipe.Output)), ManifestData.Read(output));
        Assert.Equal(first, Files(folder.Combine("istio")));
    }

    [SkippableFact]
    public void The_Skaffold_hook_writes_the_output_of_the_pipe()
    {
        var input = HostTools.Stream(Stream);
        using var folder = HostTools.Example("skaffold");
        var chart = RenderedChart.Write(input, folder.Combine("chart"));
        var manifests = Read(folder.Combine("skaffold.yaml")).Find("manifests")!.Value;
        var hook = manifests.Find("hooks", "before")!.Value.Items.Single().Find("host", "command")!.Value;
        Assert.Equal("./render.sh", hook.Items.First().Value);

        Render(folder.Root, chart);

        var written = manifests.Find("rawYaml")!.Value.Items.Single().Value;
        var pipe = Tool.Run(input, "--profile", "kyma-module", "--skip", "ingress-certificates");
        ManifestData.AssertSame(ManifestData.Read(pipe.Output), ManifestData.Read(File.ReadAllBytes(folder.Combine(written))));
    }

    [SkippableFact]
    public void Skaffold_prints_the_output_of_the_pipe()
    {
        var skaffold = HostTools.Optional("skaffold");
        var input = HostTools.Stream(Stream);
        using var folder = HostTools.Example("skaffold");
        var chart = RenderedChart.Write(input, folder.Combine("chart"));
        var config = folder.Combine("skaffold.yaml");
        var text = File.ReadAllText(config);
        File.WriteAllText(config, text.Replace("istio/istiod, --version, 1.30.3", chart, StringComparison.Ordinal));
        File.WriteAllText(folder.Combine("istio.yaml"), "");
        HostTools.Link(folder.Combine("bin"), "kyma-istio-transform");
        Directory.CreateDirectory(folder.Combine(".skaffold"));
        File.WriteAllText(folder.Combine(".skaffold/config"), "global: {collect-metrics: false}\n");
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = folder.Root,
            ["HELM"] = HostTools.Require("helm3"),
            ["PATH"] = HostTools.PathWith(folder.Combine("bin")),
            ["SKAFFOLD_UPDATE_CHECK"] = "false",
        };

        string[] arguments = ["render", "--offline=true", "--digest-source=none", "--output", "rendered.yaml"];
        var (exit, output, error) = ExternalTool.Run(skaffold, arguments, folder: folder.Root, environment: environment);

        Assert.True(exit == 0, ExternalTool.Text(output) + error);
        var pipe = Tool.Run(input, "--profile", "kyma-module", "--skip", "ingress-certificates");
        ManifestData.AssertSame(ManifestData.Read(pipe.Output), ManifestData.Read(File.ReadAllBytes(folder.Combine("rendered.yaml"))));
    }

    /// <summary>Shows why the example for --enable-exec warns about kubectl.</summary>
    [SkippableFact]
    public void Kubectl_silently_skips_an_executable_function()
    {
        using var folder = ExecutableFunction();

        var (exit, output, _) = ExternalTool.Run(HostTools.Require("kubectl-1.35"), ["kustomize", "--enable-alpha-plugins", folder.Root]);

        Assert.Equal(0, exit);
        Assert.DoesNotContain("zipkin.kyma-system:9411", ExternalTool.Text(output), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Kustomize_with_enable_exec_prints_the_output_of_the_pipe()
    {
        var kustomize = HostTools.Optional("kustomize");
        using var folder = ExecutableFunction();
        HostTools.Link(folder.Combine("bin"), "kyma-istio-transform");
        var environment = new Dictionary<string, string>(HostTools.Environment) { ["PATH"] = HostTools.PathWith(folder.Combine("bin")) };

        string[] arguments = ["build", "--enable-alpha-plugins", "--enable-exec", "."];
        var (exit, output, error) = ExternalTool.Run(kustomize, arguments, folder: folder.Root, environment: environment);

        Assert.True(exit == 0, error);
        var pipe = HostTools.Pipe("kustomize-exec", HostTools.Stream("example"));
        ManifestData.AssertSame(ManifestData.Read(pipe.Output), ManifestData.Read(output));
    }

    private static Certificates.TemporaryDirectory ExecutableFunction()
    {
        var folder = HostTools.Example("kustomize-exec");
        File.WriteAllBytes(folder.Combine("istio.yaml"), HostTools.Stream("example"));
        return folder;
    }

    private static void AssertSameAsPipe(string helm, string program, string[] arguments)
    {
        var input = HostTools.Stream(Stream);
        using var folder = HostTools.Example("helm4");
        var chart = RenderedChart.Write(input, folder.Combine("chart"));
        HostTools.Link(folder.Combine("bin"), "kyma-istio-transform");
        var environment = new Dictionary<string, string>(HostTools.Environment)
        {
            ["HELM_DATA_HOME"] = folder.Combine("data"),
            ["HELM_CACHE_HOME"] = folder.Combine("cache"),
            ["PATH"] = HostTools.PathWith(folder.Combine("bin")),
        };
        if (helm == "helm4")
        {
            var install = ExternalTool.Run(HostTools.Require(helm), ["plugin", "install", folder.Root], environment: environment);
            Assert.True(install.Exit == 0, install.Error);
        }

        var flags = arguments.SelectMany(a => (string[])["--post-renderer-args", a]);
        string[] command = ["template", "istiod", chart, "--post-renderer", program, .. flags];
        var (exit, output, error) = ExternalTool.Run(HostTools.Require(helm), command, environment: environment);

        Assert.True(exit == 0, error);
        ManifestData.AssertSame(ManifestData.Read(Tool.Run(input, arguments).Output), ManifestData.Read(output));
    }

    private static void Render(string folder, string chart)
    {
        var bin = Path.Combine(folder, "bin");
        if (!Directory.Exists(bin))
        {
            HostTools.Link(bin, "kyma-istio-transform");
        }

        var environment = new Dictionary<string, string> { ["HELM"] = HostTools.Require("helm3"), ["PATH"] = HostTools.PathWith(bin) };
        var (exit, _, error) = ExternalTool.Run("bash", ["render.sh", "istiod", chart], folder: folder, environment: environment);
        Assert.True(exit == 0, error);
    }

    private static List<(string, string)> Files(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(f => (f, File.ReadAllText(f))),
        ];

    private static YamlNode Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        return YamlReader.Read(bytes, new ByteSpan(0, bytes.Length)).Root;
    }
}
