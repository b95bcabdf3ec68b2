using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>The self-check finds any unplanned change in the output.</summary>
public class SelfCheckTests
{
    private const string First = "apiVersion: v1\nkind: A\nmetadata: {name: first}\nspec: {number: 1}\n";
    private const string Second = "# comment\napiVersion: v1\nkind: B\nmetadata: {name: second}\n";
    private const string Third = "apiVersion: v1\nkind: C\nmetadata: {name: third}";

    private const string Edited = "apiVersion: v1\nkind: A\nmetadata: {name: first}\nspec: {number: 2}\n";
    private const string Added = "kind: D\n";

    private static readonly Manifest Input = Read(Objects.Stream(First, Second, Third));

    [Fact]
    public void Planned_changes_pass()
    {
        var output = Render(Input, Plan());

        Assert.Equal(Objects.Stream(Edited, Third + "\n", Added), Encoding.UTF8.GetString(output.ToArray()));
        Verify(Input, Plan(), output);
    }

    [Fact]
    public void Documents_without_content_are_ignored() =>
        Verify(Edited, "\n\n", Third + "\n", "  \t\n# comment\n", Added);

    [Theory]
    [InlineData("spec: {number: 1}", "in:1:1: A first: ")]
    [InlineData("spec: {number: 3}", "in:1:1: A first: ")]
    [InlineData("spec: {number: 2, more: 1}", "in:1:1: A first: ")]
    [InlineData("spec: [", "the output is not a valid manifest: ")]
    public void An_unplanned_change_is_found(string spec, string problem) =>
        Assert.StartsWith(
            problem,
            Problem(Edited.Replace("spec: {number: 2}", spec, StringComparison.Ordinal), Third + "\n", Added),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_change_of_a_document_without_edits_is_found()
    {
        Assert.Equal("in:11:1: the document changed, but no change was planned", Problem(Edited, Third + " # more\n", Added));
        Assert.Equal("in:11:1: the document changed, but no change was planned", Problem(Edited, Second, Third + "\n", Added));
    }

    [Fact]
    public void A_line_break_that_a_text_gets_from_a_new_document_is_found()
    {
        var input = Read("apiVersion: v1\nkind: A\nmetadata: {name: a}\ntext: |\n  b");
        var plan = new PatchPlan();
        plan.Add(input, new AddedDocument(new ResourceId("v1", "D", "default", "added"), new YamlMap(("kind", YamlValue.Of("D")))));

        var output = Replaced(input, Objects.Stream("apiVersion: v1\nkind: A\nmetadata: {name: a}\ntext: |\n  b\n", Added));

        Assert.Equal(
            "in:1:1: the document changed, but no change was planned",
            Assert.Throws<SelfCheckException>(() => Verify(input, plan, output)).Message
        );
    }

    [Fact]
    public void A_missing_document_is_found()
    {
        Assert.Equal("in:11:1: the document is missing in the output", Problem(Edited));
        Assert.Equal("D default/added is missing in the output or reads differently", Problem(Edited, Third + "\n"));
        Assert.Equal("D default/added is missing in the output or reads differently", Problem(Edited, Third + "\n", "kind: E\n"));
    }

    [Fact]
    public void An_extra_document_is_found() =>
        Assert.Equal("the output has an unexpected document", Problem(Edited, Third + "\n", Added, Added));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    public void An_edit_far_from_all_planned_changes_is_found(int other)
    {
        var documents = Enumerable.Range(0, 7).Select(i => First.Replace("first", $"o{i}", StringComparison.Ordinal));
        var input = Read(Objects.Stream([.. documents]));
        var plan = new PatchPlan();
        plan.EditsOf(input.Documents[3]).Set(input.Resources[3].Root.Find("spec", "number")!.Value, new YamlLiteral("2"));
        var (first, end) = Assert.Single(plan.ChangedRuns(input));
        var planned = ManifestWriter.Render(input, plan, input, first, end);
        new SelfCheck(input, plan).Verify(first, end, planned);

        var name = input.Resources[other].Root.Find("metadata", "name")!.Value.Span;
        var output = new EditedText(input.Source.Bytes, [.. planned.Edits, new ByteEdit(name, "x"u8.ToArray())]);

        foreach (var (from, to) in (ReadOnlySpan<(int, int)>)[(first, end), (0, input.Documents.Count)])
        {
            var problem = Assert.Throws<SelfCheckException>(() => new SelfCheck(input, plan).Verify(from, to, output)).Message;
            Assert.EndsWith("the document changed, but no change was planned", problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_removal_that_joins_its_neighbours_is_found()
    {
        // Only the closing marker of the document in the middle separates the last one.
        var input = Read($"{First}---\n{Second}...\n{Third}\n");
        var plan = new PatchPlan();
        plan.Remove(input.Resources[1]);
        var joined = new EditedText(input.Source.Bytes, [new ByteEdit(input.Documents[1].Span, [])]);

        var problem = Assert.Throws<SelfCheckException>(() => Verify(input, plan, joined)).Message;
        Assert.EndsWith("the document changed, but no change was planned", problem, StringComparison.Ordinal);
        Verify(input, plan, Render(input, plan));
    }

    private static PatchPlan Plan()
    {
        var plan = new PatchPlan();
        plan.EditsOf(Input.Documents[0]).Set(Input.Resources[0].Root.Find("spec", "number")!.Value, new YamlLiteral("2"));
        plan.Remove(Input.Resources[1]);
        plan.Add(Input, new AddedDocument(new ResourceId("v1", "D", "default", "added"), new YamlMap(("kind", YamlValue.Of("D")))));
        return plan;
    }

    private static EditedText Render(Manifest input, PatchPlan plan) =>
        ManifestWriter.Render(input, plan, input, 0, input.Documents.Count);

    private static void Verify(Manifest input, PatchPlan plan, EditedText output) =>
        new SelfCheck(input, plan).Verify(0, input.Documents.Count, output);

    private static void Verify(params string[] documents) =>
        Verify(Input, Plan(), Replaced(Input, Objects.Stream(documents)));

    /// <summary>The input with one edit that replaces all of it.</summary>
    private static EditedText Replaced(Manifest input, string stream) =>
        new(input.Source.Bytes, [new ByteEdit(new ByteSpan(0, input.Source.Bytes.Length), Encoding.UTF8.GetBytes(stream))]);

    private static string Problem(params string[] documents) => Assert.Throws<SelfCheckException>(() => Verify(documents)).Message;

    private static Manifest Read(string stream) =>
        ManifestReader.Read(new SourceText([new InputFile("in", Encoding.UTF8.GetBytes(stream))]));
}
