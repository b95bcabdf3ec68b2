using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Certificates;
using KymaIstioTransform.Tests.Native;
using Xunit;

namespace KymaIstioTransform.Tests.FaultInjection;

/// <summary>
/// The process under failures of its environment: no partial standard output, no crash, and the right exit code. A shell causes each
/// failure.
/// </summary>
public sealed class ProcessFaultTests : IDisposable
{
    /// <summary>The exit code that a shell reports for a program that ended by SIGPIPE.</summary>
    private const int EndedByBrokenPipe = 128 + 13;

    private static readonly string Example = Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml");

    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [SkippableFact]
    public void A_closed_pipe_ends_the_program_silently()
    {
        // More than the buffer of a pipe, so the program is still writing when its reader exits.
        var many = folder.Write("many.yaml", [.. Enumerable.Repeat(File.ReadAllBytes(Example), 40).SelectMany(b => b)]);

        var (exit, output, error) = Shell(
            $"{{ $BINARY --skip ingress-certificates < {many}; echo $? > {folder.Combine("exit")}; }} | head -c 1"
        );

        Assert.Equal((0, 1, ""), (exit, output.Length, error));
        Assert.Equal($"{EndedByBrokenPipe}\n", File.ReadAllText(folder.Combine("exit")));
    }

    [SkippableFact]
    public void A_full_disk_is_an_error()
    {
        var (exit, _, error) = Shell($"$BINARY --skip ingress-certificates < {Example} > /dev/full");

        Assert.Equal(((int)ExitCode.FileError, "error: standard output: no space left on the device\n"), (exit, error));
    }

    [SkippableFact]
    public void A_report_file_that_cannot_be_written_leaves_standard_output_empty()
    {
        var (exit, output, error) = Shell($"$BINARY --skip ingress-certificates --report /dev/full < {Example}");

        Assert.Equal(((int)ExitCode.FileError, 0), (exit, output.Length));
        Assert.Contains("no space left", error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("2> /dev/full", (int)ExitCode.FileError)]
    [InlineData("2>&-", (int)ExitCode.Written)]
    public void Without_standard_error_the_output_and_the_exit_code_are_complete(string redirection, int expected)
    {
        var (exit, output, _) = Shell($"$BINARY --skip ingress-certificates < {Example} {redirection}");

        Assert.Equal(expected, exit);
        Assert.Equal(Tool.Run(File.ReadAllBytes(Example), "--skip", "ingress-certificates").Output, output);
    }

    [SkippableFact]
    public void A_closed_standard_output_is_an_error_even_if_its_descriptor_is_reused()
    {
        File.Copy(Example, folder.Combine("input.yaml"));

        var (exit, _, error) = Shell($"$BINARY --skip ingress-certificates 0<> {folder.Combine("input.yaml")} >&-");

        Assert.Equal(((int)ExitCode.FileError, "error: standard output is closed\n"), (exit, error));
        Assert.Equal(File.ReadAllBytes(Example), File.ReadAllBytes(folder.Combine("input.yaml")));
    }

    [SkippableFact]
    public void A_closed_standard_input_counts_as_empty()
    {
        var (exit, output, error) = Shell("$BINARY <&-");

        Assert.Equal(((int)ExitCode.InputRejected, 0), (exit, output.Length));
        Assert.Contains("no Kubernetes object", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void With_all_streams_closed_the_program_exits_with_an_error() =>
        Assert.Equal((int)ExitCode.FileError, Shell($"$BINARY {Example} <&- >&- 2>&-").Exit);

    [SkippableTheory]
    [InlineData("< .", "<stdin>: is a folder")]
    [InlineData("nowhere.yaml", "nowhere.yaml: no such file")]
    [InlineData("-f /proc/self/mem", "/proc/self/mem: input/output error")]
    public void An_unreadable_input_is_an_error_that_names_it(string input, string message)
    {
        var (exit, output, error) = Shell($"$BINARY {input}");

        Assert.Equal(((int)ExitCode.FileError, 0), (exit, output.Length));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_file_without_permission_is_an_error_that_names_it()
    {
        var secret = folder.Write("secret.yaml", File.ReadAllBytes(Example));
        File.SetUnixFileMode(secret, UnixFileMode.None);
        File.SetUnixFileMode(folder.Root, (UnixFileMode)Convert.ToInt32("755", 8));

        var (exit, output, error) = Shell($"{AsNobody}$BINARY {secret}");

        Assert.Equal(((int)ExitCode.FileError, 0), (exit, output.Length));
        Assert.Contains($"{secret}: permission denied", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_file_that_changes_while_it_is_read_is_an_error()
    {
        // Another process keeps writing; the file is large, so reading takes time. On a busy machine a run can end before the other process
        // writes, so there are more runs.
        var input = folder.Combine("input");
        var (exit, output, error) = Shell(
            $"head -c 200000000 /dev/zero > {input}; while :; do echo >> {input}; done & "
            + $"for run in {{1..20}}; do $BINARY {input}; code=$?; [ $code != {(int)ExitCode.FileError} ] || break; done; "
            + "kill %1; exit $code"
        );

        Assert.Equal(((int)ExitCode.FileError, 0), (exit, output.Length));
        Assert.Contains("changed while it was read", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_report_file_in_a_read_only_directory_is_unchanged()
    {
        var report = folder.Write("report", "old\n"u8.ToArray());
        File.SetUnixFileMode(report, (UnixFileMode)Convert.ToInt32("666", 8));
        File.SetUnixFileMode(folder.Root, (UnixFileMode)Convert.ToInt32("555", 8));

        var (exit, output, error) = Shell($"{AsNobody}$BINARY --skip ingress-certificates --report {report} < {Example}");

        Assert.Equal(((int)ExitCode.FileError, 0), (exit, output.Length));
        Assert.Contains("denied", error, StringComparison.Ordinal);
        Assert.Equal("old\n", File.ReadAllText(report));
    }

    [SkippableTheory]
    [InlineData("TERM", 128 + 15)]
    [InlineData("INT", 128 + 2)]
    [InlineData("HUP", 128 + 1)]
    public void A_signal_ends_the_program_promptly_without_output(string signal, int expected)
    {
        // The program reads more than a pipe holds, and then the input does not end for longer than the test waits. Job control is on,
        // because a background job of a script ignores INT otherwise. So does every process below nohup, unless env resets it.
        var (pipe, read) = (folder.Combine("pipe"), folder.Combine("read"));
        var (exit, output, _) = Shell(
            $"set -m; mkfifo {pipe}; {{ head -c 1000000 /dev/zero; touch {read}; exec sleep 1000; }} > {pipe} & "
            + $"env --default-signal={signal} $BINARY < {pipe} & until [ -e {read} ]; do sleep 0.1; done; "
            + $"kill -{signal} %2; wait %2; code=$?; kill %1; exit $code"
        );

        Assert.Equal((expected, 0), (exit, output.Length));
    }

    [SkippableTheory]
    [InlineData("env -i")]
    [InlineData("env -u HOME -u PATH")]
    [InlineData("env HOME=/nowhere TMPDIR=/nowhere DOTNET_ROOT=/nowhere LANG=xx_YY LC_ALL=xx")]
    public void An_unusual_environment_changes_nothing(string environment)
    {
        var (exit, output, error) = Shell($"{environment} $BINARY --skip ingress-certificates < {Example}");

        var expected = Tool.Run(File.ReadAllBytes(Example), "--skip", "ingress-certificates");
        Assert.Equal((0, expected.Error), (exit, NativeBinary.WithoutTime(error)));
        Assert.Equal(expected.Output, output);
    }

    [SkippableFact]
    public void A_huge_environment_changes_nothing()
    {
        var environment = Enumerable.Range(0, 1000).ToDictionary(i => $"VARIABLE_{i}", i => new string('x', 1000));

        var (exit, output, _) = ExternalTool.Run(
            NativeBinary.Require(),
            ["--skip", "ingress-certificates"],
            File.ReadAllBytes(Example),
            environment: environment
        );

        Assert.Equal(0, exit);
        Assert.Equal(Tool.Run(File.ReadAllBytes(Example), "--skip", "ingress-certificates").Output, output);
    }

    /// <summary>Tests may run as root, which file permissions do not restrict.</summary>
    internal static string AsNobody => Environment.UserName == "root" ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";

    internal static (int Exit, byte[] Output, string Error) Shell(string script) =>
        ExternalTool.Run("bash", ["-c", script], environment: new Dictionary<string, string> { ["BINARY"] = NativeBinary.Require() });
}
