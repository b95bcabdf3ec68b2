namespace KymaIstioTransform.Cli;

/// <summary>The error for a flag that a command does not have, with a similar flag that it has.</summary>
internal static class UnknownFlag
{
    private const string Help = "help";

    /// <summary>The error; <c>--help</c> is a flag of every command.</summary>
    /// <param name="word">The flag with its dashes, and its value if that is in the same word.</param>
    /// <param name="names">The command's flags without dashes.</param>
    public static UsageException Error(string word, IEnumerable<string> names)
    {
        var flag = word.Split('=')[0];
        var hint = Suggestion.For(flag.TrimStart('-'), names.Append(Help), "--");
        return new UsageException(
            IsName(flag) && (flag == word || hint.Length > 0)
                ? $"unknown flag {flag}{hint} (see --help)"
                : "an argument is not a flag (not shown, because it may be a key: pass the name of a file) (see --help)"
        );
    }

    /// <summary>
    /// True for text that is a flag name. Other text may be a key that was passed instead of a file name; a key in base64 can end with an
    /// equals sign.
    /// </summary>
    private static bool IsName(string word) =>
        word.TrimStart('-').Length <= 40 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
