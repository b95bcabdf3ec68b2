using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Reading;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml;

/// <summary>
/// The YAML or JSON document that a scalar holds as text. It is parsed once for all readers and editors. Reading it is not an edit.
/// </summary>
internal sealed class EmbeddedYaml
{
    private static readonly YamlNode Nothing = YamlReader.Read("~"u8.ToArray(), new ByteSpan(0, 1)).Root;

    private readonly ScalarEdits text;

    /// <summary>Use <see cref="Of"/>, which parses a scalar only once.</summary>
    /// <exception cref="YamlException">The text is not valid YAML; the offset is into the source of the scalar.</exception>
    public EmbeddedYaml(YamlNode scalar)
    {
        text = new ScalarEdits(scalar);
        // Most of such a text is one long scalar, and the nodes are kept with the document.
        var decoded = text.Text.Decoded;
        decoded.Document ??= Read(text.Text, YamlNodeArena.For(decoded.Bytes.Length / 8)).Compact();
        Tree = decoded.Document.Copy();
        (Tree.Embedding, Tree.Texts) = (this, scalar.Tree.Texts);
    }

    /// <summary>The scalar that holds the text.</summary>
    public YamlNode Scalar => text.Scalar;

    /// <summary>The document in the text; its offsets count bytes of the decoded text.</summary>
    public YamlTree Tree { get; }

    /// <summary>The document's root; a null value in a text without content.</summary>
    public YamlNode Root => Tree.IsEmpty ? Nothing : Tree.Root;

    /// <exception cref="YamlException">The text is not valid YAML; the offset is into the source of the scalar.</exception>
    public static EmbeddedYaml Of(YamlNode scalar) => scalar.Tree.EmbeddedAt(scalar.Index);

    /// <summary>Reads the document in a text without preparing it for edits; its nodes are stored in <paramref name="nodes"/>.</summary>
    /// <exception cref="YamlException">The text is not valid YAML; the offset is into the source of the scalar.</exception>
    public static YamlTree Read(ScalarText text, YamlNodeArena nodes)
    {
        try
        {
            SourceChecks.Check(text.Bytes);
            if (HasByteOrderMark(text))
            {
                throw new YamlException("a byte order mark is at the start: some tools skip it and some read it as text (remove it)", 0);
            }

            return AliasExpansion.Read(text.Bytes, new ByteSpan(0, text.Bytes.Length), nodes);
        }
        catch (YamlException e)
        {
            throw Placed(e, text.ToSource(e.Offset));
        }
    }

    /// <summary>True for a text with a byte order mark at its start.</summary>
    public static bool HasByteOrderMark(ScalarText text) => SourceText.ContentOf(text.Bytes).Start > 0;

    /// <summary>The offset of a node in the source that contains the scalar.</summary>
    public int ToSource(YamlNode node) => ToSource(node.Span.Start);

    /// <inheritdoc cref="ToSource(YamlNode)"/>
    public int ToSource(int offset) => text.Text.ToSource(Tree.ToSource(offset));

    /// <summary>Edits of the embedded document as edits of the source that contains the scalar.</summary>
    public IEnumerable<ByteEdit> ToSource(IReadOnlyList<ByteEdit> edits) => text.ToSource(Tree.ToSource(edits));

    /// <summary>Runs a check of the document.</summary>
    /// <exception cref="YamlException">As the check throws it, with an offset into the source of the scalar.</exception>
    public void Placed(Action check)
    {
        try
        {
            check();
        }
        catch (YamlException e)
        {
            throw Placed(e, text.Text.ToSource(e.Offset));
        }
    }

    private static YamlException Placed(YamlException inner, int offset) => new($"in embedded text: {inner.Message}", offset);
}
