namespace KymaIstioTransform.Cli.Commands;

/// <summary>
/// Prints the script that makes a shell complete this program's arguments; the script asks <see cref="CompleteCommand"/>.
/// </summary>
internal static class CompletionCommand
{
    private const string Root = "completion/";

    /// <summary>The shells there are scripts for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    public static ExitCode Run(string[] args, RunContext context)
    {
        if (args is not [var shell] || !Shells.Contains(shell))
        {
            throw new UsageException($"completion needs one of {string.Join(", ", Shells)}");
        }

        using var reader = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream(Root + shell)!);
        context.Write(reader.ReadToEnd());
        return ExitCode.Written;
    }
}
