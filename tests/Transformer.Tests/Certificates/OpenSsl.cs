using System.Diagnostics;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

/// <summary>
/// Runs the openssl command as an independent check of our certificates. Without it, tests are skipped, except in CI.
/// </summary>
internal static class OpenSsl
{
    private static readonly bool IsInstalled = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(static directory => File.Exists(Path.Combine(directory, "openssl")));

    public static void Require() =>
        Skip.If(!IsInstalled && Environment.GetEnvironmentVariable("CI") != "true", "the openssl command is not installed");

    /// <summary>Standard output and standard error together; fails unless openssl succeeds.</summary>
    public static string Run(params string[] arguments)
    {
        var (exitCode, output) = TryRun(arguments);
        Assert.True(exitCode == 0, $"openssl {string.Join(' ', arguments)} failed:\n{output}");
        return output;
    }

    public static (int ExitCode, string Output) TryRun(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(ExternalTool.Patience))
        {
            process.Kill();
            Assert.Fail($"openssl {string.Join(' ', arguments)} did not end within {ExternalTool.Patience}");
        }

        return (process.ExitCode, output.Result + error.Result);
    }

    public static Process Start(params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo("openssl", arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}
