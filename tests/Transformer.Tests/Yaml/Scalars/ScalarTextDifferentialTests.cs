using System.Text;
using CsCheck;
using KymaIstioTransform.Tests.Yaml.Reading;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;
using KymaIstioTransform.Yaml.Scalars;
using Xunit;
using Xunit.Abstractions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KymaIstioTransform.Tests.Yaml.Scalars;

/// <summary>The values that <see cref="ScalarText"/> decodes are those of YamlDotNet's own events.</summary>
public sealed class ScalarTextDifferentialTests(ITestOutputHelper output)
{
    /// <summary>How many documents are compared. DIFFERENTIAL_CASES asks for more, and for others.</summary>
    private const int DefaultCases = 20_000;

    /// <summary>Blanks in a block scalar without text, or after its last line break, still count as text.</summary>
    private static readonly string[] KnownGaps = ["JEF9/01", "JEF9/02", "L24T/01"];

    [SkippableFact]
    public void Values_of_the_corpus_are_decoded_alike()
    {
        var (scalars, rejected) = (0, 0);
        var seen = new HashSet<string>();
        foreach (var (name, bytes) in SharedData.Corpus())
        {
            foreach (var document in DocumentSplitter.Split(bytes, new ByteSpan(0, bytes.Length)))
            {
                // Many releases have the same documents.
                if (seen.Add(Encoding.UTF8.GetString(bytes, document.Content.Start, document.Content.Length)))
                {
                    var compared = Compare(name, bytes, document.Content);
                    scalars += compared ?? 0;
                    rejected += compared is null ? 1 : 0;
                }
            }
        }

        output.WriteLine($"{scalars} scalars; {rejected} documents that YamlDotNet rejects");
        Assert.InRange(scalars, 100_000, int.MaxValue);
        Assert.InRange(rejected, 0, 100);
    }

    [SkippableFact]
    public void Values_of_the_suite_are_decoded_alike()
    {
        var documents = SuiteCase
            .All()
            .Where(c => !KnownGaps.Contains(c.Name))
            .SelectMany(c => c.Split().Select(d => (c.Name, c.Source, d.Content)));

        Assert.InRange(
            documents.Where(d => IsTaken(d.Source, d.Content)).Sum(d => Compare(d.Name, d.Source, d.Content) ?? 0),
            500,
            int.MaxValue
        );
    }

    /// <summary>False for input that this program rejects although YamlDotNet accepts it; YamlSuiteTests lists each such case.</summary>
    private static bool IsTaken(byte[] source, ByteSpan span)
    {
        try
        {
            _ = YamlReader.Read(source, span);
            return true;
        }
        catch (KymaIstioTransform.Yaml.YamlException)
        {
            return false;
        }
    }

    [Fact]
    public void Values_of_generated_documents_are_decoded_alike()
    {
        var compared = 0L;
        GeneratedCases.Check(
            Gen.OneOf(YamlGenerators.Document, YamlGenerators.Lines, YamlGenerators.Soup),
            DefaultCases,
            text =>
            {
                var source = Encoding.UTF8.GetBytes(text);
                var span = new ByteSpan(0, source.Length);

                // Unlike YAML 1.2, YamlDotNet treats these as line breaks or drops them.
                if (!text.AsSpan().ContainsAny("\u0085\u2028\u2029\ufeff") && FastYamlReader.TryRead(source, span) is not null)
                {
                    Interlocked.Add(ref compared, Compare("generated", source, span) ?? 0);
                }
            }
        );
        output.WriteLine($"{compared} scalars");
        Assert.True(compared > 0);
    }

    /// <summary>The number of compared scalars; null when YamlDotNet has no values for the document.</summary>
    private static int? Compare(string name, byte[] source, ByteSpan span)
    {
        if (ValuesByYamlDotNet(source, span) is not { } expected)
        {
            return null;
        }

        var tree = YamlReader.Read(source, span);
        var nodes = Enumerable.Range(0, tree.Entries.Length).Select(i => new YamlNode(tree, i)).Where(node => node.IsScalar).ToList();
        Assert.True(
            expected.Count == nodes.Count,
            $"{name}: {expected.Count} values expected, {nodes.Count} read in {ReaderComparison.Quote(source, span)}"
        );
        foreach (var (node, value) in nodes.Zip(expected))
        {
            Assert.True(
                node.Value == value,
                $"{name}: {ReaderComparison.Quote(source, node.Span)}\nis decoded as\n{node.Value}\ninstead of\n{value}"
            );
        }

        return nodes.Count;
    }

    private static List<string>? ValuesByYamlDotNet(byte[] source, ByteSpan span)
    {
        var values = new List<string>();
        try
        {
            var parser = new Parser(new StringReader(Encoding.UTF8.GetString(source, span.Start, span.Length)));
            while (parser.MoveNext())
            {
                if (parser.Current is Scalar scalar)
                {
                    values.Add(scalar.Value);
                }
            }

            return values;
        }
        catch (Exception e) when (e is YamlDotNet.Core.YamlException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
