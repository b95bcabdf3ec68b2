namespace KymaIstioTransform.Cli.Commands;

/// <summary>
/// Prints the script that lets a shell complete this program's arguments. The script calls <see cref="CompleteCommand"/>.
/// </summary>
internal static class CompletionCommand
{
    private const string Root = "completion/";

    /// <summary>The supported shells.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    public static ExitCode Run(string[] args, RunContext context)
    {
        if (args is not [var shell] || !Shells.Contains(shell))
        {
            var hint = args is [var typed] ? Suggestion.For(typed, Shells) : "";
            throw new UsageException($"completion needs one of {string.Join(", ", Shells)}{hint}");
        }

        using var reader = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream(Root + shell)!);
        context.Write(reader.ReadToEnd());
        return ExitCode.Written;
    }
}
