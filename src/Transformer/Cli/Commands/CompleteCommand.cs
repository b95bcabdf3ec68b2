using KymaIstioTransform.Cli.Options;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>
/// Called by completion scripts and kubectl while the user types, with the words so far; the last word is unfinished. Prints a candidate
/// with its help on each line. The last line is cobra's directive: <c>:4</c> for these candidates only, <c>:0</c> to add files.
/// </summary>
internal static class CompleteCommand
{
    private const string WithFiles = ":0\n";
    private const string WithoutFiles = ":4\n";

    public const string Name = "__complete";

    public static ExitCode Run(string[] args, RunContext context)
    {
        // bash splits --flag=value at the equals sign.
        List<string> words = [.. args.Where(a => a != "=")];
        var current = words.Count > 0 && args[^1] != "=" ? words[^1] : "";
        var before = words.Count > 0 && args[^1] != "=" ? words[..^1] : words;
        context.Write(Candidates(before, current));
        return ExitCode.Written;
    }

    private static string Candidates(List<string> before, string current)
    {
        if (current.StartsWith("--", StringComparison.Ordinal) && current.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
        {
            return Values(Find(current[..equals]), current[(equals + 1)..], current[..(equals + 1)]);
        }

        if (before is not (["version", ..] or []) && Find(before[^1]) is { IsSwitch: false } flag)
        {
            return Values(flag, current, "");
        }

        if (current.StartsWith('-'))
        {
            return Lines(Options(before).Select(o => ($"--{o.Name}", o.Help)).Append(("--help", "print the usage and options")), current)
                + WithoutFiles;
        }

        return before switch
        {
            [] => Lines(CommandSet.All.Select(c => (c.Name, c.Summary)), current) + WithFiles,
            [var name] when CommandSet.Find(name)?.Choices is { } choices => Lines(choices.Names(), current) + WithoutFiles,
            ["init", _] => WithFiles,
            ["version", "-o"] => Lines([("json", "")], current) + WithoutFiles,
            ["explain" or "init" or "completion" or "cmp" or "version" or "man" or "help", ..] => WithoutFiles,
            _ => WithFiles,
        };
    }

    /// <summary>The flag in a word if its value is expected in the next word.</summary>
    private static OptionInfo? Find(string word) =>
        OptionTable.All.FirstOrDefault(o => word == $"--{o.Name}" || (o.Letter.Length > 0 && word == $"-{o.Letter}"));

    /// <summary>The options of the command that the words name.</summary>
    private static IEnumerable<OptionInfo> Options(List<string> before)
    {
        var command = (before.Count > 0 ? CommandSet.Find(before[0]) : null) ?? CommandSet.All[0];
        return OptionTable.All.Where(o => (o.Setting.Verbs & (command.Verb ?? 0)) != 0);
    }

    /// <summary>The values that a flag accepts. In a list, the words before the last comma stay.</summary>
    private static string Values(OptionInfo? option, string current, string prefix)
    {
        if (option?.Words is not { } known)
        {
            return option?.Setting.IsPath == true ? WithFiles : WithoutFiles;
        }

        var kept = option.IsList ? current[..(current.LastIndexOf(',') + 1)] : "";
        return Lines(known.Except(Settings.Names(kept)).Select(word => (prefix + kept + word, "")), prefix + current) + WithoutFiles;
    }

    private static string Lines(IEnumerable<(string Word, string Help)> candidates, string start) =>
        string.Concat(
            candidates
                .Where(c => c.Word.StartsWith(start, StringComparison.Ordinal))
                .Select(c => c.Help.Length > 0 ? $"{c.Word}\t{c.Help}\n" : $"{c.Word}\n")
        );
}
