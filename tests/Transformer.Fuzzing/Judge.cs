using System.Diagnostics;
using System.Text;
using KymaIstioTransform.Cli.Reports;
using KymaIstioTransform.Tests;
using KymaIstioTransform.Tests.Fuzzing;

namespace KymaIstioTransform.Fuzzing;

/// <summary>
/// The judge of tests/laws, which reads input and output with Go's YAML libraries: what they see differ must be what the report lists. A
/// process of its own, which judges one run after the other.
/// </summary>
internal sealed class Judge : IDisposable
{
    private static readonly string Program = Path.Combine(SharedData.Repository, "artifacts", "laws");

    private readonly Process process = Process.Start(
        new ProcessStartInfo(Program, "serve") { RedirectStandardInput = true, RedirectStandardOutput = true }
    )!;

    /// <summary>True when tests/Transformer.Fuzzing/fuzz.sh has compiled it.</summary>
    public static bool IsThere => File.Exists(Program);

    /// <exception cref="FuzzException">The differences that the judge sees are not those of the report.</exception>
    public void Check(byte[] input, byte[] output, Report report)
    {
        using var said = new MemoryStream();
        JsonReport.Write(new ReportedRun(report, "input", null, null), said);
        using var writer = new BinaryWriter(process.StandardInput.BaseStream, Encoding.UTF8, leaveOpen: true);
        foreach (var text in new[] { input, output, said.ToArray() })
        {
            writer.Write(text.Length);
            writer.Write(text);
        }

        writer.Flush();
        using var reader = new BinaryReader(process.StandardOutput.BaseStream, Encoding.UTF8, leaveOpen: true);
        var answer = Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32()));
        FuzzTarget.Require(answer.Length == 0, answer);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
