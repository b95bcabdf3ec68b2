using System.Diagnostics;
using System.Text;
using Xunit;

namespace KymaIstioTransform.Tests;

/// <summary>Runs programs that tests need in addition to .NET. If one is absent, the test is skipped; in CI it fails.</summary>
internal static class ExternalTool
{
    /// <summary>
    /// After this time something that a test waits for does not happen. It is long, so that a busy machine fails no test.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Skips the test when <paramref name="present"/> is false, and fails it in CI.</summary>
    public static void Require(bool present, string what)
    {
        if (!present && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail($"{what} must be there in CI");
        }

        Skip.If(!present, $"{what} is not there");
    }

    /// <summary>The full path of a command, or null.</summary>
    public static string? Find(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, command))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end; both streams are read while it runs.</summary>
    public static (int Exit, byte[] Output, string Error) Run(
        string program,
        IEnumerable<string> arguments,
        byte[]? input = null,
        string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.Append(line.Data is null ? "" : line.Data + "\n");
        process.BeginErrorReadLine();
        var writer = new Thread(() => Write(process, input));
        writer.Start();
        using var output = new MemoryStream();
        if (!process.StandardOutput.BaseStream.CopyToAsync(output).Wait(Patience) || !process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end within {Patience}");
        }

        process.WaitForExit();
        writer.Join();
        return (process.ExitCode, output.ToArray(), error.ToString());
    }

    private static void Write(Process process, byte[]? input)
    {
        try
        {
            process.StandardInput.BaseStream.Write(input ?? []);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended before it read all input: its exit code says why.
        }
    }

    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
