using System.Diagnostics;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>
/// The image, built by buildah and run by podman as a KRM function under real hosts. The results of podman also apply to docker.
/// </summary>
public sealed class ContainerImageTests : IDisposable
{
    private const string Tag = "ghcr.io/kyma-project/kyma-istio-transform:0.1.0";

    private readonly TemporaryDirectory storage = new();

    [Fact]
    public void The_image_starts_from_nothing_and_does_not_run_as_root()
    {
        var lines = File.ReadAllLines(Path.Combine(SharedData.Repository, "container", "Containerfile")).Where(l => !l.StartsWith('#'));

        Assert.Equal(["FROM scratch", "COPY root /", "USER 65534:65534", "ENTRYPOINT [\"/usr/local/bin/kyma-istio-transform\"]"], lines);
    }

    [SkippableFact]
    public void The_image_runs_under_kustomize_and_kpt()
    {
        var environment = Build();
        Kustomize(environment);
        AssertThereIsNoShell(environment);
        Kpt(environment);
    }

    public void Dispose()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                // podman creates folders without permissions for others.
                ExternalTool.Run("chmod", ["-R", "u+rwx", storage.Root]);
                storage.Dispose();
                return;
            }
            catch (IOException) when (clock.Elapsed < ExternalTool.Patience)
            {
                // A cleanup process of podman may still write to the folder.
                Thread.Sleep(TimeSpan.FromMilliseconds(250));
            }
        }
    }

    private static void Kustomize(Dictionary<string, string> environment)
    {
        var input = HostTools.Stream("example");
        using var folder = HostTools.Example("krm");
        File.WriteAllBytes(Path.Combine(folder.Root, "istio.yaml"), input);

        var (exit, output, error) = ExternalTool.Run(
            HostTools.Require("kubectl-1.35"),
            ["kustomize", "--enable-alpha-plugins", "."],
            folder: folder.Root,
            environment: environment
        );

        Assert.True(exit == 0, error);
        ManifestData.AssertSame(ManifestData.Read(HostTools.Pipe("krm", input).Output), ManifestData.Read(output));
    }

    private static void Kpt(Dictionary<string, string> environment)
    {
        var kpt = HostTools.Optional("kpt");
        using var folder = HostTools.Example("kpt");
        File.Delete(Path.Combine(folder.Root, "Kptfile"));
        var config = Path.Combine(folder.Root, "istio-transform.yaml");
        File.WriteAllText(
            Path.Combine(folder.Root, "istio.yaml"),
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: grafana
              namespace: istio-system
              labels: {chart: grafana-1.0, app: grafana}
            spec: {}
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: istio-pilot
            spec: {}

            """
        );

        var (exit, output, error) = ExternalTool.Run(
            kpt,
            ["fn", "eval", ".", "--image", Tag, "--image-pull-policy", "never", "--fn-config", config, "--output", "unwrap"],
            folder: folder.Root,
            environment: environment
        );

        Assert.True(exit == 0, error);
        Assert.Contains("name: istio-pilot", ExternalTool.Text(output), StringComparison.Ordinal);
        Assert.DoesNotContain("grafana", ExternalTool.Text(output), StringComparison.Ordinal);
    }

    private static void AssertThereIsNoShell(Dictionary<string, string> environment) =>
        Assert.NotEqual(
            0,
            ExternalTool
                .Run("podman", ["run", "--rm", "--network", "none", "--entrypoint", "/bin/sh", Tag, "-c", "true"], environment: environment)
                .Exit
        );

    private Dictionary<string, string> Build()
    {
        ExternalTool.Require(HostTools.IsNative, "the native executable (make smoke builds it)");
        ExternalTool.Require(
            ExternalTool.Find("buildah") is not null && ExternalTool.Find("podman") is not null && ExternalTool.Find("runc") is not null,
            "buildah with podman and runc"
        );
        var conf = Path.Combine(storage.Root, "storage.conf");
        File.WriteAllText(conf, $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{storage.Root}/images\"\nrunroot = \"{storage.Root}/run\"\n");
        HostTools.Script(storage.Root, "docker", "exec podman \"$@\"");
        var environment = new Dictionary<string, string>
        {
            ["CONTAINERS_CONF"] = Path.Combine(SharedData.Repository, "tests", "hosts", "containers.conf"),
            ["CONTAINERS_STORAGE_CONF"] = conf,
            ["KPT_FN_RUNTIME"] = "podman",
            ["KRM_FN_RUNTIME"] = "podman",
            ["BINARY"] = HostTools.Program,
            ["PATH"] = HostTools.PathWith(storage.Root),
        };
        var (exit, _, error) = ExternalTool.Run(
            "bash",
            [Path.Combine(SharedData.Repository, "container", "build.sh"), Tag],
            environment: environment
        );
        Assert.True(exit == 0, error);
        return environment;
    }
}
