using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli;

/// <summary>The command line or the configuration is wrong. The message is complete text for the user (exit code 2).</summary>
internal sealed class UsageException(string message, Location? at = null) : Exception(at is null ? message : $"{at}: {message}")
{
    /// <summary>The path of the wrong setting, relative to <c>spec</c> of an IstioTransform; null when it is not a setting.</summary>
    public string? Setting { get; init; }

    /// <summary>The message as a problem with its place.</summary>
    public Notice Problem { get; } = new(null, message) { At = at };
}
