using System.Globalization;
using System.Text;
using CsCheck;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Tests.Yaml;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using Xunit;
using Xunit.Abstractions;

namespace KymaIstioTransform.Tests.Kubernetes.Reading;

/// <summary>
/// Reading documents as outlines gives the same objects, warnings and errors, with the same places, as reading all of their nodes.
/// </summary>
public sealed class ManifestReaderDifferentialTests(ITestOutputHelper output)
{
    /// <summary>How many cases each generator has. DIFFERENTIAL_CASES asks for more, and for other cases.</summary>
    private const int DefaultCases = 5_000;

    public static TheoryData<string> Streams => SharedData.AllStreams();

    [Theory]
    [MemberData(nameof(Streams))]
    public void Streams_have_the_same_objects_and_warnings(string stream)
    {
        var bytes = SharedData.ReadStream(stream);

        Assert.Equal(Describe(bytes, withOutlines: false), Describe(bytes, withOutlines: true));
    }

    [Fact]
    public void Mutated_parts_of_streams_have_the_same_objects_warnings_and_errors()
    {
        var files = ((IEnumerable<object[]>)Streams).Select(row => SharedData.ReadStream((string)row[0])).ToArray();
        var parts = Gen.Select(Gen.OneOf(files), Gen.Int[0, int.MaxValue], Gen.Int[1, 60]).Select(LinesOf);
        var (cases, read) = (0L, 0L);
        GeneratedCases.Check(
            YamlGenerators.Mutate(parts),
            DefaultCases,
            bytes =>
            {
                var expected = Describe(bytes, withOutlines: false);
                Interlocked.Increment(ref cases);
                Interlocked.Add(ref read, expected.StartsWith("error", StringComparison.Ordinal) ? 0 : 1);
                Assert.Equal(expected, Describe(bytes, withOutlines: true));
            }
        );
        output.WriteLine($"{cases} cases, {read} read");
        Assert.True(read > cases / 20 && read < cases, $"{read} of {cases} streams were read");
    }

    /// <summary>Some lines of a file, from the start of a document on.</summary>
    private static byte[] LinesOf(byte[] file, int place, int count)
    {
        var marker = file.AsSpan(0, (place % file.Length) + 1).LastIndexOf("\n---"u8);
        var (start, end) = (marker + 1, marker + 1);
        for (var i = 0; i < count; i++)
        {
            end = Lines.Next(file, end);
        }

        return file[start..end];
    }

    /// <summary>All that callers see of a stream without looking into its documents, or the error.</summary>
    private static string Describe(byte[] bytes, bool withOutlines)
    {
        try
        {
            // The lowest limit that no stream of the corpus reaches: mutated ones do.
            var manifest = ManifestReader.ReadInput(new SourceText("in", bytes), maxDepth: 24, withOutlines);
            var text = new StringBuilder();
            foreach (var document in manifest.Documents)
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{document.Span} {document.TemplatePath} {document.IsResourceList} {document.HasAliases} {document.ToInput(0)}"
                );
                foreach (var resource in document.Resources)
                {
                    Describe(text, manifest, resource);
                }
            }

            return text.AppendJoin('\n', manifest.Warnings).ToString();
        }
        catch (ManifestException e)
        {
            return $"error {e.Message}";
        }
    }

    private static void Describe(StringBuilder text, Manifest manifest, Resource resource) =>
        text.Append(CultureInfo.InvariantCulture, $"{manifest.Locate(resource)} {resource.Id.ApiVersion} {resource.Id} ")
            .Append(CultureInfo.InvariantCulture, $"{resource.IsListItem} {resource.HasGeneratedName} {resource.TemplatePath} ")
            .Append(CultureInfo.InvariantCulture, $"{resource.LabelledChart} {Failure(() => resource.Label("app") ?? "-")} ")
            .AppendJoin(' ', resource.HookEvents)
            .AppendJoin(' ', resource.Labels.Select(l => $"{l.Key}={l.Value}"))
            .AppendLine();

    /// <summary>The value, or the message of what prevents reading it.</summary>
    private static string Failure(Func<string> value)
    {
        try
        {
            return value();
        }
        catch (YamlException e)
        {
            return e.Message;
        }
    }
}
