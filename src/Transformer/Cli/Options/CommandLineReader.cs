using CommandLine;
using KymaIstioTransform.Cli.IO;

namespace KymaIstioTransform.Cli.Options;

/// <summary>Parses arguments into <see cref="TypedFlags"/> with CommandLineParser. No other file uses that library.</summary>
internal sealed class CommandLineReader
{
    private const string Dashes = "--";

    /// <summary>
    /// The words for each topic that has a typed flag. Those for the first topic include file names, one-letter flags and unknown flags.
    /// </summary>
    private readonly Dictionary<TypedFlags.Topic, List<string>> words = [];

    /// <summary>The values of list options. The parser would treat the words after a list's first value as more values.</summary>
    private readonly Dictionary<OptionInfo, string> lists = [];
    private readonly List<string> switchedOff = [];
    private readonly Dictionary<string, OptionInfo?> found = [];

    /// <summary>Two dashes and the words after them, which are file names; empty without the dashes.</summary>
    private readonly string[] afterDashes = [];

    private CommandLineReader(string[] args, Verbs verb)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == Dashes)
            {
                afterDashes = args[i..];
                break;
            }

            var (name, value) = Split(args[i]);
            if ((Find(name) ?? (value is null ? null : OfLetter(name))) is not { } option)
            {
                if (args[i].StartsWith(Dashes, StringComparison.Ordinal))
                {
                    throw Unknown(args[i], verb);
                }

                CheckLetters(args[i], verb);

                // The parser treats "-" as a malformed flag, but as an input name it means standard input.
                Words(Streams).Add(args[i] == InputReader.StandardInput ? InputReader.StandardInputStandIn : args[i]);
                continue;
            }

            Check(option, verb);

            if (option.IsSwitch)
            {
                Switch(option, value);
                continue;
            }

            // The parser would ignore a flag without its value if it is the last one.
            var given = value ?? (i + 1 < args.Length && (option.IsList || IsValue(args[i + 1])) ? args[++i] : null);
            if (given is null || (given.Length == 0 && (option.IsList || value is not null)))
            {
                throw new UsageException($"the flag {name} needs a value (see --help)");
            }

            Take(option, given);
        }
    }

    private static TypedFlags.Topic Streams => TypedFlags.Topics[0];

    /// <exception cref="UsageException">A flag is unknown, repeated or has no value.</exception>
    public static TypedFlags Read(string[] args, Verbs verb = Verbs.Transform)
    {
        // Arguments with file names only need no parser, which costs more than transforming a small stream.
        if (Array.TrueForAll(args, IsFile))
        {
            return new TypedFlags { Streams = { Files = args } };
        }

        return !args.Contains(Dashes) && LacksValue(args[^1])
            ? throw new UsageException($"the flag {args[^1]} needs a value (see --help)")
            : new CommandLineReader(args, verb).Parse(verb);
    }

    /// <summary>The error for a flag that a command does not have.</summary>
    public static UsageException Unknown(string word, Verbs verb)
    {
        var names = OptionTable.All.Where(o => (o.Setting.Verbs & verb) != 0).Select(o => o.Name);
        return UnknownFlag.Error(word, verb == Verbs.Transform ? names.Append("version") : names);
    }

    private TypedFlags Parse(Verbs verb)
    {
        foreach (var (option, value) in lists)
        {
            Add(option, value);
        }

        if (afterDashes.Length > 0)
        {
            Words(Streams).AddRange(afterDashes);
        }

        var flags = new TypedFlags { SwitchedOff = switchedOff };
        if (words.TryGetValue(Streams, out var files) && files.TrueForAll(IsFile))
        {
            flags.Streams.Files = files;
            words.Remove(Streams);
        }

        using var parser = KeypadMode.Keep(() =>
            new Parser(settings =>
            {
                settings.HelpWriter = null;
                settings.AutoHelp = false;
                settings.AutoVersion = false;
                settings.AllowMultiInstance = true;
                settings.EnableDashDash = true;
            })
        );
        foreach (var topic in TypedFlags.Topics)
        {
            if (words.TryGetValue(topic, out var typed))
            {
                parser
                    .ParseArguments(() => topic.Of(flags), typed)
                    .WithNotParsed(errors => throw Wrong(errors.First(), verb));
            }
        }

        return flags;
    }

    /// <summary>Takes a flag with its value. The values of a list are joined.</summary>
    private void Take(OptionInfo option, string value)
    {
        if (!option.IsList)
        {
            Add(option, value);
        }
        else if (!lists.TryAdd(option, value))
        {
            lists[option] += $",{value}";
        }
    }

    private List<string> Words(TypedFlags.Topic topic)
    {
        if (!words.TryGetValue(topic, out var list))
        {
            words.Add(topic, list = []);
        }

        return list;
    }

    /// <summary>Adds a flag with its value. The parser takes a word apart with a regular expression, so two words cost less.</summary>
    private void Add(OptionInfo option, string value)
    {
        var (name, list) = ($"--{option.Name}", Words(option.Topic));
        if (value is [' ' or '-', ..] || value.Contains('\n', StringComparison.Ordinal))
        {
            list.Add($"{name}={value}");
        }
        else
        {
            list.AddRange([name, value]);
        }
    }

    /// <summary>Adds a switch. The parser does not support switches with a value.</summary>
    private void Switch(OptionInfo option, string? value)
    {
        switch (value)
        {
            case null or "true":
                Words(option.Topic).Add($"--{option.Name}");
                break;
            case "false":
                switchedOff.Add(option.Property.Name);
                break;
            default:
                throw new UsageException($"--{option.Name}: must be true or false, not \"{value}\" (--{option.Name} alone means true)");
        }
    }

    private static void Check(OptionInfo option, Verbs verb)
    {
        if ((option.Setting.Verbs & verb) == 0)
        {
            throw new UsageException($"--{option.Name} is not a flag of {OptionName.Kebab(verb.ToString())} (see --help)");
        }
    }

    /// <summary>Rejects letters in a word such as <c>-vo</c> that the command does not have. The default command has all letters.</summary>
    private static void CheckLetters(string word, Verbs verb)
    {
        if (verb == Verbs.Transform || word is not ['-', not '-', ..])
        {
            return;
        }

        foreach (var letter in word[1..])
        {
            if (OfLetter($"-{letter}") is not { } option)
            {
                return;
            }

            Check(option, verb);
            if (!option.IsSwitch)
            {
                return;
            }
        }
    }

    /// <summary>The flag in <c>-o=FILE</c>; null when the word is not a letter with a dash.</summary>
    private static OptionInfo? OfLetter(string word) =>
        word is ['-', _] ? OptionTable.Declared(Streams).FirstOrDefault(o => o.Letter == word[1..]) : null;

    /// <summary>The option that a word such as <c>--only</c> names, or null. A repeated flag is the same object.</summary>
    private OptionInfo? Find(string word)
    {
        if (!word.StartsWith(Dashes, StringComparison.Ordinal))
        {
            return null;
        }

        if (!found.TryGetValue(word, out var option))
        {
            found.Add(word, option = OptionTable.Find(word.AsSpan(Dashes.Length)));
        }

        return option;
    }

    private static bool IsFile(string arg) => arg == InputReader.StandardInput || !arg.StartsWith('-');

    /// <summary>True for a word that the parser takes as a value: also a number, if it has a minus sign.</summary>
    private static bool IsValue(string arg) => IsFile(arg) || char.IsDigit(arg[1]);

    /// <summary>
    /// True when the last argument has letters, and the last letter is a flag without its value. The parser would ignore it.
    /// </summary>
    private static bool LacksValue(string last)
    {
        if (!last.StartsWith('-') || last.StartsWith(Dashes, StringComparison.Ordinal))
        {
            return false;
        }

        // Letters can be combined; the first one that takes a value gets the rest of the argument.
        var first = last.AsSpan(1).IndexOfAny(LettersWithValue);
        return first >= 0 && first == last.Length - 2;
    }

    private static string LettersWithValue =>
        string.Concat(OptionTable.Declared(Streams).Where(o => !o.IsSwitch).Select(o => o.Letter));

    /// <summary>An argument's name, and its value if that is in the same argument.</summary>
    private static (string Name, string? Value) Split(string arg) =>
        arg.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? (arg[..equals], arg[(equals + 1)..]) : (arg, null);

    private static UsageException Wrong(Error error, Verbs verb) =>
        error switch
        {
            TokenError token => Unknown("-" + token.Token, verb),
            MissingValueOptionError missing => new UsageException($"the flag --{missing.NameInfo.LongName} needs a value (see --help)"),
            NamedError named => new UsageException($"the flag --{named.NameInfo.LongName} is used incorrectly (see --help)"),
            _ => new UsageException("invalid command line (see --help)"),
        };
}
