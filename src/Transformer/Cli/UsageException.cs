using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli;

/// <summary>The command line or the configuration is wrong; the message is finished text for the user (exit code 2).</summary>
internal sealed class UsageException(string message, Location? at = null) : Exception(at is null ? message : $"{at}: {message}")
{
    /// <summary>The path of the setting that is wrong, from <c>spec</c> of an IstioTransform on; null when it is none.</summary>
    public string? Setting { get; init; }

    /// <summary>The message as a problem with its place.</summary>
    public Notice Problem { get; } = new(null, message) { At = at };
}
