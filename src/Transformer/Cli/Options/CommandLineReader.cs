using CommandLine;
using KymaIstioTransform.Cli.IO;

namespace KymaIstioTransform.Cli.Options;

/// <summary>Reads arguments into <see cref="CommonOptions"/> with CommandLineParser; the only file that calls it.</summary>
internal static class CommandLineReader
{
    private const string Dashes = "--";

    private static string LettersWithValue => string.Concat(FlagTable.All.Where(f => !f.IsSwitch).Select(f => f.Letter));

    /// <exception cref="UsageException">A flag is unknown, repeated or lacks its value.</exception>
    public static CommonOptions Read(string[] args)
    {
        // Names of files alone need no parser, which costs more than transforming a small stream.
        if (Array.TrueForAll(args, a => a == InputReader.StandardInput || !a.StartsWith('-')))
        {
            return new CommonOptions { Files = args, HasFlags = false };
        }

        if (LacksValue(args[^1]))
        {
            throw new UsageException($"the flag {args[^1]} needs a value (see --help)");
        }

        using var parser = new Parser(settings =>
        {
            settings.HelpWriter = null;
            settings.AutoHelp = false;
            settings.AutoVersion = false;
            settings.AllowMultiInstance = true;
        });
        // The parser takes "-" for a malformed flag; as an input name it means standard input.
        var standIn = JoinLists(args).Select(a => a == InputReader.StandardInput ? InputReader.StandardInputStandIn : a);
        return Array.Exists(args, a => Named(NameOf(a)) is { IsAdvanced: true }) ? Parse<RareOptions>(parser, standIn) : Parse<CommonOptions>(parser, standIn);
    }

    private static T Parse<T>(Parser parser, IEnumerable<string> args) =>
        parser.ParseArguments<T>(args).MapResult(options => options, errors => throw new UsageException($"{Describe(errors.First())} (see --help)"));

    /// <summary>True when the last argument is a flag whose value should follow: the parser takes it for not given.</summary>
    private static bool LacksValue(string last)
    {
        if (last.StartsWith(Dashes, StringComparison.Ordinal))
        {
            return Named(last) is { IsSwitch: false };
        }

        // Letters can stand together, and the first that takes a value has the rest.
        var first = last.StartsWith('-') ? last.AsSpan(1).IndexOfAny(LettersWithValue) : -1;
        return first >= 0 && first == last.Length - 2;
    }

    /// <summary>The part of an argument before its value.</summary>
    private static string NameOf(string arg) => arg.Split('=', 2)[0];

    /// <summary>The flag of a long name with its dashes, or null.</summary>
    private static Flag? Named(string name) => name.StartsWith(Dashes, StringComparison.Ordinal) ? FlagTable.ByName.GetValueOrDefault(name[Dashes.Length..]) : null;

    /// <summary>A list takes one word, names separated by commas; a flag given again adds to it.</summary>
    private static IEnumerable<string> JoinLists(string[] args)
    {
        var lists = new Dictionary<string, List<string>>();
        var others = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var name = NameOf(args[i]);
            if (Named(name) is not { IsList: true } || (name == args[i] && i + 1 == args.Length))
            {
                others.Add(args[i]);
                continue;
            }

            lists.TryAdd(name, []);
            lists[name].Add(name == args[i] ? args[++i] : args[i][(name.Length + 1)..]);
        }

        return [.. lists.Select(list => $"{list.Key}={string.Join(',', list.Value)}"), .. others];
    }

    private static string Describe(Error error) => error switch
    {
        UnknownOptionError unknown when IsName(unknown.Token) => $"unknown flag {Dashed(unknown.Token)}{Suggestion.For(unknown.Token, FlagTable.All.Select(f => f.Name), "--")}",
        MissingValueOptionError missing => $"the flag {missing.NameInfo.LongName switch { "" => "-" + missing.NameInfo.ShortName, var name => "--" + name }} needs a value",
        BadFormatTokenError bad when IsName(bad.Token) => $"\"{bad.Token}\" is no flag",
        TokenError => "an argument is no flag (it is not shown, as it may be a key: give the file that holds it)",
        NamedError named => $"the flag --{named.NameInfo.LongName} cannot be used so",
        _ => "the command line cannot be read",
    };

    /// <summary>Other text may be a key that was given in place of its file.</summary>
    private static bool IsName(string token) => token.Length <= 40 && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string Dashed(string token) => (token.Length == 1 ? "-" : "--") + token;
}
