using System.Diagnostics.CodeAnalysis;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Manifests;
using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli;

/// <summary>
/// One run from arguments to exit code. Standard output gets manifests and only when everything has succeeded; what there is to say goes
/// to standard error or the report file.
/// </summary>
internal sealed class Application(CommandLineHost host)
{
    private ReportOptions report = new(null, ReportFormat.Text, false, false, false);

    public static ExitCode Run(string[] args, CommandLineHost host) => new Application(host).Run(args);

    [SuppressMessage("Design", "CA1031", Justification = "The last line of defence: whatever happened, the exit code and an empty standard output must say so.")]
    private ExitCode Run(string[] args)
    {
        try
        {
            return Dispatch(args);
        }
        catch (UsageException e)
        {
            return Fail(ExitCode.Usage, e.Message);
        }
        catch (Exception e) when (e is ManifestException or CertificateException)
        {
            return Fail(ExitCode.InputRefused, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(ExitCode.FileError, e.Message);
        }
        catch (SelfCheckException e)
        {
            return Fail(ExitCode.Internal, $"self-check: {e.Message} (nothing is written; this is a bug, please report it with the input)");
        }
        catch (Exception e)
        {
            return Fail(ExitCode.Internal, $"{e.GetType().Name}: {e.Message} (nothing is written; this is a bug, please report it with the input)");
        }
    }

    private ExitCode Dispatch(string[] args)
    {
        // Parsing arguments costs more than transforming a small stream: without any there is nothing to parse.
        var typed = args.Length == 0 ? new CommandLineOptions() : CommandLineReader.Read(args);
        if (typed.Help)
        {
            Print(HelpText.Usage);
            return ExitCode.Written;
        }

        if (typed.Version)
        {
            Print($"kyma-istio-transform {typeof(Application).Assembly.GetName().Version?.ToString(3)}\n");
            return ExitCode.Written;
        }

        var options = OptionsBinder.Bind(typed, host);
        report = options.Report;
        if (options.Inputs.Count == 0 && host.InputIsTerminal)
        {
            host.Error.Write(HelpText.Usage);
            return ExitCode.Usage;
        }

        var source = new SourceText(InputReader.Read(options.Inputs, options.Recursive, host.Input));
        var result = ManifestTransformer.Transform(source, options.Transform);
        foreach (var piece in result.Output)
        {
            host.Output.Write(piece.Span);
        }

        host.Output.Flush();
        Tell(result.Report);
        return ExitCode.Written;
    }

    private void Print(string text)
    {
        host.Output.Write(System.Text.Encoding.UTF8.GetBytes(text));
        host.Output.Flush();
    }

    private void Tell(Report result)
    {
        if (report.File is { } name)
        {
            using var file = File.Create(name);
            Tell(result, file);
        }
        else if (!report.Quiet)
        {
            using var text = new MemoryStream();
            Tell(result, text);
            host.Error.Write(System.Text.Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
        }
    }

    private void Tell(Report result, Stream stream)
    {
        if (report.Format == ReportFormat.Json)
        {
            JsonReport.Write(result, stream);
            stream.WriteByte((byte)'\n');
            return;
        }

        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        TextReport.Write(result, writer, report.Verbose, report.Color && report.File is null);
    }

    /// <summary>Hosts hide standard error, so the report file tells of a failure too.</summary>
    private ExitCode Fail(ExitCode code, string message)
    {
        foreach (var line in message.Split('\n'))
        {
            host.Error.WriteLine($"error: {line}");
        }

        if (report.File is { } name)
        {
            try
            {
                using var file = File.Create(name);
                if (report.Format == ReportFormat.Json)
                {
                    JsonReport.WriteError(message, code, file);
                }
                else
                {
                    file.Write(System.Text.Encoding.UTF8.GetBytes($"error: {message}\n"));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                host.Error.WriteLine($"error: {e.Message}");
            }
        }

        return code;
    }
}
