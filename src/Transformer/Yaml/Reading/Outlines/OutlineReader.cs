using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Reading.Outlines;

/// <summary>
/// Reads documents as outlines: all of the document is checked, but only the root, its entries and the value of one key become nodes.
/// </summary>
/// <param name="source">A source that <see cref="SourceChecks"/> has passed.</param>
/// <param name="keptKey">The key of the root whose value is kept with all nodes.</param>
internal sealed class OutlineReader(byte[] source, ReadOnlySpan<byte> keptKey)
{
    private readonly OutlineBuffers buffers = new(keptKey);
    private readonly OpenCollection[] frames = new OpenCollection[YamlDotNetReader.MaxDepth];

    /// <summary>
    /// The outline of a document: its nodes without those below other collections of the root. It is null for a document that must be read
    /// with all nodes: one that is not valid, is nested too deeply or has duplicate keys, merge keys, aliases, properties or anything that
    /// <see cref="FastYamlReader"/> does not read.
    /// </summary>
    /// <param name="span">The document.</param>
    /// <param name="maxDepth">The deepest nesting of collections.</param>
    /// <param name="arena">Stores the nodes.</param>
    /// <param name="reused">An earlier outline of the source, which becomes this one: a stream has many documents.</param>
    /// <param name="count">The number of nodes that the document has.</param>
    public YamlTree? TryRead(ByteSpan span, int maxDepth, YamlNodeArena arena, YamlTree? reused, out int count)
    {
        var outline = new OutlineBuilder(source, arena, buffers);
        var isRead =
            FastYamlReader.TryRead(source, span, ref outline, frames.AsSpan(0, Math.Clamp(maxDepth, 0, frames.Length)))
            && !outline.NeedsAllNodes;
        count = outline.Count;
        return isRead ? outline.Build(reused) : null;
    }
}
