using KymaIstioTransform.Certificates;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli;

/// <summary>
/// The reason why a run failed, as exit code and complete text. This is the only place that maps exceptions to exit codes.
/// </summary>
/// <param name="Code">The exit code.</param>
/// <param name="Problems">The problems, one line each.</param>
internal sealed record ErrorResult(ExitCode Code, IReadOnlyList<Notice> Problems)
{
    private const string Bug = "(nothing is written; this is a bug, please report it with the input)";

    private const string OutOfMemory =
        "not enough memory: nothing is written (make the input smaller, or raise the limit of the container or of ulimit -v)";

    public ErrorResult(ExitCode code, string message)
        : this(code, [.. message.Split('\n').Select(line => new Notice(null, line))]) { }

    /// <summary>All problems as one text, with their places.</summary>
    public string Message => string.Join("\n", Problems);

    public static ErrorResult From(Exception exception) =>
        exception switch
        {
            UsageException usage => new(ExitCode.Usage, [usage.Problem]),
            ManifestException rejected => new(ExitCode.InputRejected, rejected.Problems),
            CertificateException => new(ExitCode.InputRejected, exception.Message),
            FileException file => new(ExitCode.FileError, file.Problems),
            IOException or UnauthorizedAccessException => new(ExitCode.FileError, FileProblem.Of(exception)),
            OutOfMemoryException or { InnerException: OutOfMemoryException } => new(ExitCode.FileError, OutOfMemory),
            SelfCheckException => new(ExitCode.Internal, $"self-check: {exception.Message} {Bug}"),
            _ => new(ExitCode.Internal, $"{exception.GetType().Name}: {exception.Message} {Bug}"),
        };
}
