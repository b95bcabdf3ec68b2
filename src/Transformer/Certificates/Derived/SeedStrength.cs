using System.Text;

namespace KymaIstioTransform.Certificates.Derived;

/// <summary>
/// Rejects seeds that cannot have come from a random generator. Each rule rejects a random seed with a probability below one in a billion.
/// </summary>
internal static class SeedStrength
{
    // 32 random bytes have about 30 distinct values; fewer than 16 occur once in 10^16.
    private const int MinDistinct = 16;

    /// <exception cref="CertificateException">The seed is shorter than 32 bytes, or has a pattern.</exception>
    public static void Require(ReadOnlySpan<byte> seed)
    {
        if (seed.Length < Seed.MinLength)
        {
            throw Weak($"it has {seed.Length} bytes and must have at least {Seed.MinLength}");
        }

        if (CountDistinct(seed) < MinDistinct)
        {
            throw Weak("its bytes have too few distinct values");
        }

        RequireNoPattern(seed);
        if (Ascii.IsValid(seed))
        {
            throw Weak("it decodes to plain text: a password, or a seed encoded twice");
        }
    }

    /// <summary>Checks the bytes of a seed or its base64 text. A pattern in the text is not visible in the bytes.</summary>
    /// <exception cref="CertificateException">The seed has a pattern.</exception>
    public static void RequireNoPattern(ReadOnlySpan<byte> seed)
    {
        if (IsPeriodic(seed))
        {
            throw Weak("it repeats a shorter pattern");
        }

        if (IsCounting(seed))
        {
            throw Weak("it counts up or down");
        }
    }

    /// <summary>The error for a weak seed.</summary>
    public static CertificateException Weak(string reason) => new($"the seed is weak: {reason}; create one with `openssl rand -base64 32`");

    private static int CountDistinct(ReadOnlySpan<byte> seed)
    {
        Span<bool> seen = stackalloc bool[byte.MaxValue + 1];
        seen.Clear();
        foreach (var value in seed)
        {
            seen[value] = true;
        }

        return seen.Count(true);
    }

    private static bool IsPeriodic(ReadOnlySpan<byte> seed)
    {
        for (var period = 1; period <= seed.Length / 2; period++)
        {
            if (seed[period..].SequenceEqual(seed[..^period]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when one distance between neighbours is more frequent than all others together, as in 0, 1, 2 or abcdef.</summary>
    private static bool IsCounting(ReadOnlySpan<byte> seed)
    {
        Span<int> steps = stackalloc int[byte.MaxValue + 1];
        steps.Clear();
        var most = 0;
        for (var i = 1; i < seed.Length; i++)
        {
            most = Math.Max(most, ++steps[(byte)(seed[i] - seed[i - 1])]);
        }

        return most > seed.Length / 2;
    }
}
