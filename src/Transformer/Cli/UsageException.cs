namespace KymaIstioTransform.Cli;

/// <summary>The command line or the configuration is wrong; the message is finished text for the user (exit code 2).</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>The path of the setting that is wrong, from <c>spec</c> of an IstioTransform on; null when it is none.</summary>
    public string? Setting { get; init; }
}
