using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Native;
using Xunit;

namespace KymaIstioTransform.Tests.HostileInput;

/// <summary>
/// Input that is made to exhaust or mislead the program is refused with its place or handled, in bounded time and memory. The bounds are
/// generous, for slow machines; what is quadratic exceeds them by far.
/// </summary>
public class HostileInputTests
{
    /// <summary>The managed heap of the native executable, as .NET takes it: hexadecimal bytes.</summary>
    private const string HeapLimit = "0x60000000";

    private const string SmallHeapLimit = "0x4000000";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] Arguments = ["--allow-empty", "--skip", "security,ingress-certificates"];

    public static TheoryData<string> Small => [.. HostileInput.Small.Select(i => i.Name)];

    public static TheoryData<string> Large => [.. HostileInput.Large.Select(i => i.Name)];

    [Theory]
    [MemberData(nameof(Small))]
    public void Is_refused_or_handled(string name)
    {
        var input = HostileInput.Small.Single(i => i.Name == name);

        var result = Tool.Run(input.Make(), Arguments);

        AssertResult(input, result.Exit, result.Output.Length, result.Error);
    }

    [SkippableTheory]
    [MemberData(nameof(Small))]
    public void Is_refused_or_handled_by_the_native_executable(string name) =>
        RunNative(HostileInput.Small.Single(i => i.Name == name), SmallHeapLimit);

    [SkippableTheory]
    [MemberData(nameof(Large))]
    public void Is_refused_or_handled_by_the_native_executable_when_large(string name) =>
        RunNative(HostileInput.Large.Single(i => i.Name == name), HeapLimit);

    [Fact]
    public void The_table_in_the_documents_is_what_is_tried() =>
        TrustTable.AssertCurrent(
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
        : input.Message.Length > 0 ? $"refused: … {input.Message} …"
        : "refused";

    /// <summary>The system ends what takes more processor time than <see cref="Patience"/>, whatever else the machine does.</summary>
    private static void RunNative(HostileInput input, string heapLimit)
    {
        var environment = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = heapLimit, ["BINARY"] = NativeBinary.Require() };
        var (exit, written, error) = ExternalTool.Run(
            "bash",
            ["-c", $"ulimit -t {Patience.TotalSeconds}; exec \"$BINARY\" \"$@\"", "bash", .. Arguments],
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
