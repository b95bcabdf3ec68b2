using System.Text;
using KymaIstioTransform.Tests.Snapshots;
using Xunit;

namespace KymaIstioTransform.Tests.Native;

/// <summary>
/// Runs the golden cases and more with the published native executable: trimming and native compilation fail only at run time.
/// TEST_BINARY names it; make smoke sets it.
/// </summary>
public class NativeBinaryTests
{
    public static TheoryData<string> Cases => SnapshotTests.Cases;

    public static TheoryData<string> Streams => SharedData.Streams();

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void The_native_executable_passes_the_golden_cases(string name)
    {
        var snapshot = new Snapshot(name);

        var (exit, output, error) = ExternalTool.Run(NativeBinary.Require(), snapshot.Arguments, snapshot.Input);

        Assert.Equal(snapshot.Verified("exit", "txt"), Encoding.UTF8.GetBytes($"{exit}\n"));
        Assert.Equal(snapshot.Verified("report", "txt"), Encoding.UTF8.GetBytes(snapshot.WithoutFolder(NativeBinary.WithoutTime(error))));
        Assert.True(snapshot.Verified("output", "yaml").AsSpan().SequenceEqual(output));
    }

    [SkippableTheory]
    [InlineData("help", "Usage:")]
    [InlineData("--only zipkin -q examples/istio-1.0.yaml", "apiVersion: ")]
    [InlineData("verify -v examples/istio-1.0.yaml --tls-seed-env NONE", "error: ")]
    public void A_terminal_keeps_its_keypad_mode(string arguments, string output)
    {
        var binary = NativeBinary.Require();
        ExternalTool.Require(ExternalTool.Find("script") is not null, "script (Debian's bsdutils)");

        var environment = new Dictionary<string, string> { ["TERM"] = "xterm" };
        var (_, shown, _) = ExternalTool.Run(
            "script",
            ["-qec", $"{binary} {arguments}", "/dev/null"],
            folder: SharedData.Repository,
            environment: environment
        );

        Assert.Contains(output, ExternalTool.Text(shown), StringComparison.Ordinal);
        Assert.DoesNotContain("\e[?1h", ExternalTool.Text(shown), StringComparison.Ordinal);
        Assert.DoesNotContain("\e=", ExternalTool.Text(shown), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void The_native_executable_gives_the_same_output_on_the_corpus(string stream)
    {
        var input = SharedData.ReadStream(stream);
        string[] arguments = ["--skip", "ingress-certificates", "--assume-crd", "policies.authentication.istio.io"];

        var (exit, output, error) = ExternalTool.Run(NativeBinary.Require(), arguments, input);

        var expected = Tool.Run(input, arguments);
        Assert.Equal((int)expected.Exit, exit);
        Assert.Equal(expected.Error, NativeBinary.WithoutTime(error));
        Assert.True(expected.Output.AsSpan().SequenceEqual(output));
    }

    [SkippableFact]
    public void Help_and_version_are_printed_on_standard_output()
    {
        Assert.Contains("Usage:", ExternalTool.Text(ExternalTool.Run(NativeBinary.Require(), ["--help"]).Output), StringComparison.Ordinal);
        Assert.Matches(
            @"^kyma-istio-transform \d+\.\d+\.\d+\n$",
            ExternalTool.Text(ExternalTool.Run(NativeBinary.Require(), ["--version"]).Output)
        );
    }

    [SkippableFact]
    public void A_certificate_can_be_created()
    {
        var input = File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));

        var (exit, output, error) = ExternalTool.Run(NativeBinary.Require(), [], input);

        Assert.True(exit == 0, error);
        Assert.Contains("tls.key: ", ExternalTool.Text(output), StringComparison.Ordinal);
    }
}
