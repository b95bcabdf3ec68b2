using System.Text;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Patches.User;

/// <summary>The user's patches and deletions: the file layout of Kyma's Job, second runs, and the order of changes.</summary>
public class UserChangesTests
{
    private static readonly string AllPatches = string.Join(',', PatchSet.All.Select(p => p.Name));

    /// <summary>The operations of Kyma's Job by index on Istio 1.0.2, rewritten.</summary>
    private static readonly (string File, string Patch)[] Job =
    [
        ("istio-ingressgateway.deployment.patch.json", Replace(15, "zipkin.kyma-system:9411")),
        ("istio-policy.deployment.patch.json", Replace(4, "--trace_zipkin_url=http://zipkin.kyma-system:9411/api/v1/spans")),
        ("istio-telemetry.deployment.patch.json", Replace(4, "--trace_zipkin_url=http://zipkin.kyma-system:9411/api/v1/spans")),
    ];

    [SkippableFact]
    public void After_the_patches_of_the_Job_the_Zipkin_patch_changes_nothing_on_their_objects()
    {
        var input = SharedData.ReadStream("legacy/1.0.2-all.yaml");
        using var folder = Folder(Job);

        var job = Tool.Run(input, "--skip", AllPatches, "--patch-dir", folder.Root);
        var ours = Tool.Run(job.Output, "--only", "zipkin");

        Assert.Equal(ExitCode.Written, job.Exit);
        foreach (var name in Job.Select(j => j.File.Split('.')[0]))
        {
            Assert.Contains($"deployment \"{name}\" patched (user-patches)", job.Error, StringComparison.Ordinal);
            Assert.DoesNotContain($"deployment \"{name}\" patched", ours.Error, StringComparison.Ordinal);
        }

        Assert.Contains("deployment \"istio-egressgateway\" patched (zipkin)", ours.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_second_run_of_replacements_and_deletions_changes_nothing()
    {
        var input = SharedData.ReadStream("legacy/1.0.2-all.yaml");
        using var folder = Folder([
            .. Job,
            ("delete", "deployment prometheus\nservice zipkin\n"),
            ("required-crds", "policies.authentication.istio.io\n"),
        ]);
        string[] flags = ["--skip", AllPatches, "--patch-dir", folder.Root];

        var first = Tool.Run(input, flags);
        var second = Tool.Run(first.Output, flags);

        Assert.Equal(ExitCode.Written, second.Exit);
        Assert.NotEqual(input, first.Output);
        Assert.Equal(first.Text, second.Text);
        Assert.DoesNotContain("(own-", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void User_patches_see_the_result_of_the_built_in_patches()
    {
        var input = File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));
        using var folder = Folder(
            (
                "istio-pilot.deployment.patch.json",
                """
                - {op: test, path: /spec/template/spec/containers/0/args/1, value: --webhookEndpoint}
                - {op: add, path: /spec/template/spec/containers/0/args/-, value: --more}
                """
            ),
            ("istio-policy.deployment.patch.json", "- op: remove\n  path: /spec/template/spec/containers/1/resources/limits\n")
        );

        var result = Tool.Run(input, "--patch-dir", folder.Root);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Contains("\n        - http://istio-webhook:5000\n        - --more\n", result.Text, StringComparison.Ordinal);
        Assert.Contains(
            "deployment \"istio-pilot\" patched (sidecar-resources, pilot-webhook, user-patches)",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Reports_show_no_values_of_a_Secret()
    {
        using var folder = Folder(
            (
                "istio-key.secret.patch.json",
                """[{"op": "add", "path": "/data/key", "value": "aHVzaA=="}, {"op": "test", "path": "/data/other", "value": "c2VjcmV0"}]"""
            )
        );
        const string Input = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: istio-key\ndata:\n  other: c2VjcmV0\n";

        var written = Tool.Run(Input, "-v", "--patch-dir", folder.Root);
        var failed = Tool.Run(Input.Replace("c2VjcmV0", "b3RoZXI=", StringComparison.Ordinal), "-v", "--patch-dir", folder.Root);

        Assert.Contains("data.key: (none) -> (hidden)", written.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("aHVzaA", written.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.InputRejected, failed.Exit);
        Assert.DoesNotContain("c2VjcmV0", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("b3RoZXI", failed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notes.txt", "", "must be named NAME.KIND.patch.json")]
    [InlineData("pilot.patch.json", "[]", "must be named NAME.KIND.patch.json")]
    [InlineData("delete", "prometheus", "delete:1:1: a deletion must be a kind and a name")]
    [InlineData("injection-in-namespaces", "\nkube-system", "injection-in-namespaces:2:1: a line must be a namespace and the value")]
    [InlineData("a.deployment.patch.json", "[{\"op\": ", "a.deployment.patch.json:1:")]
    public void An_invalid_patch_directory_is_rejected(string file, string content, string message)
    {
        using var folder = Folder((file, content));

        var result = Tool.Run("a: b", "--patch-dir", folder.Root);

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deployment", true)]
    [InlineData("Deployments", true)]
    [InlineData("deploy", true)]
    [InlineData("deployments.apps", true)]
    [InlineData("deployments.extensions", false)]
    [InlineData("daemonset", false)]
    public void Kinds_are_accepted_as_in_kubectl(string kind, bool matches)
    {
        const string Input =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: istio-x
            spec: {template: {spec: {containers: [{name: a, image: b}]}}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: istio

            """;

        var result = Tool.Run(Input, "--delete", $"{kind} istio-x");

        Assert.Equal(matches, !result.Text.Contains("istio-x", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "", "  labels:\n    istio-injection: disabled\n")]
    [InlineData("  labels: {a: b}\n", "", "  labels: {a: b, istio-injection: disabled}\n")]
    [InlineData(
        "",
        """[{"op": "add", "path": "/metadata/labels", "value": {"a": "b"}}]""",
        "  labels:\n    a: b\n    istio-injection: disabled\n"
    )]
    [InlineData("  labels: {a: b}\n", """[{"op": "remove", "path": "/metadata/labels"}]""", "  labels: {istio-injection: disabled}\n")]
    public void A_namespace_label_is_added_after_its_patches(string labels, string patch, string after)
    {
        static string Namespace(string labels) => $"apiVersion: v1\nkind: Namespace\nmetadata:\n  name: istio-system\n{labels}";
        using var folder = Folder(("injection-in-namespaces", "istio-system disabled\n"));
        if (patch.Length > 0)
        {
            folder.Write("istio-system.namespace.patch.json", Encoding.UTF8.GetBytes(patch));
        }

        var result = Tool.Run(Namespace(labels), "--skip", AllPatches, "--patch-dir", folder.Root, "--allow-empty");

        Assert.Equal(Namespace(after), result.Text);
    }

    [Fact]
    public void A_deletion_is_reported_once_with_references_to_a_deleted_Service()
    {
        const string service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: grafana\n  namespace: istio-system\nspec: {}\n";
        var stream = Objects.Stream(service, Objects.ConfigMap("kiali", "config.yaml", "url: http://grafana:3000\n"));

        var result = Tool.Run(stream, "--skip", AllPatches, "--delete", "service grafana", "--delete", "svc grafana", "-v");

        Assert.Contains("service \"grafana\" removed (user-deletions)\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("not applicable: user-deletions: svc grafana: not in the input", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(": service grafana: not in the input", result.Error, StringComparison.Ordinal);
        Assert.Contains(
            "ConfigMap istio-system/kiali: still refers to the removed Service grafana",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_removed_object_is_reported_only_as_removed()
    {
        using var folder = Folder(
            ("istio-x.configmap.patch.json", """[{"op": "add", "path": "/data/more", "value": "a"}]"""),
            ("delete", "configmap istio-x\n")
        );
        var stream = Objects.Stream(Objects.ConfigMap("istio-x", "a", "b"), Objects.ConfigMap("istio", "mesh", "a: b\n"));

        var result = Tool.Run(stream, "--skip", AllPatches, "--patch-dir", folder.Root);

        Assert.Contains("configmap \"istio-x\" removed (user-deletions)\n", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("patched", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_shows_a_removed_mapping_as_in_the_input()
    {
        using var folder = Folder(("istio-x.configmap.patch.json", """[{"op": "remove", "path": "/metadata/labels"}]"""));
        var input = Objects
            .ConfigMap("istio-x", "a", "b")
            .Replace("metadata:\n", "metadata:\n  labels: {a: b}\n", StringComparison.Ordinal);

        Assert.Contains(
            "metadata.labels: {a: b} -> (none)",
            Tool.Run(input, "-v", "--skip", AllPatches, "--patch-dir", folder.Root).Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "installer.kyma-project.io/v1alpha1",
        "Installation",
        "components: [{name: istio}, {name: istio-kyma-patch}]",
        "components: [{name: istio-kyma-patch}]",
        ""
    )]
    [InlineData(
        "installer.kyma-project.io/v1alpha1",
        "Installation",
        "version: 1",
        "version: 1",
        "Installation kyma: it has no list spec.components"
    )]
    [InlineData(
        "installer.kyma-project.io/v1alpha1",
        "Release",
        "components: [{name: istio}]",
        "components: [{name: istio}]",
        "Installation kyma-installation: not in the input"
    )]
    [InlineData(
        "example.com/v1",
        "Installation",
        "components: [{name: istio}]",
        "components: [{name: istio}]",
        "Installation kyma-installation: not in the input"
    )]
    public void Istio_is_removed_only_from_Kyma_s_Installation(string apiVersion, string kind, string before, string after, string skipped)
    {
        string Stream(string spec) => $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: kyma}}\nspec: {{{spec}}}\n";

        var result = Tool.Run(Stream(before), "--only", "external-istio", "--external-istio", "--allow-empty");

        Assert.Equal(Stream(after), result.Text);
        Assert.Equal(skipped.Length > 0, result.Error.Contains("not done: ", StringComparison.Ordinal));
        Assert.Contains(skipped, result.Error, StringComparison.Ordinal);
    }

    /// <summary>A JSON patch that replaces one argument of the first container.</summary>
    private static string Replace(int argument, string value) =>
        $$"""[{"op": "replace", "path": "/spec/template/spec/containers/0/args/{{argument}}", "value": "{{value}}"}]""";

    private static TemporaryDirectory Folder(params (string File, string Content)[] files)
    {
        var folder = new TemporaryDirectory();
        foreach (var (file, content) in files)
        {
            folder.Write(file, Encoding.UTF8.GetBytes(content));
        }

        return folder;
    }
}
