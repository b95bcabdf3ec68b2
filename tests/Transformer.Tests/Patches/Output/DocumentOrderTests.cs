using System.Text;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Patches.Output;
using KymaIstioTransform.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Patches.Output;

/// <summary>Install order: the same documents with the same templates, in a stable sort by kind. A second run moves nothing.</summary>
public class DocumentOrderTests
{
    private static readonly string[] Flags = ["--skip", string.Join(',', PatchSet.All.Select(p => p.Name)), "--document-order", "install"];

    private const string Service = "apiVersion: v1\nkind: Service\nmetadata: {name: istio}\nspec: {}\n";
    private const string NamespaceWithoutLineBreak = "kind: Namespace\nmetadata: {name: n}\napiVersion: v1";
    private const string Namespace = NamespaceWithoutLineBreak + "\n";
    private const string OtherNamespace = "kind: Namespace\nmetadata: {name: m}\napiVersion: v1\n";

    private const string Template = "# Source: a/b.yaml\n";
    private const string A = "{apiVersion: v1, kind: A, metadata: {name: a}}\n";
    private const string B = "{apiVersion: v1, kind: B, metadata: {name: b}}\n";

    public static TheoryData<string> Streams => SharedData.Streams();

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void Only_the_order_of_documents_changes(string stream)
    {
        var input = SharedData.ReadStream(stream);
        var result = Tool.Run(input, Flags);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        var (before, after) = (Read(input), Read(result.Output));
        Assert.Equal(before.OrderBy(r => InstallOrder.RankOf(r.Document.Resources[0].Kind)).Select(Told), after.Select(Told));
        Assert.Equal(result.Text, Tool.Run(result.Output, Flags).Text);
    }

    [Theory]
    [InlineData(
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: istio\nspec: {}",
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: istio-system"
    )]
    [InlineData(
        "\ufeffapiVersion: v1\nkind: Service\nmetadata:\n  name: istio\nspec: {}\n...",
        "# Source: a/templates/b.yaml\n\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: istio-system\n...\n"
    )]
    public void Moved_documents_get_markers_and_line_breaks(string first, string second)
    {
        var result = Tool.Run($"{first}\n---\n{second}", Flags);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Equal(["Namespace", "Service"], Read(result.Output).Select(r => r.Kind));
        Assert.Equal(
            [second.Contains("Source", StringComparison.Ordinal) ? "a/templates/b.yaml" : null, null],
            Read(result.Output).Select(r => r.TemplatePath)
        );
    }

    [Fact]
    public void A_moved_document_does_not_get_a_line_break_in_its_text()
    {
        const string config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |\n    text";

        var moved = Tool.Run($"{Service}---\n{config}", Flags);

        Assert.Equal(ExitCode.InputRejected, moved.Exit);
        Assert.Contains(":11:8: document-order: the source ends here inside a block scalar", moved.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_reports_another_order()
    {
        const string stream = $"{Service}---\n{Namespace}";

        var wrong = Tool.Run(stream, ["verify", .. Flags]);
        var right = Tool.Run(Tool.Run(stream, Flags).Output, ["verify", .. Flags]);

        Assert.Equal(ExitCode.Findings, wrong.Exit);
        Assert.Contains("document-order: the documents are not in Helm's install order", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Written, right.Exit);
    }

    [Theory]
    [InlineData($"\ufeff{Service}---\n{NamespaceWithoutLineBreak}", $"\ufeff---\n{Namespace}---\n{Service}")]
    [InlineData(
        $"# nothing\n---\n{Service}---\n# of it\n---\n{Namespace}",
        $"---\n# of it\n---\n{Namespace}---\n# nothing\n---\n{Service}"
    )]
    [InlineData($"{Namespace}---\n{Service}---\n{OtherNamespace}", $"{Namespace}---\n{OtherNamespace}---\n{Service}")]
    public void The_bytes_between_documents_are_unchanged(string before, string after) =>
        Assert.Equal(after, Tool.Run(before, Flags).Text);

    [Theory]
    [InlineData($"{Template}{B}---\n{Template}{A}", true)]
    [InlineData(Template + B, false)] // one is missing
    [InlineData($"{Template}{B}---\n{Template}{A}---\n{Template}{A}", false)] // one too many
    [InlineData($"{B}---\n{Template}{A}", false)] // without its template
    [InlineData($"{Template}{{apiVersion: v1, kind: B, metadata: {{name: c}}}}\n---\n{Template}{A}", false)] // changed
    public void The_result_is_compared_with_the_input(string result, bool passes)
    {
        var before = Manifest(Encoding.UTF8.GetBytes($"{Template}{A}---\n{B}")).Documents;
        var after = Manifest(Encoding.UTF8.GetBytes(result)).Documents;

        var problem = Record.Exception(() =>
            DocumentOrder.Verify(
                [before[1], before[0]],
                after.Select(d => new[] { (ReadOnlyMemory<byte>)d.Source.AsMemory(d.Span.Start..d.Span.End) })
            )
        );

        Assert.Equal(passes, problem is null);
        Assert.True(passes || problem is SelfCheckException, problem?.ToString());
    }

    private static Manifest Manifest(byte[] stream) => ManifestReader.Read(new SourceText([new InputFile("stream", stream)]));

    private static IReadOnlyList<Resource> Read(byte[] stream) => Manifest(stream).Resources;

    private static string Told(Resource resource) => $"{resource.TemplatePath} {resource.Id}\n{Encoding.UTF8.GetString(resource.Root.Raw)}";
}
