using System.Globalization;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>The real hosts that tests run (tests/hosts/install.sh fetches some of them), and folders to run them in.</summary>
internal static class HostTools
{
    /// <summary>The definition without which an Istio 1.0 is refused.</summary>
    public const string SecurityCrd = "policies.authentication.istio.io";

    private static readonly string Installed =
        System.Environment.GetEnvironmentVariable("TEST_HOSTS") ?? Path.Combine(SharedData.Repository, "artifacts", "hosts");

    /// <summary>The program as an executable file: the native one where it is named, else the one beside the tests.</summary>
    public static string Program { get; } = Native ?? Path.Combine(AppContext.BaseDirectory, "kyma-istio-transform");

    public static bool IsNative => Native is not null;

    private static string? Native =>
        System.Environment.GetEnvironmentVariable("TEST_BINARY") is { Length: > 0 } native && File.Exists(native)
            ? Path.GetFullPath(native)
            : null;

    /// <summary>The streams that each host is given: the example, Istio 1.0.2 and a current Istio.</summary>
    public static TheoryData<string> Streams => ["example", "legacy/1.0.2-all.yaml", "modern/1.30.3-default.yaml"];

    /// <summary>
    /// The same for hosts that read YAML themselves before they pass it on, and refuse the duplicate keys in the 1.0.2 above.
    /// </summary>
    public static TheoryData<string> StrictStreams => ["example", "legacy/1.0.2-demo-auth.yaml", "modern/1.30.3-default.yaml"];

    /// <summary>The seed that examples name, and the time: with them two runs make the same certificate.</summary>
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

    /// <summary>A program that install.sh fetches, else one of the PATH.</summary>
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

    /// <summary>A program of the PATH that no registry of CI has; skips the test where it is absent, in CI too (.ci/skips.txt).</summary>
    public static string Optional(string command)
    {
        var found = ExternalTool.Find(command);
        Skip.If(found is null, $"no {command} on the PATH");
        return found!;
    }

    /// <summary>A new folder with the files that <c>init</c> writes for a host, and nothing else.</summary>
    public static TemporaryDirectory Example(string host)
    {
        var folder = new TemporaryDirectory();
        var result = Tool.Run("", "init", host, folder.Root);
        Assert.True(result.Exit == KymaIstioTransform.Cli.ExitCode.Written, result.Error);
        return folder;
    }

    /// <summary>
    /// Tells the configurations of an example that Istio 1.0's definitions are installed: Helm 2 printed them apart in that stream.
    /// </summary>
    public static void AssumeDefinitions(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "istio-*.yaml"))
        {
            File.AppendAllText(file, $"  security: {{assumeCrds: [{SecurityCrd}]}}\n");
        }
    }

    /// <summary>What the program makes of a stream in a pipe, with an example's configuration.</summary>
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

    /// <summary>The lines of a report that tell of changed objects, in order of their names: hosts reorder objects.</summary>
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
    /// A stream as Kustomize itself passes it on without any transformer: with sorted keys, without comments and Lists, and with an empty
    /// line more in a folded text whose second line is indented further (versions 5.5 and 5.7).
    /// </summary>
    public static byte[] ThroughKustomize(string kubectl, byte[] stream)
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllBytes(Path.Combine(folder.Root, "istio.yaml"), stream);
        File.WriteAllText(Path.Combine(folder.Root, "kustomization.yaml"), "resources: [istio.yaml]\n");
        var (exit, output, error) = ExternalTool.Run(Require(kubectl), ["kustomize", folder.Root]);
        Assert.True(exit == 0, error);
        return output;
    }

    /// <summary>Puts the program into a folder under a name.</summary>
    public static void Link(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(Path.Combine(folder, name), Program);
    }

    /// <summary>Writes a shell script that stands for a program.</summary>
    public static void Script(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        ExternalTool.Run("chmod", ["755", path]);
    }

    /// <summary>A PATH with a folder before all others.</summary>
    public static string PathWith(string folder) => folder + Path.PathSeparator + System.Environment.GetEnvironmentVariable("PATH");
}
