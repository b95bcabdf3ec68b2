using System.Text.RegularExpressions;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Certificates;
using KymaIstioTransform.Tests.Hosts;
using Xunit;

namespace KymaIstioTransform.Tests.Portability;

/// <summary>
/// The package `any` on macOS and Windows, as far as Linux can show it (<see cref="OtherSystem"/>): what the program does on those systems
/// instead of calls that only Linux or Unix has.
/// </summary>
public class OtherSystemTests
{
    private static readonly string[] Derived = ["--tls-seed-env", "KYMA_TLS_SEED"];

    public static TheoryData<string> Systems => ["Windows", "MacOS"];

    [Theory]
    [MemberData(nameof(Systems))]
    public void It_prints_the_same_output_and_report(string system)
    {
        using var other = new OtherSystem(system);
        Assert.True(other.Calls > 10);
        var input = HostTools.Stream("example");

        foreach (var args in (string[][])[Derived, ["verify", .. Derived], ["diff", .. Derived, "--report-format", "json"], ["help"]])
        {
            var expected = Tool.Run(input, HostTools.Environment, false, args);
            var (exit, output, error) = other.Run(args, input, environment: HostTools.Environment);

            Assert.True(exit == (int)expected.Exit, error);
            Assert.Equal(expected.Text, ExternalTool.Text(output));
            Assert.Equal(expected.Error, Regex.Replace(error, @" in \d+ ms", ""));
        }
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void It_writes_files_and_folders(string system)
    {
        using var other = new OtherSystem(system);
        using var folder = new TemporaryDirectory();
        var expected = Tool.Run(HostTools.Stream("example"), HostTools.Environment, false, Derived);

        var init = other.Run(["init", "pipe", "demo"], at: folder.Root);
        Assert.True(init.Exit == 0, init.Error);
        string[] files = ["demo/istio-1.0.yaml", "-o", "out.yaml", "--report", "report.html", "--report-format", "html", .. Derived];
        var first = other.Run(files, at: folder.Root, environment: HostTools.Environment);
        var second = other.Run(files, at: folder.Root, environment: HostTools.Environment);
        string[] many = ["demo/istio-1.0.yaml", "--output-dir", "istio", "--allow-secrets", .. Derived];
        var split = other.Run(many, at: folder.Root, environment: HostTools.Environment);
        var verified = other.Run(["verify", "istio/kustomization.yaml", .. Derived], at: folder.Root, environment: HostTools.Environment);

        Assert.True(first.Exit == 0, first.Error);
        Assert.True(second.Exit == 0, second.Error);
        Assert.Equal(expected.Text, File.ReadAllText(folder.Combine("out.yaml")));
        Assert.Contains("changes are applied", File.ReadAllText(folder.Combine("report.html")), StringComparison.Ordinal);
        Assert.True(split.Exit == 0, split.Error);
        Assert.True(verified.Exit == 0, verified.Error);
    }

    [Theory]
    [InlineData("Windows", false)]
    [InlineData("MacOS", true)]
    public void A_certificate_store_needs_the_file_modes_of_Unix(string system, bool isSupported)
    {
        using var other = new OtherSystem(system);
        using var folder = new TemporaryDirectory();

        var (exit, _, error) = other.Run(["--tls-store", folder.Combine("store")], HostTools.Stream("example"));

        Assert.Equal(isSupported, exit == (int)ExitCode.Written);
        Assert.Equal(!isSupported, error.Contains("Windows", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("Windows", false)]
    [InlineData("MacOS", true)]
    [InlineData("Linux", true)]
    public void It_recognises_Helm_3_where_the_system_names_the_parent_process(string system, bool isRecognised)
    {
        using var other = new OtherSystem(system);
        using var folder = HostTools.Example("helm3");
        var chart = RenderedChart.Write(HostTools.Stream("example"), folder.Combine("chart"));
        var bin = folder.Combine("bin");
        Directory.CreateDirectory(bin);
        HostTools.Script(bin, "kyma-istio-transform", $"exec \"{Environment.ProcessPath}\" exec \"{other.Program}\" \"$@\"");

        var (exit, _, error) = ExternalTool.Run(
            "bash",
            ["render.sh", "istio", chart, "--post-renderer-args", "--tls-seed-env=KYMA_TLS_SEED"],
            folder: folder.Root,
            environment: new Dictionary<string, string>(HostTools.Environment)
            {
                ["HELM"] = HostTools.Require("helm3"),
                ["PATH"] = HostTools.PathWith(bin),
            }
        );

        Assert.True(exit == 0, error);
        var report = File.ReadAllText(folder.Combine("istio-transform-report.txt"));
        Assert.Equal(isRecognised, report.Contains("Helm 3 installs", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void An_error_has_the_reason_and_no_exception_text(string system)
    {
        using var other = new OtherSystem(system);

        var (exit, output, error) = other.Run(["no/such.yaml"]);

        Assert.Equal(((int)ExitCode.FileError, 0, "error: no/such.yaml: no such file\n"), (exit, output.Length, error));
    }
}
