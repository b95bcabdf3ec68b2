using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;
using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>
/// The self-check accepts a damaged output only where the documents still read as planned. The documents have all kinds of edits between
/// parts that nothing edits, and each byte of the output is damaged in several ways.
/// </summary>
public class SelfCheckDamageTests
{
    private const string Edited = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: istio
          labels: {app: "a b", chart: 'x', tier: c} # comment
        list:
        - one
        - - two
          - [three, 4]
        - |2
            indented
          text
        - four
        empty:
        merged: &base {k: v}
        data:
          before: |1
             indented
          mesh: |-
            # inner
            tracing: {address: "zipkin:9411", more: 1}
            hosts:
            - a
            - b
          script: |
            run --zipkinAddress zipkin:9411
            and more
        last: >-
          folded
          text

        """;

    private const string Unchanged = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\ntext: |\n  b\n";
    private const string Removed = "apiVersion: v1\nkind: Service\nmetadata: {name: b}\n";

    private static readonly Manifest Input = ManifestReader.Read(
        new SourceText("in", Encoding.UTF8.GetBytes(Objects.Stream(Unchanged, Edited, Removed, Unchanged)))
    );

    private static readonly PatchPlan Planned = Plan();
    private static readonly byte[] Output = ManifestWriter.Render(Input, Planned, Input, 0, Input.Documents.Count).ToArray();

    public static TheoryData<string, string> Damages =>
        new() { { "replaced", "x" }, { "replaced", " " }, { "replaced", "\n" }, { "replaced", "#" }, { "replaced", "-" },
            { "replaced", "2" }, { "inserted", " " }, { "inserted", "\n" }, { "inserted", "x" }, { "removed", "" } };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Damage_that_changes_what_is_read_is_found(string kind, string text)
    {
        var planned = Values(Output);
        var (found, harmless) = (0, 0);
        for (var at = 0; at < Output.Length; at++)
        {
            byte[] damaged = [.. Output[..at], .. Encoding.UTF8.GetBytes(text), .. Output[(kind == "inserted" ? at : at + 1)..]];
            if (Passes(damaged))
            {
                harmless++;
                Assert.True(planned.SequenceEqual(Values(damaged)), $"byte {at} {kind}: {Encoding.UTF8.GetString(damaged)}");
            }
            else
            {
                found++;
            }
        }

        Assert.True(found > Output.Length / 2, $"{found} of {Output.Length} are found");
        Assert.True(harmless > 0, "nothing is harmless, not even in a comment");
    }

    private static bool Passes(byte[] output)
    {
        try
        {
            var whole = new ByteEdit(new ByteSpan(0, Input.Source.Bytes.Length), output);
            new SelfCheck(Input, Planned).Verify(0, Input.Documents.Count, new EditedText(Input.Source.Bytes, [whole]));
            return true;
        }
        catch (SelfCheckException)
        {
            return false;
        }
    }

    private static PatchPlan Plan()
    {
        var plan = new PatchPlan();
        var root = Input.Resources[1].Root;
        var edits = plan.EditsOf(Input.Documents[1]);
        edits.Set(root.Find("metadata", "labels", "chart")!.Value, "y");
        edits.Remove(root.Find("list")!.Value.Items.First());
        edits.Insert(root.Find("list")!.Value.Items.Last(), YamlValue.Of("inserted"));
        edits.Add(root.Find("list")!.Value, YamlValue.Of("appended"));
        edits.Add(root.Find("data")!.Value, "new", new YamlMap(("number", new YamlLiteral("1"))));
        var mesh = root.Find("data", "mesh")!.Value;
        edits.Open(mesh).Set(EmbeddedYaml.Of(mesh).Root.Find("tracing", "address")!.Value, "zipkin.kyma-system:9411");
        edits.OpenText(root.Find("data", "script")!.Value).Replace(new ByteSpan(20, 26), "other");
        plan.Remove(Input.Resources[2]);
        plan.Add(Input, new AddedDocument(new ResourceId("v1", "D", "", "added"), new YamlMap(("kind", YamlValue.Of("D")))));
        return plan;
    }

    /// <summary>The nodes of all documents as text, read without the code of the program as far as possible.</summary>
    private static List<string> Values(byte[] stream) =>
        [
            .. DocumentSplitter
                .Split(stream, new ByteSpan(0, stream.Length))
                .Select(d => YamlDotNetReader.Read(stream, d.Content))
                .Where(tree => !tree.IsEmpty)
                .SelectMany(Values),
        ];

    private static IEnumerable<string> Values(YamlTree tree)
    {
        for (var i = 0; i < tree.Entries.Length; i++)
        {
            var node = new YamlNode(tree, i);
            if (!node.IsScalar)
            {
                yield return $"{node.Kind} of {node.Children.Count()}";
            }
            else if (i > 0 && node.Style == YamlStyle.Literal && new YamlNode(tree, i - 1).Is("mesh"))
            {
                var text = Encoding.UTF8.GetBytes(node.Value);
                foreach (var value in Values(YamlDotNetReader.Read(text, new ByteSpan(0, text.Length))))
                {
                    yield return $"mesh: {value}";
                }
            }
            else
            {
                yield return $"{(node.IsPlain ? "plain" : "quoted")} {node.Value}";
            }
        }
    }
}
