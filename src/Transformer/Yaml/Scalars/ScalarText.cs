using System.Text;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>
/// A scalar's value, with the source offset of each of its bytes. <see cref="Map"/> holds runs: from decoded offset
/// <c>Decoded</c> on, the bytes are in the source from <c>Source</c> on, up to the next run.
/// </summary>
internal sealed record ScalarText(byte[] Bytes, IReadOnlyList<(int Decoded, int Source)> Map, int SourceEnd)
{
    /// <summary>The source offset of a decoded offset; the end of the text maps to the end of the scalar's content.</summary>
    public int ToSource(int offset)
    {
        if (offset >= Bytes.Length)
        {
            return SourceEnd;
        }

        var (low, high) = (0, Map.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Map[middle].Decoded <= offset ? (middle, high) : (low, middle - 1);
        }

        return Map[low].Source + offset - Map[low].Decoded;
    }

    /// <summary>True when the text contains a word of ASCII characters.</summary>
    public bool Contains(string word) => Bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(word)) >= 0;

    /// <summary>The bytes of the source for a part of the text; an empty part is an empty span.</summary>
    public ByteSpan ToSource(ByteSpan span)
    {
        var start = ToSource(span.Start);
        return new ByteSpan(start, span.Length == 0 ? start : ToSource(span.End));
    }

    /// <summary>Decodes a scalar (an alias gives its anchor's name, a collection its own bytes).</summary>
    public static ScalarText Decode(YamlNode node) =>
        node.Kind switch
        {
            YamlKind.Scalar => ScalarStyle.Of(node).Decode(node),
            YamlKind.Alias => Copy(node, node.Span.Start + 1),
            _ => Copy(node, node.Span.Start),
        };

    private static ScalarText Copy(YamlNode node, int start)
    {
        var text = new ScalarTextBuilder(node);
        text.Copy(start, node.Span.End);
        return text.Build(node.Span.End);
    }
}
