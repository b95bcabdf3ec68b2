using System.Diagnostics.CodeAnalysis;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Cli.Commands;
using KymaIstioTransform.Manifests;
using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli;

/// <summary>
/// One run from arguments to exit code. Standard output gets manifests and only when everything has succeeded; what there is to say goes
/// to standard error or the report file.
/// </summary>
internal static class Application
{
    [SuppressMessage("Design", "CA1031", Justification = "The last line of defence: whatever happened, the exit code and an empty standard output must say so.")]
    public static ExitCode Run(string[] args, CommandLineHost host)
    {
        var session = new Session(host);
        try
        {
            var (command, rest) = CommandSet.Select(args);
            return command.Run(rest, session);
        }
        catch (UsageException e)
        {
            return ReportOutput.Fail(session, ExitCode.Usage, e.Message);
        }
        catch (Exception e) when (e is ManifestException or CertificateException)
        {
            return ReportOutput.Fail(session, ExitCode.InputRefused, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ReportOutput.Fail(session, ExitCode.FileError, e.Message);
        }
        catch (SelfCheckException e)
        {
            return ReportOutput.Fail(session, ExitCode.Internal, $"self-check: {e.Message} (nothing is written; this is a bug, please report it with the input)");
        }
        catch (Exception e)
        {
            return ReportOutput.Fail(session, ExitCode.Internal, $"{e.GetType().Name}: {e.Message} (nothing is written; this is a bug, please report it with the input)");
        }
    }
}
