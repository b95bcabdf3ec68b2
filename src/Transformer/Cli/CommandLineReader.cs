using CommandLine;

namespace KymaIstioTransform.Cli;

/// <summary>Reads arguments into <see cref="CommandLineOptions"/> with CommandLineParser; the only file that calls it.</summary>
internal static class CommandLineReader
{
    /// <exception cref="UsageException">A flag is unknown, repeated or lacks its value.</exception>
    public static CommandLineOptions Read(string[] args)
    {
        using var parser = new Parser(settings =>
        {
            settings.HelpWriter = null;
            settings.AutoHelp = false;
            settings.AutoVersion = false;
            settings.AllowMultiInstance = true;
        });
        // The parser takes "-" for a malformed flag; as an input name it means standard input.
        var standIn = args.Select(a => a == InputReader.StandardInput ? InputReader.StandardInputStandIn : a);
        return parser.ParseArguments<CommandLineOptions>(standIn).MapResult(options => options, errors => throw new UsageException($"{Describe(errors.First())} (see --help)"));
    }

    private static string Describe(Error error) => error switch
    {
        UnknownOptionError unknown => $"unknown flag {Dashed(unknown.Token)}{NearName.Hint(unknown.Token, HelpText.Flags, "--")}",
        MissingValueOptionError missing => $"the flag {missing.NameInfo.LongName switch { "" => "-" + missing.NameInfo.ShortName, var name => "--" + name }} needs a value",
        RepeatedOptionError repeated => $"the flag --{repeated.NameInfo.LongName} must be given once",
        BadFormatTokenError bad => $"\"{bad.Token}\" is no flag",
        NamedError named => $"the flag --{named.NameInfo.LongName} cannot be used so",
        _ => "the command line cannot be read",
    };

    private static string Dashed(string token) => (token.Length == 1 ? "-" : "--") + token;
}
