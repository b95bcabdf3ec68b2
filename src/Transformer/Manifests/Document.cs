using KymaIstioTransform.Syntax;

namespace KymaIstioTransform.Manifests;

/// <summary>One document of the input stream.</summary>
internal sealed class Document
{
    private readonly byte[] source;
    private readonly DocumentSpan spans;
    private YamlTree? tree;

    public Document(byte[] source, DocumentSpan spans, string? templatePath, bool namesTemplate)
    {
        this.source = source;
        this.spans = spans;
        TemplatePath = templatePath;
        NamesTemplate = namesTemplate;
    }

    /// <summary>From the marker line to the next document.</summary>
    public ByteSpan Span => spans.Span;

    /// <summary>Between the markers.</summary>
    public ByteSpan Content => spans.Content;

    /// <summary>The template of the closest <c># Source:</c> line, this document's or an earlier one's: Helm 2 prints it once per template file.</summary>
    public string? TemplatePath { get; }

    /// <summary>True when that line stands in this document.</summary>
    public bool NamesTemplate { get; }

    /// <summary>The objects it holds: none, one, or the items of a <c>List</c>.</summary>
    public IReadOnlyList<Resource> Resources { get; private set; } = [];

    /// <summary>True for the <c>ResourceList</c> of a KRM function: it stays when its items go, and new objects become its items.</summary>
    public bool IsResourceList { get; private set; }

    /// <summary>The document's nodes, read when first asked for.</summary>
    /// <exception cref="YamlException">The content is no YAML.</exception>
    public YamlTree Tree => tree ??= YamlReader.Read(source, spans.Content);

    /// <summary>Sets what the document holds and forgets the nodes: most documents are never looked at again.</summary>
    public void Identify(IReadOnlyList<Resource> resources, bool isResourceList)
    {
        Resources = resources;
        IsResourceList = isResourceList;
        tree = null;
    }
}
