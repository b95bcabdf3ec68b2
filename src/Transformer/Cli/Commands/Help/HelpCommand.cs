namespace KymaIstioTransform.Cli.Commands.Help;

/// <summary>Prints the overview, or the usage and options of one command.</summary>
internal static class HelpCommand
{
    public static ExitCode Run(string[] args, RunContext context)
    {
        var program = context.Host.Program;
        context.Write(
            args switch
            {
                [] => HelpText.Overview(program),
                [var name] when CommandSet.Find(name) is { } command => HelpText.Of(command, program),
                [var name] => throw new UsageException(
                    $"unknown command \"{name}\"{Suggestion.For(name, CommandSet.All.Select(c => c.Name))}"
                ),
                _ => throw new UsageException("help takes one command"),
            }
        );
        return ExitCode.Written;
    }

    /// <summary>True when a command's arguments include the help flag. After <c>--</c>, arguments are file names.</summary>
    public static bool IsRequested(string[] args)
    {
        foreach (var arg in args)
        {
            if (arg is "-h" or "--help" or "--help=true")
            {
                return true;
            }

            if (arg == "--")
            {
                return false;
            }
        }

        return false;
    }
}
