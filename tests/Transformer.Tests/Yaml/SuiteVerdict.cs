using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Tests.Yaml;

/// <summary>What the program makes of a stream.</summary>
internal enum SuiteResult
{
    /// <summary>Passes byte for byte and is understood as the suite says.</summary>
    Passes,

    /// <summary>Refused, with a place and a reason.</summary>
    Refused,

    /// <summary>Valid, but understood otherwise.</summary>
    Differs,

    /// <summary>Invalid, and taken all the same.</summary>
    Taken,
}

/// <summary>
/// What the program makes of one case of the suite: bytes checked, documents split and read as <see cref="ManifestReader"/> does it, then
/// written with no edit. The step after that asks for Kubernetes objects, which the suite has none of.
/// </summary>
/// <param name="Case">The case.</param>
/// <param name="Result">What happened.</param>
/// <param name="Detail">Where and why it was refused, or what was understood.</param>
internal sealed record SuiteVerdict(SuiteCase Case, SuiteResult Result, string Detail)
{
    /// <summary>Valid cases are to pass, invalid ones to be refused; all else is a gap.</summary>
    public bool IsGap => Result != (Case.IsValid ? SuiteResult.Passes : SuiteResult.Refused);

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
                : new SuiteVerdict(suiteCase, suiteCase.IsValid ? SuiteResult.Passes : SuiteResult.Taken, "");
        }
        catch (YamlException e)
        {
            return new SuiteVerdict(suiteCase, SuiteResult.Refused, $"{source.Locate(e.Offset)}: {e.Message}");
        }
    }

    /// <summary>The documents lie side by side and cover the stream; none has an edit to make.</summary>
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
