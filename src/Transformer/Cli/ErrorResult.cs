using KymaIstioTransform.Certificates;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli;

/// <summary>Why a run failed, as exit code and finished text: the one place that knows which exception means what.</summary>
internal sealed record ErrorResult(ExitCode Code, string Message)
{
    private const string Bug = "(nothing is written; this is a bug, please report it with the input)";

    public static ErrorResult From(Exception exception) => exception switch
    {
        UsageException => new(ExitCode.Usage, exception.Message),
        ManifestException or CertificateException => new(ExitCode.InputRefused, exception.Message),
        IOException or UnauthorizedAccessException => new(ExitCode.FileError, exception.Message),
        SelfCheckException => new(ExitCode.Internal, $"self-check: {exception.Message} {Bug}"),
        _ => new(ExitCode.Internal, $"{exception.GetType().Name}: {exception.Message} {Bug}"),
    };
}
