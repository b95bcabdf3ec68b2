using KymaIstioTransform.Certificates.Pem;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Cli.Reports;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli;

/// <summary>One run of the command line: the host, and the destination of reports after the arguments are read.</summary>
internal sealed class RunContext(CommandLineEnvironment host) : IDisposable
{
    private Progress? progress;

    public CommandLineEnvironment Host { get; } = host;

    /// <summary>The report's destination and format. Until the arguments are read: standard error, as text.</summary>
    public ReportOptions Report { get; set; } = new(ReportFile(host), ReportFormat.Text, false, false, false, false);

    /// <summary>The report file from the environment, for hosts that hide standard error and pass no flags.</summary>
    public static string? ReportFile(CommandLineEnvironment host) =>
        host.Environment(ProgramInfo.VariablePrefix + "REPORT") is { Length: > 0 } file ? file : null;

    /// <summary>The name of the first input, for problems of a run that have no place.</summary>
    public string InputName { get; set; } = InputReader.StandardInputName;

    /// <summary>The file to write instead of standard output, or null.</summary>
    public string? OutputFile { get; set; }

    /// <summary>Shows progress on a terminal until something is written. Returns standard input with its bytes counted.</summary>
    public Stream ShowProgress()
    {
        StartProgress();
        return progress?.Watch(Host.Input) ?? Host.Input;
    }

    /// <summary>Shows progress on a terminal until something is written.</summary>
    public void StartProgress()
    {
        if (Host.ErrorIsTerminal && !Report.Quiet)
        {
            progress ??= new Progress(Host.WriteError);
        }
    }

    public void Dispose() => progress?.Dispose();

    /// <summary>Writes to standard output or to the file instead of it. Call this only after everything that can fail.</summary>
    public void Write(SegmentedText text)
    {
        progress?.Dispose();
        if (OutputFile is not null)
        {
            AtomicFile.Write(OutputFile, text.Blocks(), PrivateKeyText.IsIn(text.Blocks()));
            return;
        }

        text.CopyTo(Host.Output);
        Host.Output.Flush();
    }

    /// <inheritdoc cref="Write(SegmentedText)"/>
    public void Write(byte[] bytes) => Write(new EditedText(bytes));

    /// <inheritdoc cref="Write(SegmentedText)"/>
    public void Write(string text) => Write(System.Text.Encoding.UTF8.GetBytes(text));
}
