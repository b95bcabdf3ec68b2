using System.Diagnostics;
using System.Text;
using KymaIstioTransform.Cli.Reports;
using KymaIstioTransform.Tests;
using KymaIstioTransform.Tests.Fuzzing;

namespace KymaIstioTransform.Fuzzing;

/// <summary>
/// A process of tests/laws that checks one run after the other. It reads input and output with Go's YAML libraries. The differences that it
/// finds must be those in the report.
/// </summary>
internal sealed class Judge : IDisposable
{
    private static readonly string Program = Path.Combine(SharedData.Repository, "artifacts", "laws");

    private readonly Process process = Process.Start(
        new ProcessStartInfo(Program, "serve") { RedirectStandardInput = true, RedirectStandardOutput = true }
    )!;

    /// <summary>True when tests/Transformer.Fuzzing/fuzz.sh has compiled it.</summary>
    public static bool IsThere => File.Exists(Program);

    /// <exception cref="FuzzException">The process finds other differences than the report lists.</exception>
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
