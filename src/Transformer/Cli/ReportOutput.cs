using System.Text;

namespace KymaIstioTransform.Cli;

/// <summary>Puts a report, or the error in its place, where the options say: standard error or a file.</summary>
internal static class ReportOutput
{
    /// <summary>Writes the output, then the report; a report file before it, as one that cannot be written must leave standard output empty.</summary>
    public static void Deliver(Session session, IEnumerable<ReadOnlyMemory<byte>> output, Report report)
    {
        if (session.Report.File is not null)
        {
            Tell(session, report);
            session.Write(output);
        }
        else
        {
            session.Write(output);
            Tell(session, report);
        }
    }

    private static void Tell(Session session, Report report)
    {
        var options = session.Report;
        if (options.File is null && options.Quiet)
        {
            return;
        }

        using var buffer = new MemoryStream();
        if (options.Format == ReportFormat.Json)
        {
            JsonReport.Write(report, buffer);
        }
        else
        {
            using var writer = new StreamWriter(buffer, leaveOpen: true) { NewLine = "\n" };
            TextReport.Write(report, writer, options.Verbose, options.Color && options.File is null);
        }

        if (options.File is not null)
        {
            File.WriteAllBytes(options.File, buffer.ToArray());
        }
        else
        {
            session.Host.Error.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        }
    }

    /// <summary>Hosts hide standard error, so the report file tells of a failure too.</summary>
    public static ExitCode Fail(Session session, ExitCode code, string message)
    {
        var error = session.Host.Error;
        foreach (var line in message.Split('\n'))
        {
            error.WriteLine($"error: {TextReport.Printable(line)}");
        }

        if (session.Report.File is { } file)
        {
            try
            {
                using var buffer = new MemoryStream();
                JsonReport.WriteError(message, code, buffer);
                File.WriteAllBytes(file, session.Report.Format == ReportFormat.Json ? buffer.ToArray() : Encoding.UTF8.GetBytes($"error: {message}\n"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                error.WriteLine($"error: {e.Message}");
            }
        }

        return code;
    }
}
