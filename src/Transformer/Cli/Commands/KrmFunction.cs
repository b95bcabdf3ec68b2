using System.Diagnostics.CodeAnalysis;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Cli.Reports;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>
/// One run as a KRM function. The orchestrator parses the output before it checks the exit code. Therefore, a failed run also writes the
/// input's list, with the reason in its results.
/// </summary>
internal static class KrmFunction
{
    [SuppressMessage("Design", "CA1031", Justification = "After every error, the output must be a valid list with the error.")]
    public static ExitCode Run(FunctionInput input, TypedFlags typed, RunContext context)
    {
        try
        {
            var options = Options(input, typed, context).WithDeterministicOutput();
            if (options.IsCheck)
            {
                return Check(input, options, context);
            }

            var result = ManifestTransformer.Transform(input.Source, options.Transform);
            ReportOutput.Deliver(
                context,
                input.Source,
                new EditedText(FunctionResults.Write(result.Output.ToArray(), FunctionResults.Of(result.Report, input))),
                result.Report
            );
            return ExitCode.Written;
        }
        catch (Exception e)
        {
            context.Write(FunctionResults.Write(input.Source.Bytes, FunctionResults.Of(e, input)));
            ReportOutput.Fail(context, ErrorResult.From(e));
            return ExitCode.Findings;
        }
    }

    /// <summary>The unchanged list, with the findings of an inspection as its results.</summary>
    private static ExitCode Check(FunctionInput input, RunSettings settings, RunContext context)
    {
        var report = ManifestTransformer.Inspect(input.Source, settings.Transform).Report;
        var list = FunctionResults.Write(input.Source.Bytes, FunctionResults.Of(report, input));
        ReportOutput.Deliver(context, input.Source, new EditedText(list), report);
        return report.HasFindings ? ExitCode.Findings : ExitCode.Written;
    }

    private static RunSettings Options(FunctionInput input, TypedFlags typed, RunContext context) =>
        input.Settings() switch
        {
            null => OptionsBinder.Bind(typed, context.Host),
            _ when typed.Input.Config is not null => throw new UsageException("--config and a functionConfig must not be given together"),
            var settings => OptionsBinder.Bind(typed, context.Host, settings),
        };
}
