using System.Globalization;
using System.Text;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Cli.Reports.Html;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Reports;

/// <summary>Writes a report, or an error instead, to standard error or a file as the options say.</summary>
internal static class ReportOutput
{
    /// <summary>
    /// Writes the output, then the report. The whole report is made first, because it may not fit into memory, and a report file is written
    /// first. If either fails, standard output must stay empty.
    /// </summary>
    public static void Deliver(RunContext context, SourceText input, SegmentedText output, Report report)
    {
        if (context.Report.File is not null)
        {
            Write(context, report, input, output);
            context.Write(output);
        }
        else
        {
            var text = Text(context, report, input, output);
            context.Write(output);
            context.Host.Error.Write(text);
        }
    }

    public static void Write(RunContext context, Report report, SourceText input, SegmentedText output)
    {
        var options = context.Report;
        if (options.File is null)
        {
            context.Host.Error.Write(Text(context, report, input, output));
            return;
        }

        using var buffer = new MemoryStream();
        Write(Reported(context, report, input, output), options, null, buffer);
        AtomicFile.Write(options.File, [buffer.ToArray()]);
    }

    /// <summary>The report for standard error; empty for a quiet run.</summary>
    private static StringBuilder Text(RunContext context, Report report, SourceText input, SegmentedText output)
    {
        var text = new StringBuilder();
        if (context.Report.Quiet)
        {
            return text;
        }

        var run = Reported(context, report, input, output);
        if (context.Report.Format == ReportFormat.Text)
        {
            using var writer = new StringWriter(text, CultureInfo.InvariantCulture) { NewLine = "\n" };
            WriteText(run, context.Report, context.Host.Elapsed(), writer);
            return text;
        }

        using var buffer = new MemoryStream();
        Write(run, context.Report, context.Host.Elapsed(), buffer);
        return text.Append(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static ReportedRun Reported(RunContext context, Report report, SourceText input, SegmentedText output) =>
        new(report.With(PlainText.Of), PlainText.Of(context.InputName), input, output);

    /// <summary>Reports a failure. Some hosts hide standard error, so the report file includes it too.</summary>
    public static ExitCode Fail(RunContext context, ErrorResult unsafeFailure)
    {
        var failure = unsafeFailure with { Problems = [.. unsafeFailure.Problems.Select(p => p.With(PlainText.Of))] };
        var inputName = PlainText.Of(context.InputName);
        var error = context.Host.Error;
        if (context.Report is { File: null, Format: not ReportFormat.Text })
        {
            using var formatted = new MemoryStream();
            WriteError(failure, inputName, context.Report.Format, formatted);
            error.Write(Encoding.UTF8.GetString(formatted.GetBuffer(), 0, (int)formatted.Length));
            return failure.Code;
        }

        foreach (var problem in failure.Problems)
        {
            error.WriteLine($"error: {problem}");
        }

        if (context.Report.File is { } file)
        {
            try
            {
                using var buffer = new MemoryStream();
                WriteError(failure, inputName, context.Report.Format, buffer);
                AtomicFile.Write(file, [buffer.ToArray()]);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                var problem = ErrorResult.From(e).Message;
                if (problem != failure.Message)
                {
                    error.WriteLine($"error: {problem}");
                }
            }
        }

        return failure.Code;
    }

    private static void Write(ReportedRun run, ReportOptions options, TimeSpan? elapsed, Stream stream)
    {
        switch (options.Format)
        {
            case ReportFormat.Json:
                JsonReport.Write(run, stream);
                break;
            case ReportFormat.Text:
                WriteText(stream, writer => WriteText(run, options, elapsed, writer));
                break;
            default:
                Write(run, Finding.Of(run.Report, run.InputName), options.Format, stream);
                break;
        }
    }

    private static void WriteError(ErrorResult failure, string inputName, ReportFormat format, Stream stream)
    {
        switch (format)
        {
            case ReportFormat.Json:
                JsonReport.WriteError(failure, inputName, stream);
                break;
            case ReportFormat.Text:
                WriteText(stream, writer => failure.Problems.ToList().ForEach(p => writer.WriteLine($"error: {p}")));
                break;
            default:
                Write(
                    new ReportedRun(new Report([], [], []), inputName, null, null, failure),
                    Finding.Of(failure, inputName),
                    format,
                    stream
                );
                break;
        }
    }

    private static void Write(ReportedRun run, IEnumerable<Finding> findings, ReportFormat format, Stream stream)
    {
        switch (format)
        {
            case ReportFormat.Sarif:
                SarifReport.Write(findings, run.InputName, stream);
                break;
            case ReportFormat.Junit:
                JUnitReport.Write(findings, run.Error is not null, stream);
                break;
            case ReportFormat.Markdown:
                WriteText(stream, writer => MarkdownReport.Write(run, writer));
                break;
            case ReportFormat.Html:
                HtmlReport.Write(run, stream);
                break;
            default:
                WriteText(stream, writer => GitHubReport.Write(findings, writer));
                break;
        }
    }

    private static void WriteText(ReportedRun run, ReportOptions options, TimeSpan? elapsed, TextWriter writer) =>
        TextReport.Write(run, writer, options.Verbose, options.Color && options.File is null, elapsed);

    private static void WriteText(Stream stream, Action<TextWriter> write)
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        write(writer);
    }
}
