using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.IO;

/// <summary>
/// A file or folder cannot be read or written (exit code 4). The problems are complete text for the user, unlike the runtime's messages.
/// </summary>
internal sealed class FileException(IReadOnlyList<Notice> problems, Exception? cause = null)
    : IOException(string.Join("\n", problems), cause)
{
    /// <summary>A problem without a file that the user knows.</summary>
    public FileException(string problem)
        : this([new Notice(null, problem)]) { }

    /// <summary>A problem of one file or folder.</summary>
    public FileException(string file, string problem, Exception? cause = null)
        : this([new Notice(null, problem) { At = Location.OfFile(file) }], cause) { }

    public IReadOnlyList<Notice> Problems { get; } = problems;
}
