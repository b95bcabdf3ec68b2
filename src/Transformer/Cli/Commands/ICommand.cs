namespace KymaIstioTransform.Cli.Commands;

/// <summary>One verb of the command line.</summary>
internal interface ICommand
{
    /// <summary>The word that selects it.</summary>
    string Name { get; }

    /// <summary>How it is called, after the program's name.</summary>
    string Usage { get; }

    /// <summary>One line for <c>--help</c>.</summary>
    string Summary { get; }

    /// <summary>Runs it with the arguments after its name; errors are thrown, and turned into exit codes in one place.</summary>
    ExitCode Run(string[] args, RunContext context);
}
