using System.Globalization;
using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace KymaIstioTransform.Tests.Fuzzing;

/// <summary>A short run of the fuzzer, and inputs that long runs (make fuzz) have found.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    /// <summary>Takes some seconds in a debug build. FUZZ_RUNS sets another number.</summary>
    private const int DefaultRuns = 30_000;

    /// <summary>The names of the files of former findings.</summary>
    public static TheoryData<string> Findings => new(FuzzInputs.Findings.Select(f => Path.GetFileName(f)));

    [Theory]
    [MemberData(nameof(Findings))]
    public void What_was_found_once_is_found_no_more(string name)
    {
        var input = File.ReadAllBytes(FuzzInputs.Findings.Single(f => Path.GetFileName(f) == name));
        for (var choice = 0; choice < 8; choice++)
        {
            var outcome = FuzzTarget.Run(input, choice);
            output.WriteLine($"{name}: {outcome}");
        }
    }

    [Fact]
    public void Mutated_Istio_documents_are_rejected_or_keep_the_laws()
    {
        // The same inputs on every machine, so a failure comes from a change and not from chance. Longer runs use other inputs.
        var more = Environment.GetEnvironmentVariable("FUZZ_RUNS");
        var runs = more is null ? DefaultRuns : int.Parse(more, CultureInfo.InvariantCulture);
        var seed = more is null ? 1 : Environment.TickCount;
        var inputs = new FuzzInputs(FuzzInputs.Seeds([]), new Random(seed));
        var outcomes = new int[3];
        for (var choice = 0; choice < runs; choice++)
        {
            var input = inputs.Next();
            try
            {
                outcomes[(int)FuzzTarget.Run(input, choice)]++;
            }
            catch (Exception e)
            {
                throw new FuzzException($"seed {seed}, choice {choice}: {e.Message}\n{Encoding.UTF8.GetString(input)}", e);
            }
        }

        output.WriteLine($"seed {seed}: {outcomes[0]} rejected, {outcomes[1]} unchanged, {outcomes[2]} changed");
        Assert.All(outcomes, count => Assert.InRange(count, 1, int.MaxValue));
    }
}
