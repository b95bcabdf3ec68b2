using CommandLine;
using KymaIstioTransform.Cli.IO;

namespace KymaIstioTransform.Cli.Options;

/// <summary>Parses arguments into <see cref="RareOptions"/> with CommandLineParser. No other file uses that library.</summary>
internal sealed class CommandLineReader
{
    private const string Dashes = "--";

    /// <summary>The values of list options. The parser would treat the words after a list's first value as more values.</summary>
    private readonly Dictionary<string, string> lists = [];
    private readonly List<string> others = [];
    private readonly List<string> switchedOff = [];
    private bool hasAdvanced;

    private CommandLineReader(string[] args, Verbs verb)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = Split(args[i]);
            var option = name.StartsWith(Dashes, StringComparison.Ordinal) ? OptionTable.Find(name.AsSpan(Dashes.Length)) : null;
            hasAdvanced |= option is { IsAdvanced: true };
            if (option is null)
            {
                // The parser treats "-" as a malformed flag, but as an input name it means standard input.
                others.Add(args[i] == InputReader.StandardInput ? InputReader.StandardInputStandIn : args[i]);
                continue;
            }

            if ((option.Setting.Verbs & verb) == 0)
            {
                throw new UsageException($"--{option.Name} is not a flag of {OptionName.Kebab(verb.ToString())} (see --help)");
            }

            if (option.IsSwitch && value is not null)
            {
                Add(option, value);
            }
            else if (option.IsList && (value is not null || i + 1 < args.Length))
            {
                value ??= args[++i];
                lists[option.Name] = lists.TryGetValue(option.Name, out var before) ? $"{before},{value}" : value;
            }
            else
            {
                others.Add(args[i]);
            }
        }
    }

    /// <exception cref="UsageException">A flag is unknown, repeated or has no value.</exception>
    public static RareOptions Read(string[] args, Verbs verb = Verbs.Transform)
    {
        // Arguments with file names only need no parser, which costs more than transforming a small stream.
        if (Array.TrueForAll(args, a => a == InputReader.StandardInput || !a.StartsWith('-')))
        {
            return new RareOptions { Files = args };
        }

        return LacksValue(args[^1])
            ? throw new UsageException($"the flag {args[^1]} needs a value (see --help)")
            : new CommandLineReader(args, verb).Parse();
    }

    private RareOptions Parse()
    {
        using var parser = KeypadMode.Keep(() =>
            new Parser(settings =>
            {
                settings.HelpWriter = null;
                settings.AutoHelp = false;
                settings.AutoVersion = false;
                settings.AllowMultiInstance = true;
            })
        );
        string[] words = [.. lists.Select(list => $"--{list.Key}={list.Value}"), .. others];
        var options = hasAdvanced ? Parse<RareOptions>(parser, words) : new RareOptions(Parse<CommonOptions>(parser, words));
        options.SwitchedOff = switchedOff;
        return options;
    }

    private static T Parse<T>(Parser parser, string[] words) =>
        parser
            .ParseArguments<T>(words)
            .MapResult(options => options, errors => throw new UsageException($"{Describe(errors.First())} (see --help)"));

    /// <summary>Adds a switch with a value, which the parser does not support.</summary>
    private void Add(OptionInfo option, string value)
    {
        switch (value)
        {
            case "true":
                others.Add($"--{option.Name}");
                break;
            case "false":
                switchedOff.Add(option.Property.Name);
                break;
            default:
                throw new UsageException($"--{option.Name}: must be true or false, not \"{value}\" (--{option.Name} alone means true)");
        }
    }

    /// <summary>True when the last argument is a flag without its value. The parser would treat it as not given.</summary>
    private static bool LacksValue(string last)
    {
        if (last.StartsWith(Dashes, StringComparison.Ordinal))
        {
            return OptionTable.Find(last.AsSpan(Dashes.Length)) is { IsSwitch: false };
        }

        // Letters can be combined; the first one that takes a value gets the rest of the argument.
        var first = last.StartsWith('-') ? last.AsSpan(1).IndexOfAny(LettersWithValue) : -1;
        return first >= 0 && first == last.Length - 2;
    }

    private static string LettersWithValue => string.Concat(OptionTable.All.Where(o => !o.IsSwitch).Select(o => o.Letter));

    /// <summary>An argument's name, and its value if that is in the same argument.</summary>
    private static (string Name, string? Value) Split(string arg) =>
        arg.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? (arg[..equals], arg[(equals + 1)..]) : (arg, null);

    private static string Describe(Error error) =>
        error switch
        {
            UnknownOptionError unknown when IsName(unknown.Token) =>
                $"unknown flag {Dashed(unknown.Token)}{Suggestion.For(unknown.Token, OptionTable.All.Select(o => o.Name), "--")}",
            MissingValueOptionError missing =>
                $"the flag {missing.NameInfo.LongName switch { "" => "-" + missing.NameInfo.ShortName, var name => "--" + name }} "
                + "needs a value",
            BadFormatTokenError bad when IsName(bad.Token) => $"\"{bad.Token}\" is not a flag",
            TokenError => "an argument is not a flag (not shown, because it may be a key: pass the name of a file)",
            NamedError named => $"the flag --{named.NameInfo.LongName} is used incorrectly",
            _ => "invalid command line",
        };

    /// <summary>True for text that is a flag name. Other text may be a key that was passed instead of a file name.</summary>
    private static bool IsName(string token) => token.Length <= 40 && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string Dashed(string token) => (token.Length == 1 ? "-" : "--") + token;
}
