using System.Text;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.Output;
using KymaIstioTransform.Tests.Certificates;
using KymaIstioTransform.Tests.Hosts;
using KymaIstioTransform.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.Output;

/// <summary>Output folders for GitOps: what a run writes, what a later run keeps, replaces and removes, and hostile names.</summary>
public class OutputDirectoryTests
{
    private const string Two = """
        # Source: istio/charts/a/templates/all.yaml
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: istio
          namespace: istio-system
        ---
        # about the account
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: istio-a
          namespace: istio-system
        ---
        # Source: istio/charts/b/templates/role.yaml
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: istio:reader

        """;

    private static readonly string[] Plain = ["--only", "host-ports"];

    public static TheoryData<string> Streams => SharedData.Streams();

    [Fact]
    public void Each_resource_has_its_own_file_and_the_kustomization_lists_them_in_order()
    {
        using var folder = new TemporaryDirectory();

        var result = Run(Two, folder);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Empty(result.Output);
        Assert.Equal(
            [
                "clusterrole-istio_reader.yaml",
                "istio-system/configmap-istio.yaml",
                "istio-system/serviceaccount-istio-a.yaml",
                "kustomization.yaml",
            ],
            Files(folder)
        );
        Assert.EndsWith(
            """
            resources:
            - istio-system/configmap-istio.yaml
            - istio-system/serviceaccount-istio-a.yaml
            - clusterrole-istio_reader.yaml

            """,
            Read(folder, "kustomization.yaml"),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "# Source: istio/charts/a/templates/all.yaml\n# about the account\napiVersion: v1\n",
            Read(folder, "istio-system/serviceaccount-istio-a.yaml"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_template_layout_matches_that_of_Helm()
    {
        using var folder = new TemporaryDirectory();

        var result = Run(Two, folder, "--output-layout", "source");

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Equal(["istio/charts/a/templates/all.yaml", "istio/charts/b/templates/role.yaml", "kustomization.yaml"], Files(folder));
        Assert.Equal(
            Two[..Two.IndexOf("---\n# Source: istio/charts/b", StringComparison.Ordinal)],
            Read(folder, "istio/charts/a/templates/all.yaml")
        );
    }

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void Transforming_the_folder_again_changes_nothing(string stream)
    {
        var input = SharedData.ReadStream(stream);
        foreach (var layout in new[] { "resource", "source" })
        {
            using var folder = new TemporaryDirectory();
            var first = Tool.Run(input, [.. Plain, "--output-dir", folder.Root, "--output-layout", layout]);
            Assert.True(first.Exit == ExitCode.Written, first.Error);
            var before = Contents(folder);

            var again = Tool.Run([], [folder.Root, "-R", .. Plain, "--output-dir", folder.Root, "--output-layout", layout]);

            Assert.True(again.Exit == ExitCode.Written, again.Error);
            Assert.Equal(before.Where(f => f.Key != "kustomization.yaml"), Contents(folder).Where(f => f.Key != "kustomization.yaml"));
            AssertSameObjects(input, Tool.Run([], [folder.Root, "-R", .. Plain]).Output);
        }
    }

    [Theory]
    [InlineData("!local")]
    [InlineData("!!map")]
    [InlineData("!!str")]
    [InlineData("!<tag:example.org,2026:a>")]
    public void An_item_of_a_List_keeps_its_tag(string tag)
    {
        using var folder = new TemporaryDirectory();
        var list = $$$"""
            apiVersion: v1
            kind: List
            items:
            - {{{tag}}}
              apiVersion: v1
              kind: ConfigMap
              metadata:
                name: istio-block
            - {{{tag}}} {apiVersion: v1, kind: ConfigMap, metadata: {name: istio-flow}}

            """;

        var result = Run(list, folder);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Equal(
            $"{tag}\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: istio-block\n",
            Read(folder, "configmap-istio-block.yaml")
        );
        Assert.Equal(
            $"{tag}\n{{apiVersion: v1, kind: ConfigMap, metadata: {{name: istio-flow}}}}\n",
            Read(folder, "configmap-istio-flow.yaml")
        );
    }

    [SkippableFact]
    public void A_List_of_an_export_becomes_one_file_per_object()
    {
        var input = SharedData.ReadStream("modern/1.30.3-default.yaml");
        using var folder = new TemporaryDirectory();

        var result = Tool.Run(KubectlExport.Json(input), ["--clean-export", "--skip", "ingress-certificates", "--output-dir", folder.Root]);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        AssertSameObjects(
            Tool.Run(input, "--clean-export", "--skip", "ingress-certificates").Output,
            Tool.Run([], [folder.Root, "-R", .. Plain]).Output
        );
    }

    [Fact]
    public void Stale_files_and_empty_folders_are_removed()
    {
        using var folder = new TemporaryDirectory();
        Run(Two, folder);

        var result = Run(Two[Two.LastIndexOf("---\n", StringComparison.Ordinal)..], folder);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Equal(["clusterrole-istio_reader.yaml", "kustomization.yaml"], Files(folder));
        Assert.False(Directory.Exists(folder.Combine("istio-system")));
    }

    [Fact]
    public void An_edited_stale_file_is_kept_and_reported_and_other_files_are_ignored()
    {
        using var folder = new TemporaryDirectory();
        Run(Two, folder);
        File.AppendAllText(folder.Combine("istio-system/configmap-istio.yaml"), "# mine\n");
        File.WriteAllText(folder.Combine("istio-system/README.md"), "mine");

        var result = Run(Two[Two.LastIndexOf("---\n", StringComparison.Ordinal)..], folder);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Contains("configmap-istio.yaml is from an earlier run and was edited", result.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["clusterrole-istio_reader.yaml", "istio-system/README.md", "istio-system/configmap-istio.yaml", "kustomization.yaml"],
            Files(folder)
        );
    }

    [Fact]
    public void A_file_of_another_program_is_not_overwritten_and_nothing_is_written()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder.Combine("clusterrole-istio_reader.yaml"), "mine");

        var result = Run(Two, folder);

        Assert.Equal(ExitCode.FileError, result.Exit);
        Assert.Contains("clusterrole-istio_reader.yaml: changed since an earlier run wrote it", result.Error, StringComparison.Ordinal);
        Assert.Equal(["clusterrole-istio_reader.yaml"], Files(folder));
    }

    [Fact]
    public void An_interrupted_run_can_be_repeated_with_another_input()
    {
        using var folder = new TemporaryDirectory();
        Run(Two, folder);
        var index = Read(folder, OutputIndex.FileName);
        Run(
            Two.Replace("istio-a", "istio-b", StringComparison.Ordinal)
                .Replace("name: istio\n", "name: istio\n  labels: {}\n", StringComparison.Ordinal),
            folder
        );
        File.AppendAllText(folder.Combine(OutputIndex.FileName), index);

        var result = Run(Two, folder);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Equal(index, Read(folder, OutputIndex.FileName));
    }

    [Fact]
    public void Symbolic_links_are_not_followed()
    {
        using var folder = new TemporaryDirectory();
        using var elsewhere = new TemporaryDirectory();
        Directory.CreateSymbolicLink(folder.Combine("istio-system"), elsewhere.Root);
        File.CreateSymbolicLink(folder.Combine("kustomization.yaml"), elsewhere.Combine("target"));

        var result = Run(Two, folder);

        Assert.Equal(ExitCode.FileError, result.Exit);
        Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere.Root));
    }

    /// <summary>Another user replaces the folder after the checks, before the first file is written.</summary>
    [Theory]
    [InlineData("istio-system")]
    [InlineData("")]
    public void A_folder_that_becomes_a_link_during_the_run_is_not_written(string replaced)
    {
        using var folder = new TemporaryDirectory();
        var root = folder.Combine("out");
        var outside = Directory.CreateDirectory(folder.Combine("outside")).FullName;
        OutputFile[] files = [new("istio-system/a.yaml", Text("a"u8)), new("b.yaml", Text("b"u8))];
        Directory.CreateDirectory(Path.Combine(root, "istio-system"));

        // The files are listed for the check, for the index, and for the comparison with existing files.
        var hostile = new Replacing<OutputFile>(
            files,
            3,
            () =>
            {
                var path = Path.Combine(root, replaced);
                Directory.Move(path, folder.Combine("moved"));
                Directory.CreateSymbolicLink(path, outside);
            }
        );

        var error = Assert.ThrowsAny<IOException>(() => OutputDirectory.Write(root, hostile));

        Assert.Contains("symbolic link that was made during the run", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
    }

    [Fact]
    public void A_forged_index_removes_nothing_outside_the_folder()
    {
        using var folder = new TemporaryDirectory();
        using var elsewhere = new TemporaryDirectory();
        Run(Two, elsewhere);
        var outside = Path.GetRelativePath(folder.Root, elsewhere.Combine("kustomization.yaml"));
        var hash = Read(elsewhere, OutputIndex.FileName)
            .Split('\n')
            .First(l => l.EndsWith("  kustomization.yaml", StringComparison.Ordinal))
            .Split(' ')[0];
        File.WriteAllText(
            folder.Combine(OutputIndex.FileName),
            $"{hash}  {outside}\n{hash}  {elsewhere.Combine("kustomization.yaml")}\nnonsense\n"
        );

        var result = Run(Two, folder);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.True(File.Exists(elsewhere.Combine("kustomization.yaml")));
    }

    [Theory]
    [InlineData("../../x", "resource")]
    [InlineData("/etc/x", "resource")]
    [InlineData("..", "resource")]
    [InlineData("a\\..\\b:c*?", "resource")]
    [InlineData("../../x", "source")]
    public void Hostile_names_stay_in_the_folder(string name, string layout)
    {
        using var folder = new TemporaryDirectory();
        var target = Directory.CreateDirectory(folder.Combine("a/b/c")).FullName;
        var input =
            $"""
            # Source: {name}/../../../x.yaml
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: 'istio{name}'
              namespace: '{name}'
            ---
            # Source: ../kustomization.yaml
            apiVersion: v1
            kind: '{name}'
            metadata:
              name: '{name}'

            """;

        var result = Tool.Run(input, [.. Plain, "--output-dir", target, "--output-layout", layout]);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Equal(4, Directory.EnumerateFiles(folder.Root, "*", SearchOption.AllDirectories).Count());
        Assert.All(
            Directory.EnumerateFiles(folder.Root, "*", SearchOption.AllDirectories),
            f => Assert.StartsWith(target, f, StringComparison.Ordinal)
        );
        AssertSameObjects(Encoding.UTF8.GetBytes(input), Tool.Run([], [target, "-R", .. Plain]).Output);
    }

    [SkippableFact]
    public void Kustomize_builds_the_folder_to_the_same_objects()
    {
        var kubectl = HostTools.Require("kubectl-1.32", "kubectl");
        var input = SharedData.ReadStream("modern/1.30.3-default.yaml");
        using var folder = new TemporaryDirectory();
        Tool.Run(input, [.. Plain, "--output-dir", folder.Root]);

        var built = ExternalTool.Run(kubectl, ["kustomize", folder.Root]);

        Assert.True(built.Exit == 0, built.Error);
        AssertSameObjects(input, built.Output);
    }

    private static ToolResult Run(string input, TemporaryDirectory folder, params string[] flags) =>
        Tool.Run(input, [.. Plain, "--output-dir", folder.Root, .. flags]);

    private static void AssertSameObjects(byte[] expected, byte[] actual) =>
        ManifestData.AssertSame(ManifestData.Read(expected), ManifestData.Read(actual));

    private static List<string> Files(TemporaryDirectory folder) => [.. Contents(folder).Keys];

    private static SortedDictionary<string, string> Contents(TemporaryDirectory folder) =>
        new(
            Directory
                .EnumerateFiles(folder.Root, "*", SearchOption.AllDirectories)
                .Where(f => Path.GetFileName(f) != OutputIndex.FileName)
                .ToDictionary(f => Path.GetRelativePath(folder.Root, f), File.ReadAllText),
            StringComparer.Ordinal
        );

    private static JoinedText Text(ReadOnlySpan<byte> bytes) => new([bytes.ToArray()]);

    private static string Read(TemporaryDirectory folder, string file) => File.ReadAllText(folder.Combine(file));

    /// <summary>A list that does something after it has been read a number of times.</summary>
    private sealed class Replacing<T>(IReadOnlyList<T> items, int times, Action then) : IReadOnlyList<T>
    {
        private int read;

        public int Count => items.Count;

        public T this[int index] => items[index];

        public IEnumerator<T> GetEnumerator()
        {
            foreach (var item in items)
            {
                yield return item;
            }

            if (++read == times)
            {
                then();
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
