using System.Globalization;
using System.Text;
using KymaIstioTransform.Cli;
using Xunit;

namespace KymaIstioTransform.Tests.Snapshots;

/// <summary>
/// Runs each folder PATCH/CASE of tests/snapshots: <c>input.*</c> on standard input, the lines of <c>args</c> as arguments, and compares
/// output, report and exit code byte for byte with the <c>.verified.</c> files. A difference leaves a <c>.received.</c> file beside them;
/// UPDATE_SNAPSHOTS=1 rewrites the verified files; CI does not allow it.
/// </summary>
public class SnapshotTests
{
    public static TheoryData<string> Cases =>
        [
            .. Directory
                .EnumerateFiles(Snapshot.Root, "input.*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(Snapshot.Root, Path.GetDirectoryName(f)!))
                .Order(StringComparer.Ordinal),
        ];

    [Fact]
    public void There_are_snapshot_cases() => Assert.NotEmpty(Cases);

    [Fact]
    public void Every_file_of_a_case_is_known()
    {
        string[] known =
        [
            "input.yaml",
            "input.json",
            "args",
            "config.yaml",
            "values.yaml",
            "output.verified.yaml",
            "report.verified.txt",
            "exit.verified.txt",
            "tls.crt",
            "tls.key",
            "webhook.lua",
            "seed",
        ];
        var unknown = Directory
            .EnumerateFiles(Snapshot.Root, "*", SearchOption.AllDirectories)
            .Where(f =>
                Path.GetFileName(Path.GetDirectoryName(f)) != "patches"
                && !known.Contains(Path.GetFileName(f))
                && !f.Contains(".received.", StringComparison.Ordinal)
            );
        Assert.Empty(unknown);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_report_and_exit_code_match_the_verified_files(string name)
    {
        var snapshot = new Snapshot(name);

        var result = Tool.Run(snapshot.Input, [.. snapshot.Arguments]);

        Compare(snapshot, "output", "yaml", result.Output);
        Compare(snapshot, "report", "txt", Encoding.UTF8.GetBytes(snapshot.WithoutFolder(result.Error)));
        Compare(snapshot, "exit", "txt", Encoding.UTF8.GetBytes(((int)result.Exit).ToString(CultureInfo.InvariantCulture) + "\n"));
        Assert.True(
            result.Exit is ExitCode.Written or ExitCode.Findings || result.Output.Length == 0,
            "standard output must stay empty on an error"
        );
    }

    private static void Compare(Snapshot snapshot, string what, string extension, byte[] received)
    {
        var verified = snapshot.PathOf($"{what}.verified.{extension}");
        var receivedFile = snapshot.PathOf($"{what}.received.{extension}");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Assert.True(Environment.GetEnvironmentVariable("CI") is null, "CI must not update snapshots");
            File.Delete(verified);
            if (received.Length > 0)
            {
                File.WriteAllBytes(verified, received);
            }
        }

        File.Delete(receivedFile);
        if (!Snapshot.Content(verified).SequenceEqual(received))
        {
            File.WriteAllBytes(receivedFile, received);
            Assert.Fail(
                $"{Path.GetRelativePath(SharedData.Repository, receivedFile)} differs from {Path.GetFileName(verified)}; if the "
                + "change is meant, run make snapshots and read the diff"
            );
        }
    }
}
