using System.Text.Json;
using System.Text.RegularExpressions;
using KymaIstioTransform.Tests.Certificates;
using KymaIstioTransform.Tests.SupplyChain;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>
/// Checks of committed manifests: the hook with pre-commit, and the steps of the composite action in a shell, as in GitHub's runner.
/// </summary>
public sealed class PullRequestTests : IDisposable
{
    private const string Stream = "modern/1.30.3-istiod.yaml";

    private static readonly string[] Flags = ["--profile", "kyma-module", "--tls-mode", "keep"];

    private readonly TemporaryDirectory folder = HostTools.Example("pre-commit");

    public void Dispose() => folder.Dispose();

    [SkippableFact]
    public void The_pre_commit_hook_fails_on_manifests_that_would_change_and_passes_on_the_output()
    {
        ExternalTool.Require(ExternalTool.Find("pre-commit") is not null, "pre-commit");
        var input = HostTools.Stream(Stream);
        var hooks = folder.Combine("hooks");
        Directory.CreateDirectory(hooks);
        File.Copy(Path.Combine(SharedData.Repository, ".pre-commit-hooks.yaml"), Path.Combine(hooks, ".pre-commit-hooks.yaml"));
        Commit(hooks);
        var revision = ExternalTool.Text(Run("git", ["rev-parse", "HEAD"], hooks).Output).Trim();
        var config = folder.Combine(".pre-commit-config.yaml");
        var settings = Regex.Replace(File.ReadAllText(config), "repo: .*", $"repo: {hooks}");
        File.WriteAllText(config, Regex.Replace(settings, "rev: .*", $"rev: {revision}"));
        Directory.CreateDirectory(folder.Combine("istio"));
        File.WriteAllBytes(folder.Combine("istio/istiod.yaml"), input);
        File.WriteAllText(folder.Combine(".gitignore"), "hooks/\nbin/\ncache/\n");
        Commit(folder.Root);

        var before = Run("pre-commit", ["run", "--all-files"], folder.Root);
        File.WriteAllBytes(folder.Combine("istio/istiod.yaml"), Tool.Run(input, Flags).Output);
        var after = Run("pre-commit", ["run", "--all-files"], folder.Root);

        Assert.Equal(1, before.Exit);
        Assert.Contains("(zipkin)", ExternalTool.Text(before.Output), StringComparison.Ordinal);
        Assert.True(after.Exit == 0, ExternalTool.Text(after.Output) + after.Error);
    }

    [SkippableTheory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void The_action_reports_findings_as_output_SARIF_and_job_summary(bool transformed, int code)
    {
        var input = HostTools.Stream(Stream);
        Directory.CreateDirectory(folder.Combine("istio"));
        File.WriteAllBytes(folder.Combine("istio/istiod.yaml"), transformed ? Tool.Run(input, Flags).Output : input);

        var (outputs, log) = Step("Verify", new() { ["PATHS"] = "istio", ["ARGS"] = string.Join(' ', Flags) });

        Assert.Equal($"{code}", outputs["code"]);
        Assert.Equal(transformed ? "false" : "true", outputs["findings"]);
        using var sarif = JsonDocument.Parse(File.ReadAllBytes(outputs["sarif"]));
        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
        var summary = File.ReadAllText(folder.Combine("summary"));
        Assert.StartsWith(transformed ? "### ✅ " : "### ❌ ", summary, StringComparison.Ordinal);
        Assert.Equal(!transformed, summary.Contains("| zipkin |", StringComparison.Ordinal));
        Assert.Equal(!transformed, log.Contains("::error file=istio/istiod.yaml,line=", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void The_action_installs_a_release_after_it_checked_the_checksum()
    {
        var download = folder.Combine($"releases/download/v{Release.Version}");
        Directory.CreateDirectory(download);
        var archive = "kyma-istio-transform-linux-amd64.tar.gz";
        File.Copy(Release.File(archive), Path.Combine(download, archive));
        File.Copy(Release.File("SHA256SUMS"), Path.Combine(download, "SHA256SUMS"));
        Dictionary<string, string> variables = new()
        {
            ["VERSION"] = Release.Version,
            ["REPOSITORY"] = $"file://{folder.Root}",
            ["RUNNER_OS"] = "Linux",
            ["RUNNER_ARCH"] = "X64",
        };

        Step("Install", variables);
        var installed = Path.Combine(File.ReadAllText(folder.Combine("path")).Trim(), "kyma-istio-transform");
        File.AppendAllText(Path.Combine(download, archive), "tampered");
        var tampered = RunStep("Install", variables);

        Assert.Equal($"kyma-istio-transform {Release.Version}\n", ExternalTool.Text(ExternalTool.Run(installed, ["version"]).Output));
        Assert.NotEqual(0, tampered.Exit);
    }

    private (Dictionary<string, string> Outputs, string Log) Step(string name, Dictionary<string, string> variables)
    {
        var (exit, output, error) = RunStep(name, variables);
        Assert.True(exit == 0, ExternalTool.Text(output) + error);
        string[] lines = File.Exists(folder.Combine("output")) ? File.ReadAllLines(folder.Combine("output")) : [];
        return (lines.ToDictionary(line => line.Split('=')[0], line => line.Split('=', 2)[1]), ExternalTool.Text(output) + error);
    }

    /// <summary>Runs a step's command of action.yml with the variables from its inputs.</summary>
    private (int Exit, byte[] Output, string Error) RunStep(string name, Dictionary<string, string> variables)
    {
        var action = File.ReadAllText(Path.Combine(SharedData.Repository, "action.yml"));
        var step = action[action.IndexOf($"- name: {name}\n", StringComparison.Ordinal)..];
        var command = Regex.Match(step, "run: '(.*)'").Groups[1].Value;
        variables["GITHUB_ACTION_PATH"] = SharedData.Repository;
        variables["GITHUB_OUTPUT"] = folder.Combine("output");
        variables["GITHUB_STEP_SUMMARY"] = folder.Combine("summary");
        variables["GITHUB_PATH"] = folder.Combine("path");
        variables["RUNNER_TEMP"] = folder.Root;
        return Run("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", command], folder.Root, variables);
    }

    private void Commit(string repository)
    {
        string[] author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        string[][] commands =
        [
            ["init", "-q"],
            ["add", "-A"],
            [.. author, "commit", "-q", "-m", "a"],
        ];
        foreach (var command in commands)
        {
            var (exit, _, error) = Run("git", command, repository);
            Assert.True(exit == 0, error);
        }
    }

    private (int Exit, byte[] Output, string Error) Run(
        string program,
        string[] arguments,
        string at,
        Dictionary<string, string>? variables = null
    )
    {
        var bin = folder.Combine("bin");
        if (!Directory.Exists(bin))
        {
            HostTools.Link(bin, "kyma-istio-transform");
        }

        return ExternalTool.Run(
            program,
            arguments,
            folder: at,
            environment: new Dictionary<string, string>(variables ?? [])
            {
                ["PATH"] = HostTools.PathWith(bin),
                ["PRE_COMMIT_HOME"] = folder.Combine("cache"),
                ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            }
        );
    }
}
