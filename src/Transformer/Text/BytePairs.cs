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
    /// For the low and the high half of a pair's first and second byte: a bit for each pair that has this half there. Pairs share bits when
    /// there are more than eight.
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
        for (var i = 0; i < pairs.Length; i++)
        {
            var bit = (byte)(1 << (i % Bits));
            Mark(halves, pairs[i].First, bit);
            if (pairs[i].Second is { } second)
            {
                Mark(halves[(2 * Step)..], second, bit);
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

    /// <summary>
    /// The first place from <paramref name="at"/> on that may have one of the pairs, or the end. In a text of up to sixteen bytes it is the
    /// next place, and the last byte of a text is always a place. Without calls in its loop, all values stay in registers.
    /// </summary>
    public int Next(ReadOnlySpan<byte> text, int at)
    {
        if (text.Length <= Step || !(Ssse3.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            return at;
        }

        ref var start = ref MemoryMarshal.GetReference(text);
        var before = Vector128<byte>.Zero;
        var step = at;
        for (; step <= text.Length - Step; step += Step)
        {
            if (Candidates(Vector128.LoadUnsafe(ref start, (nuint)step), ref before) is not 0 and var found)
            {
                return step - 1 + BitOperations.TrailingZeroCount(found);
            }
        }

        // The last step overlaps the one before it.
        var next = Math.Max(at, step - 1);
        step = text.Length - Step;
        before = Vector128<byte>.Zero;
        var last = Candidates(Vector128.LoadUnsafe(ref start, (nuint)step), ref before) >> (next - step + 1) << (next - step + 1);
        return last != 0 ? step - 1 + BitOperations.TrailingZeroCount(last) : Math.Max(at, text.Length - 1);
    }

    /// <summary>
    /// A bit for each place that may have a pair: the first for the byte before this step, the others for all bytes of the step but the
    /// last.
    /// </summary>
    /// <param name="bytes">The bytes of the step.</param>
    /// <param name="before">The pairs that may start with each of the bytes, of the step before and then of this one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Candidates(Vector128<byte> bytes, ref Vector128<byte> before)
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

    private static void Mark(Span<byte> halves, byte value, byte bit)
    {
        halves[value & 0xf] |= bit;
        halves[Step + (value >> 4)] |= bit;
    }
}
