using System.Text;
using CsCheck;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>
/// The output is written in pieces of the input and of edits. Each way of writing it must give the bytes of the edits applied to one array.
/// </summary>
public sealed class WrittenBytesTests : IDisposable
{
    private static readonly string[][] Runs =
    [
        ["--skip", "ingress-certificates,security"],
        ["--skip", "ingress-certificates,security", "--document-order", "install"],
        ["--only", "addons,pilot-webhook", "--webhook-image", "x:1"],
        ["--only", "zipkin,addons", "--delete", "configmap istio,service istio-pilot", "--document-order", "install"],
    ];

    private const string Head = """
        apiVersion: config.kubernetes.io/v1
        kind: ResourceList
        items:

        """;

    private const string Addon = """
        - apiVersion: v1
          kind: Service
          metadata: {name: grafana, namespace: istio-system, labels: {app: grafana, chart: grafana-1.0}}

        """;

    private const string Gateway = """
        - apiVersion: apps/v1 # stays
          kind: Deployment
          metadata: {name: istio-ingressgateway, namespace: istio-system}
          spec:
            template:
              spec:
                containers:
                - name: istio-proxy
                  image: proxyv2:1.0.2
                  args: [proxy, router, --zipkinAddress, "zipkin:9411"]
        """;

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string> Inputs =>
        [
            .. Directory
                .GetFiles(Path.Combine(SharedData.Repository, "tests", "snapshots"), "input.yaml", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(SharedData.Repository, file)),
            "examples/istio-1.0.yaml",
        ];

    /// <summary>A stream whose last document has a line break at its end, and one without.</summary>
    public static TheoryData<string> Streams =>
        new(
            File.ReadAllText(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml")),
            File.ReadAllText(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml")).TrimEnd()
        );

    private static string[] SameEdits => ["--only", "zipkin,addons"];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_pieces_equal_the_applied_edits() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Select(Gen.Int[0, 300], Gen.Int[0, 30], Gen.Byte.Array[0, 20]).Array[0, 8])
            .Sample(
                (source, wanted) =>
                {
                    var edits = new List<ByteEdit>();
                    foreach (var (start, length, text) in wanted.OrderBy(w => w.Item1))
                    {
                        var free = edits.Count == 0 ? 0 : edits[^1].Span.End;
                        if (start >= free && start <= source.Length)
                        {
                            edits.Add(new ByteEdit(new ByteSpan(start, Math.Min(start + length, source.Length)), text));
                        }
                    }

                    using var stream = new MemoryStream();
                    var edited = new EditedText(source, edits);
                    edited.CopyTo(stream);

                    var expected = ByteEdits.Apply(source, edits);
                    Assert.Equal(expected, stream.ToArray());
                    Assert.Equal(expected, edited.ToArray());
                }
            );

    [Theory]
    [InlineData(0, 1, 2, 3)]
    [InlineData(3, 0, 1, 2)]
    [InlineData(2, 3, 0, 1)]
    [InlineData(0, 3, 1, 2)]
    public void Edits_are_applied_in_the_order_of_their_places(params int[] order)
    {
        ByteEdit[] edits =
        [
            new(new ByteSpan(1, 1), "x"u8.ToArray()),
            new(new ByteSpan(1, 1), "y"u8.ToArray()),
            new(new ByteSpan(1, 3), "z"u8.ToArray()),
            new(new ByteSpan(4, 5), []),
        ];

        var edited = new EditedText("abcdef"u8.ToArray(), order.Select(i => edits[i]));

        Assert.Equal("axyzdf", Encoding.ASCII.GetString(edited.ToArray()));
    }

    [Fact]
    public void Large_pieces_are_written_correctly()
    {
        var source = Encoding.ASCII.GetBytes(new string('a', 200_000) + new string('b', 100_000));
        ByteEdit[] edits =
        [
            new(new ByteSpan(10, 20), "x"u8.ToArray()),
            new(new ByteSpan(70_000, 70_000), Encoding.ASCII.GetBytes(new string('y', 70_000))),
            new(new ByteSpan(299_999, 300_000), []),
        ];
        using var stream = new MemoryStream();

        new EditedText(source, edits).CopyTo(stream);

        Assert.Equal(ByteEdits.Apply(source, edits), stream.ToArray());
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Standard_output_a_file_and_a_missing_final_newline_get_the_same_bytes(string input)
    {
        var text = File.ReadAllText(Path.Combine(SharedData.Repository, input));
        foreach (var stream in new[] { text, text.TrimEnd(), "\ufeff" + text.ReplaceLineEndings("\r\n") })
        {
            foreach (var args in Runs)
            {
                string[] all = [.. args, "--allow-empty"];
                var file = Path.Combine(folder, "output.yaml");
                var written = Tool.Run(stream, all);
                var again = Tool.Run(stream, [.. all, "--output-file", file]);

                Assert.Equal(written.Exit, again.Exit);
                Assert.Equal(written.Exit == ExitCode.Written, File.Exists(file));
                Assert.Equal(written.Output, File.Exists(file) ? File.ReadAllBytes(file) : []);
                File.Delete(file);
            }
        }
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("")]
    [InlineData("\r\n")]
    public void A_function_writes_the_edited_list_and_then_its_results(string end)
    {
        var lineBreak = end == "\r\n" ? end : "\n";
        var list = (Head + Addon + Gateway).ReplaceLineEndings(lineBreak) + end;

        var output = Tool.Run(list, "--only", "zipkin,addons").Written().Text;

        var edited = (Head + Gateway).ReplaceLineEndings(lineBreak).Replace("zipkin:", "zipkin.kyma-system:", StringComparison.Ordinal);
        Assert.StartsWith($"{edited}{lineBreak}results:", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Install_order_writes_the_documents_of_the_stream(string stream)
    {
        var backwards = string.Concat(Documents(stream).AsEnumerable().Reverse().Select(d => "---\n" + d));
        backwards = stream.EndsWith('\n') ? backwards : backwards.TrimEnd();
        var written = Documents(Tool.Run(backwards, SameEdits).Written().Text);

        var ordered = Tool.Run(backwards, [.. SameEdits, "--document-order", "install"]).Written().Text;

        var expected = written.OrderBy(d => InstallOrder.RankOf(Kind(d))).ToList();
        Assert.NotEqual(written, expected);
        Assert.Equal(expected.Select(WithoutTemplate), Documents(ordered).Select(WithoutTemplate));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_folder_gets_the_documents_of_the_stream(string stream)
    {
        var written = Documents(Tool.Run(stream, SameEdits).Written().Text);

        Tool.Run(stream, [.. SameEdits, "--output-dir", folder]).Written();

        var files = File.ReadLines(Path.Combine(folder, "kustomization.yaml"))
            .Where(line => line.StartsWith("- ", StringComparison.Ordinal))
            .Select(line => File.ReadAllText(Path.Combine(folder, line[2..])));
        Assert.Equal(written.Select(WithoutTemplate), files.Select(WithoutTemplate));
    }

    /// <summary>
    /// The user's changes are edits of the output of Kyma's changes, so the same changes of that output must give the same bytes.
    /// </summary>
    [Theory]
    [MemberData(nameof(Streams))]
    public void The_changes_of_a_user_edit_the_written_stream(string stream)
    {
        string[] all = [.. SameEdits, "--delete", "configmap istio", "--delete", "service absent"];
        var first = Tool.Run(stream, SameEdits).Written().Text;

        var written = Tool.Run(stream, all).Written().Text;

        Assert.Equal(Tool.Run(first, all).Written().Text, written);
        Assert.Equal(Documents(first).Where(d => !IsMeshConfig(d)), Documents(written));
        Assert.Contains(Documents(first), IsMeshConfig);

        static bool IsMeshConfig(string document) =>
            Kind(document) == "ConfigMap" && document.Contains("\n  name: istio\n", StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_of_a_folder_match_the_written_stream()
    {
        var input = File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));
        string[] patches = ["--only", "zipkin,addons"];
        var (direct, indirect) = (Path.Combine(folder, "direct"), Path.Combine(folder, "indirect"));

        var written = Tool.Run(input, patches).Output;
        Tool.Run(input, [.. patches, "--output-dir", direct]);
        Tool.Run(written, [.. patches, "--output-dir", indirect]);

        Assert.NotEmpty(Files(direct));
        Assert.Equal(Files(indirect), Files(direct));

        static List<(string, string)> Files(string folder) =>
            [
                .. Directory
                    .GetFiles(folder, "*.yaml", SearchOption.AllDirectories)
                    .Order(StringComparer.Ordinal)
                    .Select(f => (Path.GetRelativePath(folder, f), File.ReadAllText(f))),
            ];
    }

    /// <summary>The objects of a stream as text, each with a line break at its end.</summary>
    private static List<string> Documents(string stream) =>
        [
            .. stream
                .Split("---\n")
                .Select(d => d.Trim('\n') + "\n")
                .Where(d => d.Split('\n').Any(line => line.StartsWith("kind: ", StringComparison.Ordinal))),
        ];

    private static string Kind(string document) =>
        document.Split('\n').First(line => line.StartsWith("kind: ", StringComparison.Ordinal))["kind: ".Length..];

    private static string WithoutTemplate(string document) =>
        string.Join('\n', document.Split('\n').Where(line => !line.StartsWith("# Source: ", StringComparison.Ordinal))).Trim('\n');
}
