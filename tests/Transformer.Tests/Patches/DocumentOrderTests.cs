using System.Text;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Manifests;
using KymaIstioTransform.Patches;
using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>Install order: the same documents with the same templates, sorted by kind and stable, and a second run moves nothing.</summary>
public class DocumentOrderTests
{
    private static readonly string[] Flags = ["--skip", string.Join(',', PatchSet.All.Select(p => p.Name)), "--order", "install"];

    public static TheoryData<string> Streams => SharedData.Streams();

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void Documents_are_moved_and_nothing_else(string stream)
    {
        var input = SharedData.ReadStream(stream);
        var result = Tool.Run(input, Flags);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        var (before, after) = (Read(input), Read(result.Output));
        Assert.Equal(before.OrderBy(r => InstallOrder.RankOf(r.Document.Resources[0].Kind)).Select(Told), after.Select(Told));
        Assert.Equal(result.Text, Tool.Run(result.Output, Flags).Text);
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata:\n  name: istio\nspec: {}", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: istio-system")]
    [InlineData("\ufeffapiVersion: v1\nkind: Service\nmetadata:\n  name: istio\nspec: {}\n...", "# Source: a/templates/b.yaml\n\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: istio-system\n...\n")]
    public void Markers_and_line_breaks_are_there_where_documents_come_to_stand(string first, string second)
    {
        var result = Tool.Run($"{first}\n---\n{second}", Flags);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Equal(["Namespace", "Service"], Read(result.Output).Select(r => r.Kind));
        Assert.Equal([second.Contains("Source", StringComparison.Ordinal) ? "a/templates/b.yaml" : null, null], Read(result.Output).Select(r => r.TemplatePath));
    }

    [Fact]
    public void Verify_tells_of_another_order()
    {
        const string Stream = "apiVersion: v1\nkind: Service\nmetadata:\n  name: istio\nspec: {}\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: istio-system\n";

        var wrong = Tool.Run(Stream, ["verify", .. Flags]);
        var right = Tool.Run(Tool.Run(Stream, Flags).Output, ["verify", .. Flags]);

        Assert.Equal(ExitCode.Findings, wrong.Exit);
        Assert.Contains("order: documents stand in another order", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Written, right.Exit);
    }

    private static IReadOnlyList<Resource> Read(byte[] stream) => ManifestReader.Read(new SourceText([new InputFile("stream", stream)])).Resources;

    private static string Told(Resource resource) => $"{resource.TemplatePath} {resource.Id}\n{Encoding.UTF8.GetString(resource.Root.Raw)}";
}
