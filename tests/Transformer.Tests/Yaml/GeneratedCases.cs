using System.Globalization;
using CsCheck;

namespace KymaIstioTransform.Tests.Yaml;

/// <summary>
/// Generated cases that are the same on each machine, so that a failure comes from a change and not from chance. DIFFERENTIAL_CASES asks
/// for a larger number and other cases.
/// </summary>
internal static class GeneratedCases
{
    /// <summary>The number of cases and the seed.</summary>
    private static readonly (int? Cases, ulong Seed) Requested = Environment.GetEnvironmentVariable("DIFFERENTIAL_CASES") is { } cases
        ? (int.Parse(cases, CultureInfo.InvariantCulture), (ulong)Environment.TickCount64)
        : (null, 1);

    /// <summary>Checks values of a generator on all processors.</summary>
    /// <param name="generator">Makes the values; the n-th value depends on n and the seed only.</param>
    /// <param name="cases">How many values to check unless the environment asks for another number.</param>
    /// <param name="check">Throws for a value that fails.</param>
    public static void Check<T>(Gen<T> generator, int cases, Action<T> check) =>
        Parallel.For(
            0,
            Requested.Cases ?? cases,
            n =>
            {
                var value = generator.Generate(new PCG((uint)n, Requested.Seed), null, out _);
                try
                {
                    check(value);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"seed {Requested.Seed}, case {n}: {e.Message}", e);
                }
            }
        );
}
