using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KymaIstioTransform.Text;

/// <summary>
/// Searches for the innermost loops, sixteen bytes per step. The .NET searches accept any set of bytes and are several times slower on
/// short words.
/// </summary>
internal static class ByteSearch
{
    /// <summary>The number of bytes that <see cref="Stops"/> looks at.</summary>
    public static readonly int StopsStep = 2 * Vector128<byte>.Count;

    private static readonly int Step = Vector128<byte>.Count;

    /// <summary>The length of a document marker.</summary>
    private const int MarkerLength = 3;

    /// <summary>The first byte from <paramref name="at"/> on that is not a letter, a digit or one of <c>-./_</c>, or the end.</summary>
    public static int WordEnd(ReadOnlySpan<byte> bytes, int at)
    {
        ref var first = ref MemoryMarshal.GetReference(bytes);
        for (; at <= bytes.Length - Step; at += Step)
        {
            var others = ~IsWord(Vector128.LoadUnsafe(ref first, (nuint)at)).ExtractMostSignificantBits() & ushort.MaxValue;
            if (others != 0)
            {
                return at + BitOperations.TrailingZeroCount(others);
            }
        }

        while (
            at < bytes.Length
            && (char.IsAsciiLetterOrDigit((char)bytes[at]) || bytes[at] is (byte)'-' or (byte)'.' or (byte)'/' or (byte)'_')
        )
        {
            at++;
        }

        return at;
    }

    /// <summary>The first byte from <paramref name="at"/> on that is not a space, or the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SpacesEnd(ReadOnlySpan<byte> bytes, int at)
    {
        if (at <= bytes.Length - Step)
        {
            var others = Others(ref MemoryMarshal.GetReference(bytes), at);
            if (others != 0)
            {
                return at + BitOperations.TrailingZeroCount(others);
            }
        }

        return LongSpacesEnd(bytes, at);
    }

    /// <summary><see cref="Stops"/> for bytes of which at least <see cref="StopsStep"/> follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint StopsInside(ref byte first, int at)
    {
        ref var start = ref Unsafe.Add(ref first, (nint)(uint)at);
        return IsStop(Vector128.LoadUnsafe(ref start)).ExtractMostSignificantBits()
            | (IsStop(Vector128.LoadUnsafe(ref start, (nuint)Step)).ExtractMostSignificantBits() << Step);
    }

    /// <summary>
    /// A bit for each of the next <see cref="StopsStep"/> bytes that may end a key or a plain scalar (a colon, a number sign, a line feed)
    /// or that plain keys must not have (an asterisk, a tab). Other bits are set too, for <c>!)+</c>.
    /// </summary>
    public static uint Stops(ReadOnlySpan<byte> bytes, int at) =>
        at > bytes.Length - StopsStep ? LastStops(bytes, at) : StopsInside(ref MemoryMarshal.GetReference(bytes), at);

    /// <summary>Where the line after the next line feed starts, or the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NextLine(ReadOnlySpan<byte> bytes, int at)
    {
        ref var first = ref MemoryMarshal.GetReference(bytes);
        for (; at <= bytes.Length - Step; at += Step)
        {
            var found = Vector128
                .Equals(Vector128.LoadUnsafe(ref first, (nuint)at), Vector128.Create((byte)'\n'))
                .ExtractMostSignificantBits();
            if (found != 0)
            {
                return at + BitOperations.TrailingZeroCount(found) + 1;
            }
        }

        return Lines.Next(bytes, at);
    }

    /// <summary>The first colon, number sign or line feed from <paramref name="at"/> on, or the end.</summary>
    public static int PlainStop(ReadOnlySpan<byte> bytes, int at)
    {
        ref var first = ref MemoryMarshal.GetReference(bytes);
        for (; at <= bytes.Length - Step; at += Step)
        {
            var block = Vector128.LoadUnsafe(ref first, (nuint)at);
            var found = (
                Vector128.Equals(block, Vector128.Create((byte)':'))
                | Vector128.Equals(block, Vector128.Create((byte)'#'))
                | Vector128.Equals(block, Vector128.Create((byte)'\n'))
            ).ExtractMostSignificantBits();
            if (found != 0)
            {
                return at + BitOperations.TrailingZeroCount(found);
            }
        }

        while (at < bytes.Length && bytes[at] is not ((byte)':' or (byte)'#' or (byte)'\n'))
        {
            at++;
        }

        return at;
    }

    /// <summary>The first <paramref name="quote"/>, backslash or line feed from <paramref name="at"/> on, or the end.</summary>
    public static int QuotedStop(ReadOnlySpan<byte> bytes, int at, byte quote)
    {
        ref var first = ref MemoryMarshal.GetReference(bytes);
        for (; at <= bytes.Length - Step; at += Step)
        {
            var block = Vector128.LoadUnsafe(ref first, (nuint)at);
            var found = (
                Vector128.Equals(block, Vector128.Create(quote))
                | Vector128.Equals(block, Vector128.Create((byte)'\\'))
                | Vector128.Equals(block, Vector128.Create((byte)'\n'))
            ).ExtractMostSignificantBits();
            if (found != 0)
            {
                return at + BitOperations.TrailingZeroCount(found);
            }
        }

        while (at < bytes.Length && bytes[at] != quote && bytes[at] is not ((byte)'\\' or (byte)'\n'))
        {
            at++;
        }

        return at;
    }

    /// <summary>
    /// The start of the first line after the one at <paramref name="at"/> that begins with three dashes or three dots, or the end. Of three
    /// bytes in a row, two are at the places of a pair.
    /// </summary>
    public static int NextMarkerCandidate(ReadOnlySpan<byte> bytes, int at)
    {
        ref var first = ref MemoryMarshal.GetReference(bytes);
        var next = (nuint)at;
        var step = (nuint)Step;
        for (var last = bytes.Length - (4 * Step) - MarkerLength; (nint)next <= last; next += 4 * step)
        {
            var found =
                IsPairOfMarks(ref first, next)
                | IsPairOfMarks(ref first, next + step)
                | IsPairOfMarks(ref first, next + (2 * step))
                | IsPairOfMarks(ref first, next + (3 * step));
            for (var i = 0u; found != Vector128<byte>.Zero && i < 4; i++)
            {
                for (var left = IsPairOfMarks(ref first, next + (i * step)).ExtractMostSignificantBits(); left != 0; left &= left - 1)
                {
                    // The line starts at the first byte of the pair, or right before it.
                    var line = (int)next + ((int)i * Step) + BitOperations.TrailingZeroCount(left) - 1;
                    if (line > at && bytes[line - 1] == '\n' && IsMarker(bytes, line))
                    {
                        return line;
                    }
                }
            }
        }

        for (var line = NextLine(bytes, Math.Max(at, (int)next - 2)); line <= bytes.Length - MarkerLength; line = NextLine(bytes, line))
        {
            if (IsMarker(bytes, line))
            {
                return line;
            }
        }

        return bytes.Length;
    }

    /// <summary>
    /// The first byte from <paramref name="at"/> on that is not a printable ASCII character, a tab or a line feed, or the end.
    /// </summary>
    public static int FirstUnusualByte(ReadOnlySpan<byte> bytes, int at)
    {
        ref var first = ref MemoryMarshal.GetReference(bytes);
        var next = (nuint)at;
        var (step, many) = ((nuint)Step, (nuint)(8 * Step));
        for (var last = bytes.Length - (int)many; (nint)next <= last; next += many)
        {
            var (lowest, highest) = (Vector128<byte>.AllBitsSet, Vector128<byte>.Zero);
            Extend(ref first, next, ref lowest, ref highest);
            Extend(ref first, next + (4 * step), ref lowest, ref highest);
            if (
                (Vector128.Equals(Vector128.Max(lowest, Vector128.Create((byte)(' ' - 1))), lowest) & IsAtMost(highest, '~'))
                    != Vector128<byte>.AllBitsSet
                && FirstUnusualByte(ref first, next, next + many) is >= 0 and var found
            )
            {
                return found;
            }
        }

        var end = next + (((nuint)bytes.Length - next) / step * step);
        if (FirstUnusualByte(ref first, next, end) is >= 0 and var last16)
        {
            return last16;
        }

        for (at = (int)end; at < bytes.Length && bytes[at] is (>= (byte)' ' and <= (byte)'~') or (byte)'\t' or (byte)'\n'; at++) { }

        return at;
    }

    /// <summary>The first unusual byte between two offsets, a multiple of <see cref="Step"/> apart, or -1.</summary>
    private static int FirstUnusualByte(ref byte first, nuint at, nuint end)
    {
        for (; at < end; at += (nuint)Step)
        {
            var others = IsUsual(ref first, at).ExtractMostSignificantBits() ^ ushort.MaxValue;
            if (others != 0)
            {
                return (int)at + BitOperations.TrailingZeroCount(others);
            }
        }

        return -1;
    }

    /// <summary>
    /// Takes 64 bytes into the highest of all bytes and into the lowest of numbers that are at least one less than a space for usual bytes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Extend(ref byte first, nuint at, ref Vector128<byte> lowest, ref Vector128<byte> highest)
    {
        var step = (nuint)Step;
        var (one, two) = (Vector128.LoadUnsafe(ref first, at), Vector128.LoadUnsafe(ref first, at + step));
        var (three, four) = (Vector128.LoadUnsafe(ref first, at + (2 * step)), Vector128.LoadUnsafe(ref first, at + (3 * step)));
        highest = Vector128.Max(Vector128.Max(highest, one), Vector128.Max(Vector128.Max(two, three), four));
        lowest = Vector128.Min(
            Vector128.Min(lowest, Vector128.Min(WithoutLineFeed(one), WithoutLineFeed(two))),
            Vector128.Min(WithoutLineFeed(three), WithoutLineFeed(four))
        );
    }

    /// <summary>The largest number for a line feed; other bytes change in bits that do not move them across a space.</summary>
    private static Vector128<byte> WithoutLineFeed(Vector128<byte> block) => (block ^ Vector128.Create((byte)'\n')) - Vector128<byte>.One;

    private static int LongSpacesEnd(ReadOnlySpan<byte> bytes, int at)
    {
        for (; at <= bytes.Length - Step; at += Step)
        {
            var others = Others(ref MemoryMarshal.GetReference(bytes), at);
            if (others != 0)
            {
                return at + BitOperations.TrailingZeroCount(others);
            }
        }

        while (at < bytes.Length && bytes[at] == ' ')
        {
            at++;
        }

        return at;
    }

    /// <summary>A bit for each of sixteen bytes that is not a space.</summary>
    private static uint Others(ref byte first, int at) =>
        Vector128.Equals(Vector128.LoadUnsafe(ref first, (nuint)at), Vector128.Create((byte)' ')).ExtractMostSignificantBits()
        ^ ushort.MaxValue;

    /// <summary>
    /// Colon, asterisk and line feed differ in two bits. Tab and number sign differ in three, as do <c>!)+</c> and no other characters that
    /// texts have.
    /// </summary>
    private static Vector128<byte> IsStop(Vector128<byte> block) =>
        Vector128.Equals(block | Vector128.Create((byte)0x30), Vector128.Create((byte)':'))
        | Vector128.Equals(block | Vector128.Create((byte)0x2a), Vector128.Create((byte)'+'));

    private static uint LastStops(ReadOnlySpan<byte> bytes, int at)
    {
        var stops = 0u;
        for (var i = at; i < bytes.Length; i++)
        {
            stops |= (bytes[i] | 0x30) == ':' || (bytes[i] | 0x2a) == '+' ? 1u << (i - at) : 0;
        }

        return stops;
    }

    private static Vector128<byte> IsUsual(ref byte first, nuint at)
    {
        // One more than the byte: signed, it is above a space for printable characters alone. Tab and line feed differ in the last bit.
        var next = Vector128.LoadUnsafe(ref first, at) + Vector128<byte>.One;
        return Vector128.GreaterThan(next.AsSByte(), Vector128.Create((sbyte)' ')).AsByte()
            | Vector128.Equals(next | Vector128<byte>.One, Vector128.Create((byte)('\n' + 1)));
    }

    /// <summary>The pairs of dashes, dots, commas and slashes: these four differ in the last two bits.</summary>
    private static Vector128<byte> IsPairOfMarks(ref byte first, nuint at) =>
        Vector128
            .Equals((Vector128.LoadUnsafe(ref first, at) | Vector128.Create((byte)3)).AsUInt16(), Vector128.Create((byte)'/').AsUInt16())
            .AsByte();

    private static bool IsMarker(ReadOnlySpan<byte> bytes, int line) =>
        bytes[line] is (byte)'-' or (byte)'.' && bytes[line + 1] == bytes[line] && bytes[line + 2] == bytes[line];

    private static Vector128<byte> IsWord(Vector128<byte> block)
    {
        // Upper and lower case letters differ in one bit; '-', '.', '/' and the digits are consecutive.
        var letter = (block | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a');
        var digit = block - Vector128.Create((byte)'-');
        return IsAtMost(letter, 'z' - 'a') | IsAtMost(digit, '9' - '-') | Vector128.Equals(block, Vector128.Create((byte)'_'));
    }

    private static Vector128<byte> IsAtMost(Vector128<byte> block, int most) =>
        Vector128.Equals(Vector128.Min(block, Vector128.Create((byte)most)), block);
}
