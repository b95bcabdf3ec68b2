using KymaIstioTransform.Cli.Options;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>One command of the command line.</summary>
/// <param name="Name">The word that selects it.</param>
/// <param name="Usage">How it is called, after the program's name.</param>
/// <param name="Summary">One line for <c>--help</c>, without a full stop.</param>
/// <param name="Run">Runs it with the arguments after its name; it throws errors, which <see cref="Application"/> turns into exit codes.</param>
/// <param name="Verb">Which options it has; null for none.</param>
internal sealed record Command(string Name, string Usage, string Summary, Func<string[], RunContext, ExitCode> Run, Verbs? Verb = null);
