namespace KymaIstioTransform.Cli.IO;

/// <summary>
/// Prevents .NET from switching a terminal's keypad mode. It does so when code queries the terminal's width, as CommandLineParser does. It
/// finds the control sequence in the terminal's description, which the variable TERM selects. Without TERM, nothing is switched.
/// </summary>
internal static class KeypadMode
{
    private const string Terminal = "TERM";

    /// <summary>Runs code that may query the width of the terminal.</summary>
    public static T Keep<T>(Func<T> action)
    {
        if (Console.IsOutputRedirected)
        {
            return action();
        }

        var terminal = Environment.GetEnvironmentVariable(Terminal);
        Environment.SetEnvironmentVariable(Terminal, null);
        try
        {
            return action();
        }
        finally
        {
            Environment.SetEnvironmentVariable(Terminal, terminal);
        }
    }
}
