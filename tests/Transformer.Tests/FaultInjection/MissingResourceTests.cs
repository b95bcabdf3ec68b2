using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Certificates;
using KymaIstioTransform.Tests.Native;
using Xunit;

namespace KymaIstioTransform.Tests.FaultInjection;

/// <summary>
/// Missing resources: memory, writable folders, descriptors, size. Each run either is complete, or fails with this program's message, an
/// exit code other than 0 and an empty standard output.
/// </summary>
public sealed class MissingResourceTests : IDisposable
{
    private static readonly string Example = Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml");

    private static readonly string Run = $"$BINARY --skip ingress-certificates {Example}";

    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// From too little for the runtime itself to enough for the input. Without a heap of the C library for each thread, whether the runtime
    /// starts does not depend on the order in which its threads reserve address space.
    /// </summary>
    [SkippableTheory]
    [InlineData(5_000, false)]
    [InlineData(12_000, false)]
    [InlineData(40_000, false)]
    [InlineData(56_000, false)]
    [InlineData(100_000, false)]
    [InlineData(160_000, false)]
    [InlineData(250_000, true)]
    [InlineData(300_000, true)]
    [InlineData(340_000, true)]
    [InlineData(2_000_000, false)]
    public void With_little_address_space_the_output_is_complete_or_absent(int kilobytes, bool hasMessage)
    {
        var many = Many(2000);
        var complete = Shell($"$BINARY --skip ingress-certificates {many}").Output;

        var (exit, output, error) = Shell(
            $"export MALLOC_ARENA_MAX=1; ulimit -v {kilobytes}; exec $BINARY --skip ingress-certificates {many}"
        );

        AssertCompleteOrAbsent(complete, exit, output);
        if (hasMessage && exit != 0)
        {
            Assert.Equal(((int)ExitCode.FileError, NotEnough), (exit, error));
        }
    }

    /// <summary>The runtime sets this limit in a container with limited memory. Hexadecimal bytes.</summary>
    [SkippableTheory]
    [InlineData("400000")]
    [InlineData("1000000")]
    [InlineData("2000000")]
    [InlineData("4000000")]
    [InlineData("40000000")]
    public void A_heap_limit_gives_the_complete_output_or_an_error(string limit)
    {
        var many = Many(2000);
        var complete = Shell($"$BINARY --skip ingress-certificates {many}").Output;
        foreach (var format in new[] { "text", "json", "html" })
        {
            var (exit, output, error) = Shell(
                $"DOTNET_GCHeapHardLimit={limit} exec $BINARY --skip ingress-certificates --report-format {format} {many}"
            );

            AssertCompleteOrAbsent(complete, exit, output);
            // The smallest heap holds less than the input, and the largest holds everything.
            Assert.True(limit switch { "400000" => exit != 0, "40000000" => exit == 0, _ => true }, error);
            if (exit != 0)
            {
                Assert.Equal((int)ExitCode.FileError, exit);
                Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
                Assert.Contains("not enough memory", error, StringComparison.Ordinal);
            }
        }
    }

    public static TheoryData<string, string> Closed
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var closed in new[] { "<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-" })
            {
                foreach (
                    var run in new[]
                    {
                        "$BINARY --skip ingress-certificates EXAMPLE",
                        "$BINARY --skip ingress-certificates EXAMPLE -o file",
                        "$BINARY --skip ingress-certificates EXAMPLE --output-dir folder",
                        "$BINARY --skip ingress-certificates EXAMPLE --report file",
                        "$BINARY diff --skip ingress-certificates EXAMPLE",
                        "$BINARY verify --skip ingress-certificates EXAMPLE",
                        "$BINARY init kustomize folder",
                    }
                )
                {
                    data.Add(closed, run);
                }
            }

            return data;
        }
    }

    /// <summary>
    /// Without standard output nothing is written. Other closed streams change nothing, and their numbers are not reused.
    /// </summary>
    [SkippableTheory]
    [MemberData(nameof(Closed))]
    public void Without_standard_output_nothing_is_written_and_other_closed_streams_change_nothing(string closed, string run)
    {
        run = run.Replace("EXAMPLE", Example, StringComparison.Ordinal);
        var hasOutput = !closed.Split(' ').Contains(">&-");
        var (open, all, report) = Shell($"mkdir {folder.Combine("a")}; cd {folder.Combine("a")}; {run}");

        var (exit, output, error) = Shell($"mkdir {folder.Combine("b")}; cd {folder.Combine("b")}; {run} {closed}");

        Assert.Equal(hasOutput ? open : (int)ExitCode.FileError, exit);
        Assert.Equal(hasOutput ? all : [], output);
        Assert.Equal(
            closed.Contains("2>", StringComparison.Ordinal) ? ""
                : hasOutput ? NativeBinary.WithoutTime(report)
                : "error: standard output is closed\n",
            NativeBinary.WithoutTime(error)
        );
        Assert.Equal(hasOutput ? Content("a") : [], Content("b"));
    }

    [SkippableTheory]
    [InlineData("-o FOLDER/out.yaml", "FOLDER/out.yaml: cannot be written and is unchanged")]
    [InlineData("-o FOLDER/old", "FOLDER/old:")]
    [InlineData("--output-dir FOLDER/new", "FOLDER/new:")]
    [InlineData("--report FOLDER/report", "FOLDER/report: cannot be written and is unchanged")]
    public void A_read_only_file_system_is_an_error_that_names_the_file(string arguments, string message)
    {
        var target = Directory.CreateDirectory(folder.Combine("ro")).FullName;
        var mount = $"mount -t tmpfs x {target} && echo old > {target}/old && mount -o remount,ro {target}";
        var run = $"{Run} {arguments.Replace("FOLDER", target, StringComparison.Ordinal)}";
        var (exit, output, error) = Shell(
            $"unshare --mount --map-root-user sh -c '{mount} && {run}; code=$?; cat {target}/old >&2; exit $code'"
        );
        Skip.If(error.Contains("unshare:", StringComparison.Ordinal) || error.Contains("mount:", StringComparison.Ordinal), error);

        Assert.Equal(((int)ExitCode.FileError, 0), (exit, output.Length));
        Assert.Contains(message.Replace("FOLDER", target, StringComparison.Ordinal), error, StringComparison.Ordinal);
        Assert.Contains("the file system is read-only", error, StringComparison.Ordinal);
        Assert.EndsWith("old\n", error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("TMPDIR=/nowhere", "/nowhere")]
    [InlineData("TMPDIR=/dev/null", "/dev/null")]
    [InlineData("TMPDIR=/proc", "/proc")]
    public void Only_an_external_diff_needs_a_folder_for_temporary_files(string variable, string name)
    {
        foreach (var arguments in new[] { "", $"-o {folder.Combine("out")}", $"--output-dir {folder.Combine("d")}", "--diff" })
        {
            var (code, _, message) = Shell($"unset HOME; {variable} {Run} {arguments}");
            Assert.True(code is (int)ExitCode.Written or (int)ExitCode.Findings, message);
        }

        var (exit, output, error) = Shell($"KYMA_ISTIO_TRANSFORM_EXTERNAL_DIFF=diff {variable} {Run} --diff");

        Assert.Equal(((int)ExitCode.FileError, 0), (exit, output.Length));
        Assert.Contains($"{name}/ (the folder for temporary files, see TMPDIR): ", error, StringComparison.Ordinal);
    }

    /// <summary>A file of zeros takes no space on the disk. A pipe has no length, so the program counts what it stores.</summary>
    [SkippableTheory]
    [InlineData("$BINARY zeros", "the input is larger than 512Mi")]
    [InlineData("$BINARY < zeros", "the input is larger than 512Mi")]
    [InlineData("cat zeros | $BINARY", "the input is larger than 512Mi")]
    [InlineData("$BINARY zeros --max-size 2047Mi", "the input is larger than 2047Mi")]
    [InlineData("cat zeros | $BINARY --max-size 1Ki", "the input is larger than 1Ki")]
    public void Two_gibibytes_of_input_are_rejected_with_a_message(string command, string message)
    {
        var (exit, output, error) = Shell($"cd {folder.Root}; truncate -s 2G zeros; {command}");

        Assert.Equal(((int)ExitCode.FileError - 1, 0), (exit, output.Length));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Contains("--max-size raises the limit", error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("000")]
    [InlineData("022")]
    [InlineData("077")]
    public void A_new_file_with_a_private_key_is_private_under_any_umask(string umask)
    {
        var seed = folder.Write("seed", Samples.Utf8(Samples.SeedHex));
        File.SetUnixFileMode(seed, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var derived = $"$BINARY {Example} --domain example.com --tls-mode derived --tls-seed-file {seed}";

        var (exit, _, error) = Shell(
            $"""
            set -e; umask {umask}; cd {folder.Root}
            {derived} -o new
            ln -s target link; {derived} -o link
            {derived} --output-dir folder --allow-secrets
            $BINARY {Example} --domain example.com --tls-mode store --tls-store store > /dev/null
            : > old; chmod 664 old; {derived} -o old
            """
        );

        Assert.True(exit == 0, error);
        var found = Shell($"cd {folder.Root}; grep -rlE 'tls.key|PRIVATE KEY' new target folder store old | sort | xargs stat -c '%a %n'");
        var modes = System.Text.Encoding.UTF8.GetString(found.Output).TrimEnd('\n').Split('\n');
        Assert.Equal(5, modes.Length);
        Assert.All(
            modes,
            m => Assert.StartsWith(m.EndsWith(" old", StringComparison.Ordinal) ? "664 " : "600 ", m, StringComparison.Ordinal)
        );
        Assert.Equal(1, error.Split("run chmod 600 old, because other users can read it").Length - 1);
    }

    private const string NotEnough =
        "error: not enough memory: nothing is written (make the input smaller, or raise the limit of the container or of ulimit -v)\n";

    private static (int Exit, byte[] Output, string Error) Shell(string script) => ProcessFaultTests.Shell(script);

    private static void AssertCompleteOrAbsent(byte[] complete, int exit, byte[] output)
    {
        if (exit == 0)
        {
            Assert.Equal(complete, output);
        }
        else
        {
            Assert.Empty(output);
        }
    }

    /// <summary>A stream with many objects to edit.</summary>
    private string Many(int times)
    {
        var text = File.ReadAllText(Example);
        return folder.Write("many.yaml", Samples.Utf8(string.Concat(Enumerable.Repeat(text + "---\n", times))));
    }

    private string[] Content(string name) =>
        [
            .. Directory
                .EnumerateFiles(folder.Combine(name), "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(f => Path.GetRelativePath(folder.Combine(name), f) + NativeBinary.WithoutTime(File.ReadAllText(f))),
        ];
}
