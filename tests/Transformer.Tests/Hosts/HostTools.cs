using System.Globalization;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>The host programs that tests run (tests/hosts/install.sh downloads some of them), and folders for them.</summary>
internal static class HostTools
{
    /// <summary>The definition that Istio 1.0 needs.</summary>
    public const string SecurityCrd = "policies.authentication.istio.io";

    private static readonly string Installed =
        System.Environment.GetEnvironmentVariable("TEST_HOSTS") ?? Path.Combine(SharedData.Repository, "artifacts", "hosts");

    /// <summary>The executable of the program: the native one if TEST_BINARY names it, otherwise the one next to the tests.</summary>
    public static string Program { get; } = Native ?? Path.Combine(AppContext.BaseDirectory, "kyma-istio-transform");

    public static bool IsNative => Native is not null;

    private static string? Native =>
        System.Environment.GetEnvironmentVariable("TEST_BINARY") is { Length: > 0 } native && File.Exists(native)
            ? Path.GetFullPath(native)
            : null;

    /// <summary>The input streams for each host: the example, Istio 1.0.2 and a current Istio.</summary>
    public static TheoryData<string> Streams => ["example", "legacy/1.0.2-all.yaml", "modern/1.30.3-default.yaml"];

    /// <summary>
    /// The same for hosts that parse the YAML first and reject the duplicate keys in that 1.0.2.
    /// </summary>
    public static TheoryData<string> StrictStreams => ["example", "legacy/1.0.2-demo-auth.yaml", "modern/1.30.3-default.yaml"];

    /// <summary>The seed and time for the examples, so that two runs create the same certificate.</summary>
    public static Dictionary<string, string> Environment =>
        new()
        {
            ["KYMA_TLS_SEED"] = Samples.SeedHex,
            ["SOURCE_DATE_EPOCH"] = Tool.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        };

    public static byte[] Stream(string name) =>
        name == "example"
            ? File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"))
            : SharedData.ReadStream(name);

    /// <summary>A program that install.sh downloads, otherwise one on the PATH.</summary>
    public static string Require(string name, string? command = null)
    {
        var path = Path.Combine(Installed, name);
        var found =
            File.Exists(path) ? path
            : command is null ? null
            : ExternalTool.Find(command);
        ExternalTool.Require(found is not null, $"{name} (tests/hosts/install.sh)");
        return found!;
    }

    /// <summary>A program on the PATH that is not available in CI. Without it, the test is skipped, also in CI (.ci/skips.txt).</summary>
    public static string Optional(string command)
    {
        var found = ExternalTool.Find(command);
        Skip.If(found is null, $"no {command} on the PATH");
        return found!;
    }

    /// <summary>The program and the first argument that build a kustomization: a kubectl of install.sh, or kustomize on the PATH.</summary>
    public static (string Program, string Command) Kustomize(string name) =>
        name == "kustomize" ? (Optional(name), "build") : (Require(name), "kustomize");

    /// <summary>A new folder with only the files that <c>init</c> writes for a host.</summary>
    public static TemporaryDirectory Example(string host)
    {
        var folder = new TemporaryDirectory();
        var result = Tool.Run("", "init", host, folder.Root);
        Assert.True(result.Exit == KymaIstioTransform.Cli.ExitCode.Written, result.Error);
        return folder;
    }

    /// <summary>
    /// Sets in the configurations of an example that Istio 1.0's definitions are installed: Helm 2 rendered them separately for that
    /// stream.
    /// </summary>
    public static void AssumeDefinitions(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "istio-*.yaml"))
        {
            File.AppendAllText(file, $"  security: {{assumeCrds: [{SecurityCrd}]}}\n");
        }
    }

    /// <summary>The result for a stream in a pipe, with an example's configuration.</summary>
    public static ToolResult Pipe(string host, byte[] input) =>
        Tool.Run(
            input,
            Environment,
            false,
            "--config",
            Path.Combine(SharedData.Repository, "examples", host, "istio-transform.yaml"),
            "--assume-crd",
            SecurityCrd
        );

    /// <summary>The lines of a report about changed objects, sorted by name, because hosts reorder objects.</summary>
    /// <remarks>Without the reasons: they depend on comments, which Kustomize and kpt drop.</remarks>
    public static IReadOnlyList<string> Changes(string report) =>
        [
            .. report
                .Split('\n')
                .Where(line => new[] { "patched", "removed", "added" }.Any(what => line.Contains($"\" {what} (", StringComparison.Ordinal)))
                .Select(line => line[..(line.IndexOf(')', StringComparison.Ordinal) + 1)])
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>
    /// A stream as Kustomize prints it without any transformer: with sorted keys, without comments and Lists, and with an extra empty line
    /// in a folded scalar whose second line is indented further (versions 5.5 and 5.7).
    /// </summary>
    public static byte[] ThroughKustomize(string kustomize, byte[] stream)
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllBytes(Path.Combine(folder.Root, "istio.yaml"), stream);
        File.WriteAllText(Path.Combine(folder.Root, "kustomization.yaml"), "resources: [istio.yaml]\n");
        var (program, command) = Kustomize(kustomize);
        var (exit, output, error) = ExternalTool.Run(program, [command, folder.Root]);
        Assert.True(exit == 0, error);
        return output;
    }

    /// <summary>Links the program into a folder under a name.</summary>
    public static void Link(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(Path.Combine(folder, name), Program);
    }

    /// <summary>Writes a shell script that replaces a program.</summary>
    public static void Script(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        ExternalTool.Run("chmod", ["755", path]);
    }

    /// <summary>The PATH with a folder in first place.</summary>
    public static string PathWith(string folder) => folder + Path.PathSeparator + System.Environment.GetEnvironmentVariable("PATH");
}
