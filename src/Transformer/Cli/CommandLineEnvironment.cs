using KymaIstioTransform.Cli.IO;

namespace KymaIstioTransform.Cli;

/// <summary>The world as the command line sees it, injected so that tests can stand in for it.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output: manifests only.</param>
/// <param name="Error">Standard error: reports and errors.</param>
/// <param name="InputIsTerminal">Nobody pipes anything in.</param>
/// <param name="ErrorIsTerminal">Colour may be used.</param>
/// <param name="Environment">Reads an environment variable.</param>
/// <param name="Now">The time, asked for only when a certificate is made or checked and no time was given.</param>
internal sealed record CommandLineEnvironment(
    Stream Input,
    Stream Output,
    TextWriter Error,
    bool InputIsTerminal,
    bool ErrorIsTerminal,
    Func<string, string?> Environment,
    Func<DateTimeOffset> Now)
{
    /// <summary>How long the run has taken so far; null in tests, whose reports must not differ.</summary>
    public Func<TimeSpan?> Elapsed { get; init; } = () => null;

    /// <summary>The names of all environment variables.</summary>
    public Func<IEnumerable<string>> VariableNames { get; init; } = () => [];

    /// <summary>Writes to standard error at once, for a terminal: <see cref="Error"/> is written at the end.</summary>
    public Action<string> WriteError { get; init; } = _ => { };

    /// <summary>A diff may be coloured.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>What the user types to run this program.</summary>
    public string Program { get; init; } = ProgramInfo.Name;

    /// <summary>The current folder.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>The name of the program that started this one, or null.</summary>
    public Func<string?> Parent { get; init; } = () => null;

    /// <summary>Runs another program; null when there is none of that name.</summary>
    public Func<ChildCall, ChildResult?> Run { get; init; } = ChildProcess.Run;
}
