using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>
/// Decodes the texts of the scalars of a stream. Objects for several revisions or namespaces have the same long texts, such as injection
/// templates: each is decoded and parsed once, as long as it is among the last ones.
/// </summary>
/// <param name="isReused">True when the array with the scalars' source is used for other sources later.</param>
internal sealed class RecentTexts(bool isReused)
{
    /// <summary>The lengths of the scalars that are worth a comparison, and do not take much memory.</summary>
    private const int Shortest = 256;

    /// <inheritdoc cref="Shortest"/>
    private const int Longest = 1 << 16;

    /// <summary>The texts by the length of the scalar; a prime number of places.</summary>
    private readonly Known?[] recent = new Known?[31];

    /// <summary>The text of a scalar.</summary>
    public ScalarText Decode(YamlNode scalar)
    {
        var span = scalar.Span;
        if (span.Length is < Shortest or > Longest || !scalar.IsScalar)
        {
            return ScalarText.Decode(scalar);
        }

        // The indentation of a block scalar may depend on the collection around it.
        var isBlock = scalar.Style is YamlStyle.Literal or YamlStyle.Folded;
        var indent = isBlock ? BlockScalar.Of(scalar).Indent : 0;
        ref var known = ref recent[span.Length % recent.Length];
        if (
            known is null
            || known.Style != scalar.Style
            || known.Indent != indent
            || !known.Source.AsSpan(known.Span.Start, known.Span.Length).SequenceEqual(scalar.Raw)
        )
        {
            var source = isReused ? scalar.Raw.ToArray() : scalar.Tree.Source;
            var place = isReused ? new ByteSpan(0, source.Length) : span;
            known = new Known(source, place, scalar.Style, indent, ScalarText.Decode(scalar).Decoded);
        }

        return new ScalarText(known.Text, span.Start);
    }

    /// <summary>A scalar and its text.</summary>
    private sealed record Known(byte[] Source, ByteSpan Span, YamlStyle Style, int Indent, DecodedText Text);
}
