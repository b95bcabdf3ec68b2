namespace KymaIstioTransform.Cli;

/// <summary>The command line or the configuration is wrong; the message is finished text for the user (exit code 2).</summary>
internal sealed class UsageException(string message) : Exception(message);
