using System.Text;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Cli.Output;
using KymaIstioTransform.JsonPatch;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Patches.Output;
using KymaIstioTransform.Patches.User;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using Xunit;

namespace KymaIstioTransform.Tests.Patches.Output;

/// <summary>
/// Output folders, install order and user patches read only the changed documents of the output again. They must give the bytes, messages
/// and places that reading all of the output gives, and must not copy it.
/// </summary>
public class OutputReadingTests
{
    private const string Patched = "<patched>";

    private static readonly Location At = Location.OfFile("patches.yaml");

    private static readonly TransformOptions[] Runs =
    [
        Options("--skip", "ingress-certificates,security"),
        Options("--skip", "security", "--tls-mode", "cert-manager", "--tls-issuer", "i", "--domain", "example.com", "--host-ports"),
        Options("--only", "zipkin,addons"),
        Options("--only", "addons", "--document-order", "install"),
    ];

    private static readonly TransformOptions WithoutPatches = Options("--skip", string.Join(',', PatchSet.All.Select(p => p.Name)));

    public static TheoryData<string> Streams => SharedData.AllStreams();

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void Changed_documents_read_as_in_the_whole_output(string stream)
    {
        var written = 0;
        foreach (var (i, input) in Variants(SharedData.ReadStream(stream)).Index())
        {
            if (Try(() => ManifestTransformer.Transform(new SourceText("input", input), Runs[i % Runs.Length])).Value is { } result)
            {
                Assert.True(WrittenDifference.Of(result.Output) is var difference && difference is null, difference);
                written++;
            }
        }

        Assert.True(written > 0);
    }

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void User_changes_edit_the_output_as_if_it_were_the_input(string stream)
    {
        foreach (var (i, input) in Variants(SharedData.ReadStream(stream)).Index())
        {
            var kyma = Try(() => ManifestTransformer.Transform(new SourceText("input", input), Runs[0])).Value;
            if (kyma is null || kyma.Report.Changes.Count == 0)
            {
                continue;
            }

            var output = kyma.Output.ToArray();
            var objects = ManifestReader.Read(new SourceText(Patched, output)).Resources;
            var changes = Changes(objects, i + 1);
            var expected = Try(() =>
                ManifestTransformer.Transform(new SourceText(Patched, output), WithoutPatches with { UserChanges = changes })
            );
            var actual = Try(() => ManifestTransformer.Transform(new SourceText("input", input), Runs[0] with { UserChanges = changes }));

            // A check looks at the last object of an input, which may be another one in the output.
            if (expected.Error?.Contains("truncated", StringComparison.Ordinal) != true)
            {
                Assert.Equal(expected.Error, actual.Error);
                AssertSame(expected.Value, actual.Value);
            }
        }
    }

    /// <summary>Files are joined to one stream. There, a document may inherit the template of the file before.</summary>
    [Fact]
    public void Documents_of_several_files_read_as_in_the_whole_output()
    {
        var first = Encoding.UTF8.GetBytes($"# Source: a/templates/a.yaml\n{Objects.Definition("a")}---\n{Objects.Definition("b")}");
        var second = Encoding.UTF8.GetBytes($"{Objects.Definition("c")}---\n# Source: a/templates/d.yaml\n{Objects.Definition("d")}");
        var input = ManifestReader.Read(new SourceText([new InputFile("1", first), new InputFile("2", second)]));
        for (var i = 0; i < input.Resources.Count; i++)
        {
            var plan = new PatchPlan();
            plan.Remove(input.Resources[i]);
            Assert.Null(WrittenDifference.Of(ManifestOutput.Write(input, plan)));
        }
    }

    /// <summary>Compares the allocations with those of a run that writes the same documents to standard output.</summary>
    [Fact]
    public void No_way_of_writing_allocates_another_copy_of_the_output()
    {
        var example = File.ReadAllText(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));
        var text = string.Concat(Enumerable.Range(0, 400).Select(i => $"line {i} of a text that no patch changes\n"));
        var large = Enumerable.Range(0, 300).Select(i => $"---\n{Objects.ConfigMap($"large-{i}", "text", text)}");
        var input = Encoding.UTF8.GetBytes(string.Concat(large) + "---\n" + example);
        var options = Options("--only", "zipkin,addons");
        var addition = Operation("/data/b", PatchVerb.Add, YamlValue.Of("c"));
        var changes = UserChanges.None with
        {
            Patches = [new UserPatch(new ResourceSelector("configmap", "istio"), [addition], At)],
            Deletions = [new UserDeletion("configmap large-7", new ResourceSelector("configmap", "large-7"))],
        };

        var plain = Allocated(options, Discard);
        var ways = new Dictionary<string, long>
        {
            ["a file for each object"] = Allocated(options, o => WriteFiles(o, OutputLayout.Resource)),
            ["a file for each template"] = Allocated(options, o => WriteFiles(o, OutputLayout.Source)),
            ["install order"] = Allocated(options with { DocumentOrder = DocumentOrdering.Install }, Discard),
            ["user patches"] = Allocated(options with { UserChanges = changes }, Discard),
        };

        Assert.All(ways, way => Assert.InRange(way.Value - plain, 0, input.Length / 4));

        long Allocated(TransformOptions chosen, Action<OutputText> write)
        {
            // The first run also allocates what lives as long as the process.
            var before = 0L;
            for (var run = 0; run < 2; run++)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
                write(ManifestTransformer.Transform(new SourceText("input", input), chosen).Output);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        static void Discard(OutputText output) => output.CopyTo(Stream.Null);

        static void WriteFiles(OutputText output, OutputLayout layout)
        {
            foreach (var file in OutputSplitter.Of(output, layout))
            {
                file.Content.CopyTo(Stream.Null);
            }
        }
    }

    /// <summary>The second pass learns the place of an error only from a text that is one array.</summary>
    [Fact]
    public void An_error_in_a_user_change_names_the_line_of_the_output()
    {
        const string Removed = """
            apiVersion: v1
            kind: Service
            metadata: {name: grafana, namespace: istio-system, labels: {app: grafana, chart: grafana-1.0}}
            ---

            """;
        const string Kept = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a}
            data: {a: b?}
            """;
        var input = new SourceText("input", Encoding.UTF8.GetBytes(Removed + Kept));
        var changes = UserChanges.None with
        {
            Patches = [new UserPatch(new ResourceSelector("configmap", "a"), [Operation("/data/b", PatchVerb.Add, YamlValue.Of("c"))], At)],
        };

        var error = Try(() => ManifestTransformer.Transform(input, Options("--only", "addons") with { UserChanges = changes })).Error;

        Assert.StartsWith($"{Patched}:5:11: user-patches: text with a question mark", error, StringComparison.Ordinal);
    }

    /// <summary>The input with line breaks, marks and an end that streams may also have.</summary>
    private static IEnumerable<byte[]> Variants(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var first = text.IndexOf("\n---", StringComparison.Ordinal) + 1;
        return new[]
        {
            text,
            text.TrimEnd(),
            "\ufeff" + text.TrimStart('\ufeff').ReplaceLineEndings("\r\n"),
            text.Replace("\n---\n", "\n...\n---\n", StringComparison.Ordinal),
            text.Replace("\n---\n", "\n...\n", StringComparison.Ordinal).Replace("\n---\n", "\n...\n", StringComparison.Ordinal),
            text[..first].ReplaceLineEndings("\r\n") + text[first..],
        }.Select(Encoding.UTF8.GetBytes);
    }

    /// <summary>Deletes some objects and adds a label to others.</summary>
    private static UserChanges Changes(IReadOnlyList<Resource> objects, int step)
    {
        var deletions = new List<UserDeletion>();
        var patches = new List<UserPatch>();
        for (var i = step - 1; i < objects.Count; i += step)
        {
            var target = new ResourceSelector(objects[i].Kind, objects[i].Name, objects[i].Namespace);
            if (i % 3 == 0 && deletions.Count < 4)
            {
                deletions.Add(new UserDeletion(target.ToString(), target));
            }
            else
            {
                var operation = objects[i].LabelsIndex == 0
                    ? Operation("/metadata/labels", PatchVerb.Add, new YamlMap(("added", YamlValue.Of("x"))))
                    : Operation("/metadata/labels/added", PatchVerb.Add, YamlValue.Of("x"));
                patches.Add(new UserPatch(target, [operation], At));
            }
        }

        return new UserChanges { Patches = patches, Deletions = deletions };
    }

    private static PatchOperation Operation(string path, PatchVerb verb, YamlValue? value) =>
        new(1, verb, JsonPointer.Parse(path)!, null, value, At);

    private static void AssertSame(TransformResult? expected, TransformResult? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is not null && actual is not null)
        {
            Assert.Equal(Encoding.UTF8.GetString(expected.Output.ToArray()), Encoding.UTF8.GetString(actual.Output.ToArray()));
            Assert.True(WrittenDifference.Of(actual.Output) is var difference && difference is null, difference);
            Assert.Equal(expected.Objects, actual.Objects);
            var warnings = expected.Report.Warnings.Where(IsOfUser);
            Assert.Equal(warnings.Select(w => w.ToString()), actual.Report.Warnings.Where(IsOfUser).Select(w => w.ToString()));
        }

        static bool IsOfUser(Notice warning) => PatchSet.User.Any(p => p.Name == warning.Patch);
    }

    private static TransformOptions Options(params string[] args) =>
        OptionsBinder
            .Bind(
                CommandLineReader.Read([.. args, "--allow-empty"]),
                new CommandLineEnvironment(Stream.Null, Stream.Null, TextWriter.Null, false, false, _ => null, () => Tool.Now)
            )
            .Transform;

    private static (TransformResult? Value, string? Error) Try(Func<TransformResult> run)
    {
        try
        {
            return (run(), null);
        }
        catch (ManifestException e)
        {
            return (null, e.Message);
        }
    }
}
