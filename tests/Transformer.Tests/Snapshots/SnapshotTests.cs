using System.Globalization;
using System.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Snapshots;

/// <summary>
/// Runs each folder of tests/snapshots: <c>input.*</c> on standard input, the lines of <c>args</c> as arguments, and compares output,
/// report and exit code byte for byte with the <c>.verified.</c> files. A difference leaves a <c>.received.</c> file beside them;
/// UPDATE_SNAPSHOTS=1 writes the verified files anew, which CI refuses.
/// </summary>
public class SnapshotTests
{
    /// <summary>Stands for the folder of the case in arguments and in what is compared.</summary>
    private const string CaseFolder = "{case}";

    private static readonly string Root = Path.Combine(SharedData.Repository, "tests", "snapshots");

    public static TheoryData<string> Cases => [.. Directory.EnumerateDirectories(Root).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_cases() => Assert.NotEmpty(Cases);

    [Fact]
    public void Every_file_of_a_case_is_known()
    {
        string[] known = ["input.yaml", "input.json", "args", "config.yaml", "values.yaml", "output.verified.yaml", "report.verified.txt", "exit.verified.txt", "tls.crt", "tls.key", "webhook.lua"];
        var unknown = Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Where(f => !known.Contains(Path.GetFileName(f)) && !f.Contains(".received.", StringComparison.Ordinal));
        Assert.Empty(unknown);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_report_and_exit_code_are_as_verified(string name)
    {
        var folder = Path.Combine(Root, name);
        var input = Directory.EnumerateFiles(folder, "input.*").Single();
        var arguments = File.Exists(Path.Combine(folder, "args")) ? File.ReadAllLines(Path.Combine(folder, "args")) : [];

        var result = Tool.Run(File.ReadAllBytes(input), [.. arguments.Select(a => a.Replace(CaseFolder, folder, StringComparison.Ordinal))]);

        Compare(folder, "output", "yaml", result.Output);
        Compare(folder, "report", "txt", Encoding.UTF8.GetBytes(result.Error.Replace(folder, CaseFolder, StringComparison.Ordinal)));
        Compare(folder, "exit", "txt", Encoding.UTF8.GetBytes(((int)result.Exit).ToString(CultureInfo.InvariantCulture) + "\n"));
        Assert.True(result.Exit == 0 || result.Output.Length == 0, "standard output must stay empty on an error");
    }

    private static void Compare(string folder, string what, string extension, byte[] received)
    {
        var verified = Path.Combine(folder, $"{what}.verified.{extension}");
        var receivedFile = Path.Combine(folder, $"{what}.received.{extension}");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Assert.True(Environment.GetEnvironmentVariable("CI") is null, "CI must not update snapshots");
            File.WriteAllBytes(verified, received);
        }

        File.Delete(receivedFile);
        if (!File.Exists(verified) || !File.ReadAllBytes(verified).AsSpan().SequenceEqual(received))
        {
            File.WriteAllBytes(receivedFile, received);
            Assert.Fail($"{Path.GetRelativePath(SharedData.Repository, receivedFile)} differs from {Path.GetFileName(verified)}; if the change is meant, run make snapshots and read the diff");
        }
    }
}
