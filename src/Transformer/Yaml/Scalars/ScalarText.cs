using System.Text;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>A scalar's value, with the source offset of each of its bytes.</summary>
/// <param name="decoded">The value.</param>
/// <param name="start">Where the scalar starts in the source.</param>
internal sealed class ScalarText(DecodedText decoded, int start)
{
    /// <summary>The value without its place.</summary>
    public DecodedText Decoded => decoded;

    public byte[] Bytes => decoded.Bytes;

    /// <summary>The source offset of a decoded offset; the end of the text maps to the end of the scalar's content.</summary>
    public int ToSource(int offset) => start + decoded.ToScalar(offset);

    /// <summary>True when the text contains a word of ASCII characters.</summary>
    public bool Contains(string word)
    {
        Span<byte> bytes = stackalloc byte[word.Length];
        Ascii.FromUtf16(word, bytes, out _);
        return Bytes.AsSpan().IndexOf(bytes) >= 0;
    }

    /// <summary>The bytes of the source for a part of the text; an empty part is an empty span.</summary>
    public ByteSpan ToSource(ByteSpan span)
    {
        var from = ToSource(span.Start);
        return new ByteSpan(from, span.Length == 0 ? from : ToSource(span.End));
    }

    /// <summary>
    /// The part of the source that has the words of a scalar's text, each as it is in the text: only line breaks, blanks and quotes between
    /// them may differ. Null where escapes may write them in another way.
    /// </summary>
    public static ByteSpan? WordsOf(YamlNode scalar)
    {
        var span = scalar.Span;
        var quotes = scalar.Style is YamlStyle.SingleQuoted or YamlStyle.DoubleQuoted ? 1 : 0;
        return scalar.Style switch
        {
            YamlStyle.DoubleQuoted when !scalar.TryGetRaw(out _) => null,
            YamlStyle.Literal or YamlStyle.Folded => new ByteSpan(Math.Min(BlockScalar.Of(scalar).ContentStart, span.End), span.End),
            _ => new ByteSpan(span.Start + quotes, span.End - quotes),
        };
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
