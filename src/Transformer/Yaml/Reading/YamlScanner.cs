using System.Buffers;
using System.Runtime.CompilerServices;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>
/// Finds where the parts of a YAML document end, on bytes. The methods return <see cref="Unsupported"/> for YAML that this reader does not
/// support. All of them assume that a CR appears only before an LF.
/// </summary>
internal readonly ref struct YamlScanner(ReadOnlySpan<byte> bytes)
{
    public const int Unsupported = -1;

    /// <summary>The longest implicit key, up to its colon.</summary>
    public const int MaxKeyLength = 1024;

    private static readonly SearchValues<byte> KeyStops = SearchValues.Create(":#\n\t*"u8);

    private static readonly SearchValues<byte> FlowPlainStops = SearchValues.Create(":#,[]{}\n"u8);

    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>
    /// A byte for each byte: 0 for blanks, line breaks and <c>-?:,[]{}#&amp;*!|&gt;'"%@`</c>. It is 2 for <c>.&lt;</c>, with which document
    /// markers and merge keys start.
    /// </summary>
    private static ReadOnlySpan<byte> PlainStarts =>
        [
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 2, 1, 0, 0,
            0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 1,
            0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        ];

    public static YamlStyle QuoteStyle(byte first) =>
        first switch
        {
            (byte)'"' => YamlStyle.DoubleQuoted,
            (byte)'\'' => YamlStyle.SingleQuoted,
            _ => YamlStyle.Plain,
        };

    public int SkipSpaces(int at) => at < bytes.Length && bytes[at] == ' ' ? ByteSearch.SpacesEnd(bytes, at) : at;

    /// <summary>Past spaces and tabs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int SkipBlanks(int at)
    {
        while (at < bytes.Length && bytes[at] is (byte)' ' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    /// <summary>
    /// The end of a word: letters, digits and marks without a YAML meaning after the first character. Empty when no word starts here.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int WordEnd(int start)
    {
        var text = bytes;
        return start >= text.Length || text[start] is (byte)'-' or (byte)'.' ? start : ByteSearch.WordEnd(text, start);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsBreakOrEnd(int at) => at >= bytes.Length || bytes[at] is (byte)'\n' or (byte)'\r';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsBlankBreakOrEnd(int at) => at >= bytes.Length || bytes[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    public bool IsComment(int at) => at < bytes.Length && bytes[at] == '#' && (at == 0 || IsBlankBreakOrEnd(at - 1));

    /// <summary>True for a dash or colon that is an indicator: a blank, a line break or the end follows it.</summary>
    public bool IsIndicator(int at, byte indicator) => at < bytes.Length && bytes[at] == indicator && IsBlankBreakOrEnd(at + 1);

    /// <summary>True when a line starts like a document marker, regardless of what follows.</summary>
    public bool IsMarker(int lineStart) =>
        bytes[lineStart..] is [(byte)'-', (byte)'-', (byte)'-', ..] or [(byte)'.', (byte)'.', (byte)'.', ..];

    /// <summary>Where the next line starts, or the end of the document.</summary>
    public int NextLine(int at) => ByteSearch.NextLine(bytes, at);

    /// <summary>Where the next line starts when nothing but blanks and a comment follow a value.</summary>
    public int EndLine(int at)
    {
        at = SkipBlanks(at);
        return IsBreakOrEnd(at) || IsComment(at) ? NextLine(at) : Unsupported;
    }

    /// <summary>True when a plain scalar may start here, in block or flow context.</summary>
    public bool StartsPlain(int at) =>
        bytes[at] == '-'
            ? !IsBlankBreakOrEnd(at + 1) && bytes[at + 1] is not ((byte)',' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}')
            : IsPlainStart(bytes[at]);

    /// <summary>True for a byte that a plain scalar may start with, regardless of the next byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPlainStart(byte first) => PlainStarts[first] != 0;

    /// <summary>True for a byte with which a plain key may start that is neither a document marker nor a merge key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSimpleKeyStart(byte first) => PlainStarts[first] == 1;

    /// <summary>
    /// Where a plain scalar in block context that may be a key stops on its line, like <see cref="PlainStop"/>. Readers disagree on keys
    /// with tabs and with words that look like aliases: the result for such a key is <see cref="Unsupported"/>.
    /// </summary>
    public int KeyStop(int start)
    {
        for (var at = start; ; at++)
        {
            var found = bytes[at..].IndexOfAny(KeyStops);
            at = found < 0 ? bytes.Length : at + found;
            if (IsBreakOrEnd(at) || IsIndicator(at, (byte)':') || IsComment(at))
            {
                return at;
            }

            if (bytes[at] is (byte)'*' or (byte)'\t')
            {
                var stop = PlainStop(at);
                return IsIndicator(stop, (byte)':') ? Unsupported : stop;
            }
        }
    }

    /// <summary>
    /// Where a plain scalar in block context stops on its line: at the colon of a key, at a comment or at the line break.
    /// </summary>
    public int PlainStop(int start)
    {
        for (var at = start; ; at++)
        {
            at = ByteSearch.PlainStop(bytes, at);
            if (IsBreakOrEnd(at) || IsIndicator(at, (byte)':') || IsComment(at))
            {
                return at;
            }
        }
    }

    /// <summary>Where the text between two offsets ends without trailing blanks.</summary>
    public int TextEnd(int start, int stop)
    {
        while (stop > start && bytes[stop - 1] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            stop--;
        }

        return stop;
    }

    /// <summary>
    /// Where the text of a plain scalar in flow context ends. The result is <see cref="Unsupported"/> for a colon or comment next to a flow
    /// indicator, and for the keys that <see cref="KeyStop"/> does not support.
    /// </summary>
    public int FlowPlainEnd(int start)
    {
        if (!StartsPlain(start))
        {
            return Unsupported;
        }

        for (var at = start; ; at++)
        {
            var found = bytes[at..].IndexOfAny(FlowPlainStops);
            at += found;
            if (found < 0 || IsComment(at) || bytes[at] is (byte)'[' or (byte)'{' || (bytes[at] == ':' && IsFlowIndicator(at + 1)))
            {
                return Unsupported;
            }

            var isKey = IsIndicator(at, (byte)':');
            if (bytes[at] is (byte)',' or (byte)']' or (byte)'}' or (byte)'\n' || isKey)
            {
                return isKey && bytes[start..at].ContainsAny((byte)'*', (byte)'\t') ? Unsupported : TextEnd(start, at);
            }
        }
    }

    /// <summary>
    /// Past the closing quote of the scalar that starts here; further lines of it count from <paramref name="parentColumn"/>.
    /// </summary>
    public int QuotedEnd(int start, int parentColumn)
    {
        var quote = bytes[start];
        for (var at = start + 1; ;)
        {
            at = ByteSearch.QuotedStop(bytes, at, quote);
            if (at == bytes.Length)
            {
                return Unsupported;
            }

            if (bytes[at] == '\n')
            {
                at = ContinueQuoted(at + 1, quote, parentColumn);
            }
            else if (bytes[at] == '\\')
            {
                at = quote == '"' ? YamlEscape.End(bytes, at) : at + 1;
            }
            else if (quote == '\'' && at + 1 < bytes.Length && bytes[at + 1] == quote)
            {
                at += 2;
            }
            else
            {
                return at + 1;
            }

            if (at == Unsupported)
            {
                return Unsupported;
            }
        }
    }

    /// <summary>
    /// Where the text of a quoted scalar's next line starts; blank lines are part of it. In single quotes readers take any indentation, and
    /// the dashboards of Istio 1.4 have too little.
    /// </summary>
    private int ContinueQuoted(int lineStart, byte quote, int parentColumn)
    {
        var at = SkipSpaces(lineStart);
        if (at == bytes.Length || IsMarker(lineStart))
        {
            return Unsupported;
        }

        return quote == '\'' || IsBreakOrEnd(at) || (at - lineStart > parentColumn && bytes[at] != '\t') ? at : Unsupported;
    }

    /// <summary>True when readers take a scalar with a colon after it for an implicit key: it is short and on one line.</summary>
    public bool IsKey(int start, int colon) =>
        colon - start <= MaxKeyLength && (QuoteStyle(bytes[start]) == YamlStyle.Plain || !bytes[start..colon].Contains((byte)'\n'));

    private bool IsFlowIndicator(int at) => at < bytes.Length && bytes[at] is (byte)',' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}';
}
