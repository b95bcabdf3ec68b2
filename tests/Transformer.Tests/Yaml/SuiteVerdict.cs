using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Tests.Yaml;

/// <summary>The result for a stream.</summary>
internal enum SuiteResult
{
    /// <summary>Unchanged byte for byte, and read as in the suite.</summary>
    Passes,

    /// <summary>Rejected with a position and a reason.</summary>
    Rejected,

    /// <summary>Valid, but read differently.</summary>
    Differs,

    /// <summary>Invalid, but accepted.</summary>
    Accepted,
}

/// <summary>
/// The result for one case of the suite: bytes checked, documents split and read as in <see cref="ManifestReader"/> , then written without
/// edits. The next step needs Kubernetes objects, which the suite does not have.
/// </summary>
/// <param name="Case">The case.</param>
/// <param name="Result">What happened.</param>
/// <param name="Detail">Where and why it was rejected, or how it was read.</param>
internal sealed record SuiteVerdict(SuiteCase Case, SuiteResult Result, string Detail)
{
    /// <summary>A valid case that is not accepted, or an invalid case that is not rejected.</summary>
    public bool IsGap => Result != (Case.IsValid ? SuiteResult.Passes : SuiteResult.Rejected);

    public static SuiteVerdict Of(SuiteCase suiteCase)
    {
        var source = new SourceText([new InputFile("in.yaml", suiteCase.Source)]);
        try
        {
            SourceChecks.Check(source.Bytes);
            var documents = DocumentSplitter.Split(source.Bytes, SourceText.ContentOf(source.Bytes));
            var trees = documents.Select(d => YamlReader.Read(source.Bytes, d.Content)).ToList();
            AssertUnchanged(source.Bytes, documents, trees);
            return suiteCase.IsValid && Understood(trees, suiteCase) is { } other
                ? new SuiteVerdict(suiteCase, SuiteResult.Differs, other)
                : new SuiteVerdict(suiteCase, suiteCase.IsValid ? SuiteResult.Passes : SuiteResult.Accepted, "");
        }
        catch (YamlException e)
        {
            return new SuiteVerdict(suiteCase, SuiteResult.Rejected, $"{source.Locate(e.Offset)}: {e.Message}");
        }
    }

    /// <summary>Asserts that the documents cover the stream without gaps and have no edits.</summary>
    private static void AssertUnchanged(byte[] bytes, IReadOnlyList<DocumentSpan> documents, IEnumerable<YamlTree> trees)
    {
        Xunit.Assert.Equal(bytes.Length, documents[^1].Span.End);
        Xunit.Assert.All(documents.Zip(documents.Skip(1)), pair => Xunit.Assert.Equal(pair.First.Span.End, pair.Second.Span.Start));
        var edits = trees.SelectMany(tree => new TreeEdits(tree).ToSource());
        Xunit.Assert.Equal(bytes, ByteEdits.Apply(bytes, edits));
    }

    /// <summary>
    /// Null when the trees have the events of the suite. It reports a document without content as an empty scalar, or not at all.
    /// </summary>
    private static string? Understood(IEnumerable<YamlTree> trees, SuiteCase suiteCase)
    {
        var events = trees.Where(t => !t.IsEmpty).Select(SuiteCase.Events).Where(e => e is not ["=VAL :"]).Select(e => string.Join(' ', e));
        var expected = suiteCase.Documents.Where(e => e is not ["=VAL :"]).Select(e => string.Join(' ', e));
        return events.SequenceEqual(expected) ? null : string.Join(" --- ", events);
    }
}
