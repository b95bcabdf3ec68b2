using KymaIstioTransform.Text;

namespace KymaIstioTransform.Kubernetes;

/// <summary>The input is rejected (exit code 3). Each problem is a complete message for the user, on one line.</summary>
internal sealed class ManifestException(IReadOnlyList<Notice> problems) : Exception(string.Join("\n", problems))
{
    /// <summary>A single problem.</summary>
    public ManifestException(string message, Location? at = null)
        : this([new Notice(null, message) { At = at }]) { }

    /// <summary>The problems in the input, at least one.</summary>
    public IReadOnlyList<Notice> Problems { get; } = problems;
}
