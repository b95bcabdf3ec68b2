using System.Diagnostics.CodeAnalysis;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.Reports;

namespace KymaIstioTransform.Hosts;

/// <summary>
/// One run as a KRM function. The orchestrator parses what comes out before it looks at the exit code, so a failure too writes a list: the
/// input's, with the reason among its results.
/// </summary>
internal static class FunctionRun
{
    [SuppressMessage("Design", "CA1031", Justification = "Whatever happened, the list must be valid and say so.")]
    public static ExitCode Run(FunctionInput input, CommandLineOptions typed, Session session)
    {
        try
        {
            var options = Options(input, typed, session).Reproducible();
            var result = ManifestTransformer.Transform(input.Source, options.Transform);
            ReportOutput.Deliver(session, FunctionResults.Write(result.Output, FunctionResults.Of(result.Report, input)), result.Report);
            return ExitCode.Written;
        }
        catch (Exception e)
        {
            session.Write(FunctionResults.Write(input.Source.Bytes, FunctionResults.Of(e, input)));
            var failure = Failure.Of(e);
            ReportOutput.Fail(session, failure.Code, failure.Message);
            return ExitCode.Findings;
        }
    }

    private static RunOptions Options(FunctionInput input, CommandLineOptions typed, Session session) => input.Settings() switch
    {
        null => OptionsBinder.Bind(typed, session.Host),
        _ when typed.Config is not null => throw new UsageException("--config and a functionConfig must not be given together"),
        var settings => OptionsBinder.Bind(typed, session.Host, settings),
    };
}
