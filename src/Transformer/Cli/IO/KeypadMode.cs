namespace KymaIstioTransform.Cli.IO;

/// <summary>
/// Keeps .NET from switching a terminal's keypad mode. It does so when code asks for the width of the terminal, as CommandLineParser does, and looks up
/// how in the terminal's description, which the variable TERM names: without it, there is nothing to switch.
/// </summary>
internal static class KeypadMode
{
    private const string Terminal = "TERM";

    /// <summary>Runs code that may ask for the width of the terminal.</summary>
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
