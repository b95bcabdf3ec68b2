namespace KymaIstioTransform.Cli;

/// <summary>Terminal colours and font weights (ECMA-48), if colour is enabled.</summary>
internal static class AnsiColor
{
    public static string Bold(string text, bool enabled = true) => Styled("1", text, enabled);

    public static string Red(string text, bool enabled = true) => Styled("31", text, enabled);

    public static string Green(string text, bool enabled = true) => Styled("32", text, enabled);

    public static string Yellow(string text, bool enabled = true) => Styled("33", text, enabled);

    public static string Cyan(string text, bool enabled = true) => Styled("36", text, enabled);

    private static string Styled(string code, string text, bool enabled) => enabled ? $"\e[{code}m{text}\e[0m" : text;
}
