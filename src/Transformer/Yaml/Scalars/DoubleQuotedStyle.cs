using System.Globalization;
using System.Text;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>Text in double quotes, with escapes, folded over lines.</summary>
internal sealed class DoubleQuotedStyle() : FlowScalarStyle(quotes: 1, special: (byte)'\\')
{
    /// <remarks>
    /// In a text that is folded over lines, as kubectl prints long ones, blanks beside a fold count only when they are escaped. Where an
    /// edit moves one of the text's own blanks next to a fold, the whole text is rewritten.
    /// </remarks>
    public override StyledEdits? Edit(YamlNode scalar, ScalarText text, IReadOnlyList<ByteEdit> edits)
    {
        var isFolded = scalar.Raw.Contains((byte)'\n');
        var mapped = new List<ByteEdit>(edits.Count);
        foreach (var edit in edits)
        {
            var escaped = ScalarWriter.Escape(Encoding.UTF8.GetString(edit.NewText));
            mapped.Add(new ByteEdit(text.ToSource(edit.Span), Encoding.UTF8.GetBytes(isFolded ? EscapeEnds(escaped) : escaped)));
        }

        return new StyledEdits(mapped, IsCertain: !isFolded);
    }

    private static string EscapeEnds(string escaped)
    {
        var end = escaped is [.., ' '] ? escaped[..^1] + "\\ " : escaped;
        return end is [' ', ..] ? "\\" + end : end;
    }

    protected override int DecodeEscape(ScalarTextBuilder text, byte[] source, int position, int end)
    {
        switch (position + 1 < end ? source[position + 1] : 0)
        {
            case '\n' or '\r':
                return text.FoldLines(position + 1, end, single: []);
            case 'x' or 'u' or 'U':
                var after = YamlEscape.ReadCharacter(source.AsSpan(0, end), position, out var character);
                if (after == YamlEscape.Invalid)
                {
                    throw new YamlException(
                        character < 0
                            ? "an escape sequence has an invalid hexadecimal number"
                            : string.Create(CultureInfo.InvariantCulture, $"an escape sequence is not a character: {character:X}"),
                        position
                    );
                }

                text.Put(position, Encoding.UTF8.GetBytes(char.ConvertFromUtf32((int)character)));
                return after;
            case var code:
                // Accepted escape codes without a name represent their own character.
                text.Put(position, Encoding.UTF8.GetBytes([YamlEscape.Named((byte)code) ?? (char)code]));
                return position + 2;
        }
    }
}
