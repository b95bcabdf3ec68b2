using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Patches.Output;

/// <summary>The output of a run: written in segments of the input and of the edits, and read document by document.</summary>
internal abstract class OutputText : SegmentedText
{
    /// <summary>The name of the output in messages.</summary>
    protected const string Name = "<output>";

    /// <summary>The documents, in order.</summary>
    /// <exception cref="ManifestException">A document does not hold Kubernetes objects.</exception>
    public abstract IEnumerable<OutputDocument> ReadDocuments();
}

/// <summary>A document of the output.</summary>
/// <param name="Document">The document.</param>
/// <param name="TemplateLine">A new line before its content, which names its template; null without such a line.</param>
/// <param name="LineBreak">A new line break after its content; null without one.</param>
internal readonly record struct OutputDocument(Document Document, byte[]? TemplateLine = null, byte[]? LineBreak = null);
