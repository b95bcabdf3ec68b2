using System.Text;
using KymaIstioTransform.Cli;
using Xunit;

namespace KymaIstioTransform.Tests;

/// <summary>The result of a run of the command line.</summary>
internal sealed record ToolResult(ExitCode Exit, byte[] Output, string Error)
{
    public string Text => Encoding.UTF8.GetString(Output);

    /// <summary>This result, which must be a success: use it before asserting that something is absent.</summary>
    public ToolResult Written()
    {
        Assert.True(Exit == ExitCode.Written, Error);
        return this;
    }
}

/// <summary>Runs the command line in this process, with streams in memory and a fixed time.</summary>
internal static class Tool
{
    public static DateTimeOffset Now { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static ToolResult Run(byte[] input, params string[] args) => Run(input, new Dictionary<string, string>(), false, args);

    public static ToolResult Run(string input, params string[] args) => Run(Encoding.UTF8.GetBytes(input), args);

    public static ToolResult Run(byte[] input, IReadOnlyDictionary<string, string> environment, bool inputIsTerminal, params string[] args)
    {
        using var stdin = new MemoryStream(input);
        using var stdout = new MemoryStream();
        using var stderr = new StringWriter { NewLine = "\n" };
        var host = new CommandLineEnvironment(
            stdin,
            stdout,
            stderr,
            inputIsTerminal,
            false,
            name => environment.GetValueOrDefault(name),
            () => Now
        )
        {
            VariableNames = () => environment.Keys,
        };
        var exit = Application.Run(args, host);
        return new ToolResult(exit, stdout.ToArray(), stderr.ToString());
    }
}
