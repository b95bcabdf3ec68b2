using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Reading;
using Xunit;
using Xunit.Abstractions;

namespace KymaIstioTransform.Tests.Yaml.Reading;

/// <summary>Runs the YAML test suite, which defines valid streams and their meaning.</summary>
public sealed class FastYamlReaderSuiteTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void Cases_are_read_as_YamlDotNet_reads_them()
    {
        foreach (var (name, source, content) in Documents())
        {
            var problem = ReaderComparison.Of(source, content).Problem;
            Assert.True(problem is null, $"{name}: {problem}");
        }
    }

    [SkippableFact]
    public void An_invalid_stream_has_a_document_that_is_left_to_the_other_reader() =>
        Assert.All(
            SuiteCase.All().Where(c => !c.IsValid),
            c =>
                Assert.True(
                    c.Split() is [] || c.Split().Any(d => FastYamlReader.TryRead(c.Source, d.Content) is null),
                    $"{c.Name} was read"
                )
        );

    [SkippableFact]
    public void Documents_that_are_read_have_the_events_of_the_suite()
    {
        var (read, handedOver) = (0, 0);
        foreach (var c in SuiteCase.All().Where(c => c.IsValid))
        {
            // The suite reports a document without content as an empty scalar, a stream without documents not at all.
            var trees = c.Split().Select(d => FastYamlReader.TryRead(c.Source, d.Content)).Where(t => t is not { IsEmpty: true }).ToList();
            var documents = c.Documents.Where(d => d is not ["=VAL :"]).ToList();
            Assert.True(
                trees.Count == documents.Count || trees.Count == 0,
                $"{c.Name}: {trees.Count} documents instead of {documents.Count}"
            );
            foreach (var (tree, events) in trees.Zip(documents))
            {
                handedOver += tree is null ? 1 : 0;
                read += tree is null ? 0 : 1;
                Assert.True(
                    tree is null || SuiteCase.Events(tree).SequenceEqual(events),
                    $"{c.Name}: {(tree is null ? "" : ReaderComparison.Describe(tree))}"
                );
            }
        }

        output.WriteLine($"{read} documents read, {handedOver} handed over");
        Assert.InRange(read, 100, int.MaxValue);
    }

    private static IEnumerable<(string Name, byte[] Source, ByteSpan Content)> Documents() =>
        SuiteCase.All().SelectMany(c => c.Split().Select(d => (c.Name, c.Source, d.Content)));
}
