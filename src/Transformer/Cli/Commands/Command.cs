using KymaIstioTransform.Cli.Options;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>One command of the command line.</summary>
/// <param name="Name">The name that selects it.</param>
/// <param name="Usage">Its usage, after the program's name.</param>
/// <param name="Summary">One line for <c>--help</c>, without a full stop.</param>
/// <param name="Run">Runs it with the arguments after its name. It throws errors, which <see cref="Application"/> maps to exit
/// codes.</param>
/// <param name="Verb">Selects its options; null for no options.</param>
internal sealed record Command(string Name, string Usage, string Summary, Func<string[], RunContext, ExitCode> Run, Verbs? Verb = null)
{
    /// <summary>The names that its first argument accepts; null if its first argument is not a name.</summary>
    public CommandChoices? Choices { get; init; }

    /// <summary>Complete command lines for its help, the most common one first.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>The names of its flags that are not options, without dashes.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];
}

/// <summary>The names that a command accepts, for its help and for completion.</summary>
/// <param name="Title">What the names are.</param>
/// <param name="Names">Each name with one line for the help, which can be empty.</param>
internal sealed record CommandChoices(string Title, Func<IEnumerable<(string Name, string Summary)>> Names);
