using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace KymaIstioTransform.Text;

/// <summary>
/// Finds places where one of a few pairs of bytes may be, sixteen places per step. It compares the halves of the bytes with tables, so a
/// place may have another pair: the caller compares it.
/// </summary>
internal sealed class BytePairs
{
    private const int Bits = 8;

    /// <summary>The bytes of a vector.</summary>
    private const int Step = 16;

    /// <summary>
    /// For the low and the high half of a pair's first and second byte: a bit for each group of pairs, set when one of them has this half
    /// there.
    /// </summary>
    private readonly Vector128<byte> firstLow;
    private readonly Vector128<byte> firstHigh;
    private readonly Vector128<byte> secondLow;
    private readonly Vector128<byte> secondHigh;

    /// <summary>The pairs. Any byte may follow a first byte without a second one.</summary>
    public BytePairs(params ReadOnlySpan<(byte First, byte? Second)> pairs)
    {
        Span<byte> halves = stackalloc byte[4 * Step];
        halves.Clear();
        Span<PairGroup> groups = stackalloc PairGroup[Bits];
        groups.Clear();
        foreach (var (first, second) in pairs)
        {
            var place = BestGroup(groups, first, second);
            groups[place] = groups[place].With(first, second);
            var bit = (byte)(1 << place);
            Mark(halves, first, bit);
            if (second is { } value)
            {
                Mark(halves[(2 * Step)..], value, bit);
            }
            else
            {
                foreach (ref var half in halves[(2 * Step)..])
                {
                    half |= bit;
                }
            }
        }

        firstLow = Vector128.Create<byte>(halves[..Step]);
        firstHigh = Vector128.Create<byte>(halves[Step..(2 * Step)]);
        secondLow = Vector128.Create<byte>(halves[(2 * Step)..(3 * Step)]);
        secondHigh = Vector128.Create<byte>(halves[(3 * Step)..]);
    }

    /// <summary>True when the processor compares sixteen places per step.</summary>
    public static bool IsAccelerated => Ssse3.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>
    /// The first place from <paramref name="at"/> on that may have one of the pairs, or the end. In a text of up to sixteen bytes it is the
    /// next place, and the last byte of a text is always a place. Without calls in its loop, all values stay in registers.
    /// </summary>
    public int Next(ReadOnlySpan<byte> text, int at)
    {
        if (text.Length <= Step || !IsAccelerated)
        {
            return at;
        }

        ref var start = ref MemoryMarshal.GetReference(text);
        var before = Vector128<byte>.Zero;
        var step = at;
        for (; step <= text.Length - Step; step += Step)
        {
            if (Places(Vector128.LoadUnsafe(ref start, (nuint)step), ref before) is not 0 and var found)
            {
                return step - 1 + BitOperations.TrailingZeroCount(found);
            }
        }

        // The last step overlaps the one before it.
        var next = Math.Max(at, step - 1);
        step = text.Length - Step;
        before = Vector128<byte>.Zero;
        var last = Places(Vector128.LoadUnsafe(ref start, (nuint)step), ref before) >> (next - step + 1) << (next - step + 1);
        return last != 0 ? step - 1 + BitOperations.TrailingZeroCount(last) : Math.Max(at, text.Length - 1);
    }

    /// <summary>
    /// A bit for each place that may have a pair: the first for the byte before this step, the others for all bytes of the step but the
    /// last.
    /// </summary>
    /// <param name="bytes">The bytes of the step.</param>
    /// <param name="before">The pairs that may start with each of the bytes, of the step before and then of this one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Places(Vector128<byte> bytes, ref Vector128<byte> before)
    {
        var (low, high) = (bytes & Vector128.Create((byte)0xf), Vector128.ShiftRightLogical(bytes, 4));
        var first = Lookup(firstLow, low) & Lookup(firstHigh, high);
        var found = LastAndFirst(before, first) & Lookup(secondLow, low) & Lookup(secondHigh, high);
        before = first;
        return Vector128.Equals(found, Vector128<byte>.Zero).ExtractMostSignificantBits() ^ ushort.MaxValue;
    }

    /// <summary>The last byte of one vector, then all but the last of the next.</summary>
    private static Vector128<byte> LastAndFirst(Vector128<byte> one, Vector128<byte> next) =>
        AdvSimd.Arm64.IsSupported
            ? AdvSimd.ExtractVector128(one, next, (byte)(Step - 1))
            : Ssse3.AlignRight(next, one, (byte)(Step - 1));

    private static Vector128<byte> Lookup(Vector128<byte> table, Vector128<byte> places) =>
        AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.VectorTableLookup(table, places) : Ssse3.Shuffle(table, places);

    /// <summary>The group whose combinations of halves grow least with a pair.</summary>
    private static int BestGroup(ReadOnlySpan<PairGroup> groups, byte first, byte? second)
    {
        var (best, least) = (0, int.MaxValue);
        for (var i = 0; i < groups.Length; i++)
        {
            var growth = groups[i].With(first, second).Combinations - groups[i].Combinations;
            (best, least) = growth < least ? (i, growth) : (best, least);
            if (groups[i] == default)
            {
                // All after it are empty too.
                break;
            }
        }

        return best;
    }

    private static void Mark(Span<byte> halves, byte value, byte bit)
    {
        halves[value & 0xf] |= bit;
        halves[Step + (value >> 4)] |= bit;
    }

    /// <summary>Pairs that share a bit; for the halves of their bytes, a bit for each value.</summary>
    private readonly record struct PairGroup(ushort FirstLow, ushort FirstHigh, ushort SecondLow, ushort SecondHigh)
    {
        /// <summary>The number of pairs with these halves.</summary>
        public int Combinations =>
            BitOperations.PopCount(FirstLow)
            * BitOperations.PopCount(FirstHigh)
            * BitOperations.PopCount(SecondLow)
            * BitOperations.PopCount(SecondHigh);

        public PairGroup With(byte first, byte? second) =>
            new(
                (ushort)(FirstLow | (1 << (first & 0xf))),
                (ushort)(FirstHigh | (1 << (first >> 4))),
                second is { } low ? (ushort)(SecondLow | (1 << (low & 0xf))) : ushort.MaxValue,
                second is { } high ? (ushort)(SecondHigh | (1 << (high >> 4))) : ushort.MaxValue
            );
    }
}
