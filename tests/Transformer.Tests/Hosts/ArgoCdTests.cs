using System.Diagnostics;
using System.Text.Json;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Tests.Certificates;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>
/// Runs the commands of the example's plugin.yaml like Argo CD's plugin server: in the application's folder, with empty standard input.
/// </summary>
public class ArgoCdTests
{
    public static TheoryData<string> Streams => HostTools.Streams;

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void Plain_YAML_gives_the_same_output_as_the_pipe(string stream)
    {
        var input = HostTools.Stream(stream);
        using var app = App();
        File.WriteAllBytes(Path.Combine(app.Root, "istio.yaml"), input);

        Assert.Equal(0, Run("init", app.Root).Exit);
        var (exit, output, error) = Run("generate", app.Root);

        Assert.True(exit == 0, error);
        ManifestData.AssertSame(ManifestData.Read(HostTools.Pipe("argocd", input).Output), ManifestData.Read(output));
    }

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void A_chart_is_rendered_by_helm(string stream)
    {
        var input = HostTools.Stream(stream);
        using var tools = new TemporaryDirectory();
        File.CreateSymbolicLink(Path.Combine(tools.Root, "helm"), HostTools.Require("helm3"));
        using var charts = new TemporaryDirectory();
        var chart = RenderedChart.Write(input, charts.Root);
        AddConfiguration(chart);

        var (exit, output, error) = Run(
            "generate",
            chart,
            tools.Root,
            ("ARGOCD_APP_NAME", "apps_istio"),
            ("ARGOCD_APP_NAMESPACE", "istio-system"),
            ("KUBE_VERSION", "1.30.0"),
            ("KUBE_API_VERSIONS", "v1,apps/v1"),
            ("PARAM_SECURITY_ASSUMECRDS_0", HostTools.SecurityCrd)
        );

        Assert.True(exit == 0, error);
        var hooks = ManifestData.Hooks(input);
        ManifestData.AssertSame(
            ManifestData.Read(HostTools.Pipe("argocd", input).Output).Where(o => !hooks.Contains(o.Key)),
            ManifestData.Read(output).Where(o => !hooks.Contains(o.Key))
        );
    }

    [SkippableFact]
    public void A_kustomization_is_built_by_kubectl()
    {
        using var tools = new TemporaryDirectory();
        File.CreateSymbolicLink(Path.Combine(tools.Root, "kubectl"), HostTools.Require("kubectl-1.35"));
        using var app = App();
        File.WriteAllBytes(Path.Combine(app.Root, "istio.yaml"), HostTools.Stream("example"));
        File.WriteAllText(Path.Combine(app.Root, "kustomization.yaml"), "resources: [istio.yaml]\n");

        var (exit, output, error) = Run("generate", app.Root, tools.Root);

        Assert.True(exit == 0, error);
        ManifestData.AssertSame(ManifestData.Read(HostTools.Pipe("argocd", HostTools.Stream("example")).Output), ManifestData.Read(output));
    }

    [Fact]
    public void Parameters_are_read_from_all_three_places()
    {
        using var app = App();
        File.WriteAllBytes(Path.Combine(app.Root, "istio.yaml"), HostTools.Stream("example"));

        Assert.Contains(
            "json:9411",
            Zipkin(
                ("ARGOCD_APP_PARAMETERS", """[{"name":"tracing.zipkinAddress","string":"json:9411"}]"""),
                ("PARAM_TRACING_ZIPKINADDRESS", "param:9411")
            ),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "param:9411",
            Zipkin(("PARAM_TRACING_ZIPKINADDRESS", "param:9411"), ("ARGOCD_ENV_TRACING_ZIPKINADDRESS", "env:9411")),
            StringComparison.Ordinal
        );
        Assert.Contains("env:9411", Zipkin(("ARGOCD_ENV_TRACING_ZIPKINADDRESS", "env:9411")), StringComparison.Ordinal);
        Assert.Contains(
            "name: grafana\n",
            Zipkin(("ARGOCD_APP_PARAMETERS", """[{"name":"addons.remove","array":["prometheus","tracing"]}]""")),
            StringComparison.Ordinal
        );

        string Zipkin(params (string, string)[] environment)
        {
            var (exit, output, error) = Run("generate", app.Root, null, environment);
            Assert.True(exit == 0, error);
            return ExternalTool.Text(output);
        }
    }

    [Theory]
    [InlineData(
        """[{"name":"pilotWebhook.script","string":"/etc/passwd"},{"name":"pilotWebhook.image","string":"x"}]""",
        "must be in the application's folder"
    )]
    [InlineData(
        """[{"name":"ingressGateway.tls.certFile","string":"../x"},{"name":"ingressGateway.tls.keyFile","string":"../y"}]""",
        "must be in the application's folder"
    )]
    [InlineData(
        """[{"name":"ingressGateway.domian","string":"x"}]""",
        "unknown parameter ingressGateway.domian, did you mean ingressGateway.domain?"
    )]
    [InlineData("{", "ARGOCD_APP_PARAMETERS is not a list of Argo CD parameters")]
    public void Invalid_parameters_are_rejected(string parameters, string message)
    {
        using var app = App();
        File.WriteAllBytes(Path.Combine(app.Root, "istio.yaml"), HostTools.Stream("example"));

        var (exit, output, error) = Run("generate", app.Root, null, ("ARGOCD_APP_PARAMETERS", parameters));

        Assert.Equal((2, 0), (exit, output.Length));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_and_a_random_certificate_are_rejected()
    {
        using var app = App();
        File.WriteAllBytes(Path.Combine(app.Root, "istio.yaml"), HostTools.Stream("example"));

        var (exit, output, error) = Run("generate", app.Root, null, ("PARAM_INGRESSGATEWAY_TLS_STORE", "store"));
        Assert.Equal((2, 0), (exit, output.Length));
        Assert.Contains("Argo CD deletes the application's folder after each render", error, StringComparison.Ordinal);

        (exit, output, error) = Run("generate", app.Root, null, ("PARAM_INGRESSGATEWAY_TLS_MODE", "self-signed"));
        Assert.Equal((3, 0), (exit, output.Length));
        Assert.Contains("would change on every render", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_yaml_fails_with_file_and_line()
    {
        using var app = App();
        File.WriteAllText(Path.Combine(app.Root, "broken.yaml"), "apiVersion: v1\nkind: [\n");

        var (exit, output, error) = Run("generate", app.Root);

        Assert.Equal((3, 0), (exit, output.Length));
        Assert.Contains("broken.yaml:", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_or_the_error_is_written_to_the_file_of_the_environment_variable()
    {
        using var app = App();
        using var elsewhere = new TemporaryDirectory();
        var report = elsewhere.Combine("report.txt");
        File.WriteAllBytes(Path.Combine(app.Root, "istio.yaml"), HostTools.Stream("example"));

        Assert.Equal(0, Run("generate", app.Root, null, ("KYMA_ISTIO_TRANSFORM_REPORT", report)).Exit);
        Assert.NotEmpty(HostTools.Changes(File.ReadAllText(report)));

        Assert.Equal(
            2,
            Run("generate", app.Root, null, ("KYMA_ISTIO_TRANSFORM_REPORT", report), ("PARAM_TRACING_ZIPKINADDRESS", "nowhere")).Exit
        );
        Assert.Contains("tracing.zipkinAddress", File.ReadAllText(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_out_of_the_folder_is_rejected()
    {
        using var app = App();
        File.CreateSymbolicLink(Path.Combine(app.Root, "script"), "/etc/passwd");

        var (exit, _, error) = Run("generate", app.Root, null, ("PARAM_PILOTWEBHOOK_SCRIPT", "script"), ("PARAM_PILOTWEBHOOK_IMAGE", "x"));

        Assert.Equal(2, exit);
        Assert.Contains("symbolic link", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_result_is_always_an_error()
    {
        using var app = App();
        File.WriteAllText(Path.Combine(app.Root, "empty.yaml"), "# nothing\n");

        Assert.Equal(3, Run("generate", app.Root).Exit);
        Assert.Equal(3, Run("generate", app.Root, null, ("PARAM_ALLOWEMPTY", "true")).Exit);
    }

    [Fact]
    public void The_error_of_a_failed_renderer_is_short_and_shows_no_secrets()
    {
        using var tools = new TemporaryDirectory();
        HostTools.Script(
            tools.Root,
            "helm",
            "for i in 1 2 3 4 5 6 7 8 9; do echo line $i >&2; done; echo key MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg >&2; exit 3"
        );
        using var app = App();
        File.WriteAllText(Path.Combine(app.Root, "Chart.yaml"), "name: a\n");

        var (exit, output, error) = Run("generate", app.Root, tools.Root);

        Assert.Equal((3, 0), (exit, output.Length));
        Assert.Contains("helm template failed (3): line 1", error, StringComparison.Ordinal);
        Assert.Contains("key (hidden)", error, StringComparison.Ordinal);
        Assert.True(error.Split('\n').Length < 12, error);
    }

    [Fact]
    public void It_exits_promptly_on_a_signal()
    {
        using var tools = new TemporaryDirectory();
        HostTools.Script(tools.Root, "helm", $"echo $$ > {tools.Root}/pid; exec sleep 1000");
        using var app = App();
        File.WriteAllText(Path.Combine(app.Root, "Chart.yaml"), "name: a\n");
        var start = new ProcessStartInfo(HostTools.Program, ["cmp", "generate"])
        {
            WorkingDirectory = app.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = HostTools.PathWith(tools.Root);
        using var process = Process.Start(start)!;
        Assert.True(
            SpinWait.SpinUntil(
                () => File.Exists(Path.Combine(tools.Root, "pid")) && File.ReadAllText(Path.Combine(tools.Root, "pid")).EndsWith('\n'),
                ExternalTool.Patience
            )
        );
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

        // Without the signal's handler helm would run for longer than this.
        Assert.True(process.WaitForExit(ExternalTool.Patience));
        Assert.True(
            SpinWait.SpinUntil(() => HasEnded(File.ReadAllText(Path.Combine(tools.Root, "pid")).Trim()), ExternalTool.Patience),
            "helm still runs"
        );
        Assert.NotEqual(0, process.ExitCode);
        Assert.Equal("", process.StandardOutput.ReadToEnd());
        Assert.Matches("error: helm did not finish within [0-9]+ s, and both programs were stopped", process.StandardError.ReadToEnd());
    }

    /// <summary>True for a process that has ended, including a zombie.</summary>
    private static bool HasEnded(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }

    [Fact]
    public void Parameters_are_listed_for_Argo_CD()
    {
        using var app = App();
        using var json = JsonDocument.Parse(Run("parameters", app.Root).Output);
        var names = json.RootElement.EnumerateArray().Select(p => p.GetProperty("name").GetString()!).ToHashSet();

        Assert.Superset(OptionTable.Configurable.Select(o => o.Path!).ToHashSet(), names);
    }

    /// <summary>An application folder with the example's configuration.</summary>
    private static TemporaryDirectory App()
    {
        var folder = new TemporaryDirectory();
        AddConfiguration(folder.Root);
        return folder;
    }

    private static void AddConfiguration(string folder) =>
        File.Copy(
            Path.Combine(SharedData.Repository, "examples", "argocd", "istio-transform.yaml"),
            Path.Combine(folder, Plugin().Find("spec", "discover", "fileName")!.Value.Value)
        );

    private static (int Exit, byte[] Output, string Error) Run(
        string step,
        string app,
        string? tools = null,
        params (string, string)[] environment
    )
    {
        var command = (
            step == "parameters" ? Plugin().Find("spec", "parameters", "dynamic", "command") : Plugin().Find("spec", step, "command")
        )!
            .Value.Items.Select(i => i.Value)
            .ToList();
        Assert.Equal("kyma-istio-transform", command[0]);
        return ExternalTool.Run(
            HostTools.Program,
            command[1..],
            folder: app,
            environment: environment.Append(("PATH", HostTools.PathWith(tools ?? ""))).ToDictionary(e => e.Item1, e => e.Item2)
        );
    }

    private static YamlNode Plugin()
    {
        var bytes = File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "argocd", "plugin.yaml"));
        return YamlReader.Read(bytes, new ByteSpan(0, bytes.Length)).Root;
    }
}
