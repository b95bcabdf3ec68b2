using System.Text;

namespace KymaIstioTransform.Cli.Commands.ArgoCd;

/// <summary>
/// Shortens errors for Argo CD, which shows them to everyone who may see the application. Redacts text that may be a key.
/// </summary>
internal static class ErrorExcerpt
{
    private const int MaxLines = 8;
    private const int MaxLength = 300;

    /// <summary>The minimum length of base64 text to redact. Names and paths are shorter or contain dots and dashes.</summary>
    private const int MinSecret = 32;

    /// <summary>The first lines and, if there are more, the last line: programs print the cause at either end.</summary>
    public static string Of(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Line).ToList();
        return string.Join('\n', lines.Count <= MaxLines ? lines : [.. lines.Take(MaxLines - 2), "…", lines[^1]]);
    }

    private static string Line(string line)
    {
        var hidden = WithoutSecrets(line);
        return hidden.Length <= MaxLength ? hidden : hidden[..MaxLength] + "…";
    }

    private static string WithoutSecrets(string line)
    {
        var result = new StringBuilder();
        for (var i = 0; i < line.Length;)
        {
            var end = i;
            while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] is '+' or '/' or '='))
            {
                end++;
            }

            var word = line[i..end];
            var secret =
                word.Length >= MinSecret
                && word.Any(char.IsAsciiDigit)
                && word.Any(char.IsAsciiLetterUpper)
                && word.Any(char.IsAsciiLetterLower);
            result.Append(secret ? "(hidden)" : word);
            if (end < line.Length)
            {
                result.Append(line[end++]);
            }

            i = end;
        }

        return result.ToString();
    }
}
