using CsCheck;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Reading;
using Xunit;
using Xunit.Abstractions;

namespace KymaIstioTransform.Tests.Yaml.Reading;

/// <summary>The fast reader reads every document that it supports like YamlDotNet.</summary>
public sealed class FastYamlReaderDifferentialTests(ITestOutputHelper output)
{
    /// <summary>How many cases each generator has. DIFFERENTIAL_CASES asks for more, and for other cases.</summary>
    private const int DefaultCases = 20_000;

    [SkippableFact]
    public void Documents_of_the_corpus_are_read_alike_and_few_need_the_other_reader()
    {
        var (documents, handedOver) = (0, new List<string>());
        foreach (var (name, bytes) in SharedData.Corpus())
        {
            foreach (var document in DocumentSplitter.Split(bytes, new ByteSpan(0, bytes.Length)))
            {
                documents++;
                var comparison = ReaderComparison.Of(bytes, document.Content);
                Assert.True(comparison.Problem is null, $"{name}: {comparison.Problem}");
                if (comparison.Tree is null)
                {
                    handedOver.Add($"{name} {document.Content}");
                }
            }
        }

        output.WriteLine($"{documents} documents, handed over: {handedOver.Count}\n{string.Join('\n', handedOver)}");
        Assert.InRange(documents, 1000, int.MaxValue);
        Assert.InRange(handedOver.Count, 0, documents / 50);
    }

    [Fact]
    public void Pieces_in_any_order_are_read_alike() => Compare(YamlGenerators.Soup);

    [Fact]
    public void Lines_in_any_order_are_read_alike() => Compare(YamlGenerators.Lines);

    [Fact]
    public void Well_formed_documents_are_read_alike() => Compare(YamlGenerators.Document);

    [Fact]
    public void Flow_collections_are_read_alike() => Compare(YamlGenerators.Flow);

    [Fact]
    public void Mutated_documents_are_read_alike() =>
        Compare(YamlGenerators.Mutate(YamlGenerators.Document.Select(System.Text.Encoding.UTF8.GetBytes)));

    [SkippableFact]
    public void Mutated_parts_of_the_corpus_are_read_alike()
    {
        var files = SharedData.Corpus().Select(file => file.Bytes).ToArray();
        var parts = Gen.Select(Gen.OneOf(files), Gen.Int[0, int.MaxValue], Gen.Int[1, 40]).Select(LinesOf);
        Compare(YamlGenerators.Mutate(parts));
    }

    private void Compare(Gen<string> documents) => Compare(documents.Select(System.Text.Encoding.UTF8.GetBytes));

    private void Compare(Gen<byte[]> documents)
    {
        var (cases, read) = (0L, 0L);
        GeneratedCases.Check(
            documents,
            DefaultCases,
            bytes =>
            {
                var comparison = ReaderComparison.Of(bytes, new ByteSpan(0, bytes.Length));
                Interlocked.Increment(ref cases);
                Interlocked.Add(ref read, comparison.Tree is null ? 0 : 1);
                if (comparison.Problem is { } problem)
                {
                    Assert.Fail($"{problem} in {ReaderComparison.Quote(bytes, new ByteSpan(0, bytes.Length))}");
                }
            }
        );
        output.WriteLine($"{cases} cases, {read} read");
        Assert.True(read > cases / 1000, $"only {read} of {cases} cases were read");
    }

    /// <summary>Some lines of a file, from a line on.</summary>
    private static byte[] LinesOf(byte[] file, int place, int count)
    {
        var start = Lines.Start(file, place % file.Length);
        var end = start;
        for (var i = 0; i < count; i++)
        {
            end = Lines.Next(file, end);
        }

        return file[start..end];
    }
}
