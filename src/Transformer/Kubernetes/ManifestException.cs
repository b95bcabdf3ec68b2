using KymaIstioTransform.Text;

namespace KymaIstioTransform.Kubernetes;

/// <summary>The input is refused (exit code 3). The problems are finished text for the user, one line each.</summary>
internal sealed class ManifestException(IReadOnlyList<Notice> problems) : Exception(string.Join("\n", problems))
{
    public ManifestException(string message, Location? at = null)
        : this([new Notice(null, message) { At = at }])
    {
    }

    /// <summary>What is wrong with the input, at least one problem.</summary>
    public IReadOnlyList<Notice> Problems { get; } = problems;
}
