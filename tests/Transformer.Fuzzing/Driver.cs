using System.Diagnostics;
using KymaIstioTransform.Tests;
using KymaIstioTransform.Tests.Fuzzing;

namespace KymaIstioTransform.Fuzzing;

/// <summary>
/// Runs inputs against the laws on some threads until a number of executions is reached. An input that breaks a law or takes too long is
/// saved to a file. The seed makes a run repeatable.
/// </summary>
internal sealed class Driver(long runs, int seed, int threads)
{
    /// <summary>Inputs have some kilobytes, so an input that takes this long hangs, even on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly string Findings = Path.Combine(SharedData.Repository, "artifacts", "fuzz");

    private readonly long[] outcomes = new long[Enum.GetValues<FuzzOutcome>().Length];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly (byte[] Input, long Since)[] running = new (byte[], long)[threads];
    private long executions;
    private int findings;

    public int Run()
    {
        Directory.CreateDirectory(Findings);
        var seeds = FuzzInputs.Seeds(Corpus());
        Console.WriteLine(
            $"{seeds.Count} seeds, {threads} threads, seed {seed}, "
                + (Judge.IsThere ? "Go's readers judge each changed stream" : "without Go's readers")
        );
        var workers = Enumerable
            .Range(0, threads)
            .Select(i => new Thread(() => Work(i, new FuzzInputs(seeds, new Random(seed + i)), new Random(seed - i - 1)), 16 << 20))
            .ToList();
        workers.ForEach(w => w.Start());
        while (!workers.TrueForAll(w => w.Join(TimeSpan.FromSeconds(10))))
        {
            Progress();
            FindHangs();
        }

        Progress();
        return findings == 0 ? 0 : 1;
    }

    private static IEnumerable<byte[]> Corpus()
    {
        try
        {
            return [.. SharedData.Corpus().Select(s => s.Bytes)];
        }
        catch (Xunit.SkipException)
        {
            return [];
        }
    }

    private void Work(int worker, FuzzInputs inputs, Random random)
    {
        using var judge = Judge.IsThere ? new Judge() : null;
        while (Interlocked.Increment(ref executions) <= runs)
        {
            var input = inputs.Next();
            var choice = random.Next();
            running[worker] = (input, Stopwatch.GetTimestamp());
            try
            {
                Interlocked.Increment(ref outcomes[(int)FuzzTarget.Run(input, choice, judge is null ? null : judge.Check)]);
            }
#pragma warning disable CA1031 // Any exception is a finding.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Keep(input, $"choice {choice}\n{e}");
            }
        }

        running[worker] = default;
    }

    private void FindHangs()
    {
        foreach (var (input, since) in running)
        {
            if (input is not null && Stopwatch.GetElapsedTime(since) > Patience)
            {
                Keep(input, $"takes longer than {Patience}");
            }
        }
    }

    private void Keep(byte[] input, string what)
    {
        var number = Interlocked.Increment(ref findings);
        if (number <= 200)
        {
            File.WriteAllBytes(Path.Combine(Findings, $"{seed}-{number}.yaml"), input);
            File.WriteAllText(Path.Combine(Findings, $"{seed}-{number}.txt"), what + "\n");
            Console.WriteLine($"finding {number}: {what.Split('\n')[1 % what.Split('\n').Length]}");
        }
    }

    private void Progress()
    {
        var done = outcomes.Sum() + findings;
        var counts = Enum.GetValues<FuzzOutcome>().Select(o => $"{outcomes[(int)o]} {o.ToString().ToLowerInvariant()}");
        Console.WriteLine(
            $"{clock.Elapsed:hh\\:mm\\:ss} {done} executions ({done / clock.Elapsed.TotalSeconds:F0}/s): "
            + $"{string.Join(", ", counts)}, {findings} findings"
        );
    }
}
