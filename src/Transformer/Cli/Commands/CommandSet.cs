namespace KymaIstioTransform.Cli.Commands;

/// <summary>All verbs, in the order <c>--help</c> lists them. Without a verb the arguments are those of the first.</summary>
internal static class CommandSet
{
    public static IReadOnlyList<ICommand> All { get; } =
    [
        new TransformCommand(),
        new CmpCommand(),
        new InitCommand(),
    ];

    /// <summary>The command that the arguments name, with the arguments that are left; a file of a verb's name is reached as ./NAME.</summary>
    public static (ICommand Command, string[] Args) Select(string[] args) =>
        args.Length > 0 && All.FirstOrDefault(c => c.Name == args[0]) is { } command ? (command, args[1..]) : (All[0], args);
}
