namespace KymaIstioTransform.Cli;

/// <summary>The world as the command line sees it, injected so that tests can stand in for it.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output: manifests only.</param>
/// <param name="Error">Standard error: reports and errors.</param>
/// <param name="InputIsTerminal">Nobody pipes anything in.</param>
/// <param name="ErrorIsTerminal">Colour may be used.</param>
/// <param name="Environment">Reads an environment variable.</param>
/// <param name="Now">The time, asked for only when a certificate is made or checked and no time was given.</param>
internal sealed record CommandLineHost(
    Stream Input,
    Stream Output,
    TextWriter Error,
    bool InputIsTerminal,
    bool ErrorIsTerminal,
    Func<string, string?> Environment,
    Func<DateTimeOffset> Now);
