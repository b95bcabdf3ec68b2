using KymaIstioTransform.Cli.IO;

namespace KymaIstioTransform.Cli;

/// <summary>The environment of the command line, injected so that tests can replace it.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output: manifests only.</param>
/// <param name="Error">Standard error: reports and errors.</param>
/// <param name="InputIsTerminal">True when no input is piped in.</param>
/// <param name="ErrorIsTerminal">True when standard error may be coloured.</param>
/// <param name="Environment">Reads an environment variable.</param>
/// <param name="Now">The current time, used when no time is given.</param>
internal sealed record CommandLineEnvironment(
    Stream Input,
    Stream Output,
    TextWriter Error,
    bool InputIsTerminal,
    bool ErrorIsTerminal,
    Func<string, string?> Environment,
    Func<DateTimeOffset> Now
)
{
    /// <summary>The duration of the run so far; null in tests, so that their reports do not vary.</summary>
    public Func<TimeSpan?> Elapsed { get; init; } = () => null;

    /// <summary>The names of all environment variables.</summary>
    public Func<IEnumerable<string>> VariableNames { get; init; } = () => [];

    /// <summary>Writes to standard error immediately, for a terminal: <see cref="Error"/> is written at the end.</summary>
    public Action<string> WriteError { get; init; } = _ => { };

    /// <summary>True when a diff may be coloured.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>The file that the shell redirects standard output to; null if it does not, or if the system does not say.</summary>
    public Func<string?> RedirectedOutput { get; init; } = () => null;

    /// <summary>The command that the user types to run this program.</summary>
    public string Program { get; init; } = ProgramInfo.Name;

    /// <summary>The current folder.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>The name of the program that started this one, or null.</summary>
    public Func<string?> Parent { get; init; } = () => null;

    /// <summary>Runs another program; returns null when there is no program with that name.</summary>
    public Func<ChildCall, ChildResult?> Run { get; init; } = ChildProcess.Run;
}
