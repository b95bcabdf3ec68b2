namespace KymaIstioTransform.Cli.Commands;

/// <summary>All verbs, in the order <c>--help</c> lists them. Without a verb the arguments are those of the first.</summary>
internal static class CommandSet
{
    public static IReadOnlyList<ICommand> All { get; } =
    [
        new TransformCommand(),
        new VerifyCommand(),
        new DiffCommand(),
        new ExplainCommand(),
        new InitCommand(),
        new CmpCommand(),
        new CompletionCommand(),
        new ManCommand(),
        new VersionCommand(),
    ];

    /// <summary>Called by scripts only.</summary>
    private static readonly CompleteCommand Complete = new();

    /// <summary>The command that the arguments name, with the arguments that are left; a file of a verb's name is reached as ./NAME.</summary>
    public static (ICommand Command, string[] Args) Select(string[] args) =>
        args.Length > 0 && All.Append(Complete).FirstOrDefault(c => c.Name == args[0]) is { } command ? (command, args[1..]) : (All[0], args);
}
