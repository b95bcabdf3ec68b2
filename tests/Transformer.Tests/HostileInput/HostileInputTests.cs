using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Native;
using Xunit;

namespace KymaIstioTransform.Tests.HostileInput;

/// <summary>
/// Input that tries to exhaust or mislead the program is rejected with a position or handled, in bounded time and memory. The slowest
/// input needs a tenth of the processor time that the bound allows; quadratic behaviour exceeds it.
/// </summary>
public class HostileInputTests
{
    /// <summary>The heap limit in hexadecimal bytes. A native executable ignores a value with the prefix 0x.</summary>
    private const string HeapLimit = "60000000";

    private const string SmallHeapLimit = "4000000";

    private static readonly TimeSpan ProcessorTime = TimeSpan.FromMinutes(1);

    private static readonly string[] Arguments = ["--allow-empty", "--skip", "security,ingress-certificates"];

    public static TheoryData<string> Small => [.. HostileInput.Small.Select(i => i.Name)];

    public static TheoryData<string> Large => [.. HostileInput.Large.Select(i => i.Name)];

    [Theory]
    [MemberData(nameof(Small))]
    public void Hostile_input_is_rejected_or_handled(string name)
    {
        var input = HostileInput.Small.Single(i => i.Name == name);

        var result = Tool.Run(input.Make(), Arguments);

        AssertResult(input, result.Exit, result.Output.Length, result.Error);
    }

    [SkippableTheory]
    [MemberData(nameof(Small))]
    public void The_native_executable_rejects_or_handles_hostile_input(string name) =>
        RunNative(HostileInput.Small.Single(i => i.Name == name), SmallHeapLimit);

    [SkippableTheory]
    [MemberData(nameof(Large))]
    public void The_native_executable_rejects_or_handles_large_hostile_input(string name) =>
        RunNative(HostileInput.Large.Single(i => i.Name == name), HeapLimit);

    [Fact]
    public void The_table_in_the_documents_lists_the_tested_inputs() =>
        VerificationTable.AssertCurrent(
            "hostile-input",
            [
                "| input | result |",
                "|---|---|",
                .. HostileInput
                    .Small.Concat(HostileInput.Large)
                    .Select(i => $"| {i.Name} | {Result(i)} |"),
            ]
        );

    private static string Result(HostileInput input) =>
        input.Expected == ExitCode.Written ? "passes"
        : input.Message.Length > 0 ? $"rejected: … {input.Message} …"
        : "rejected";

    /// <summary>
    /// The system kills a process that uses more processor time than <see cref="ProcessorTime"/>. The load of the machine hardly matters.
    /// </summary>
    private static void RunNative(HostileInput input, string heapLimit)
    {
        var environment = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = heapLimit, ["BINARY"] = NativeBinary.Require() };
        var (exit, written, error) = ExternalTool.Run(
            "bash",
            ["-c", $"ulimit -t {ProcessorTime.TotalSeconds}; exec \"$BINARY\" \"$@\"", "bash", .. Arguments],
            input.Make(),
            environment: environment
        );

        AssertResult(input, (ExitCode)exit, written.Length, error);
    }

    private static void AssertResult(HostileInput input, ExitCode exit, int written, string error)
    {
        Assert.True(exit == input.Expected, $"exit code {exit}: {error[..Math.Min(error.Length, 500)]}");
        Assert.Equal(exit == ExitCode.Written, written > 0);
        if (exit != ExitCode.Written)
        {
            Assert.StartsWith($"error: <stdin>:{input.Place}", error, StringComparison.Ordinal);
            Assert.Contains(input.Message, error, StringComparison.Ordinal);
        }
    }
}
