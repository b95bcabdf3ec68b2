using CommandLine;

namespace KymaIstioTransform.Cli.Options.Flags;

/// <summary>
/// The flags for what is read and where results go. Only these flags have letters, because letters can be combined in one argument.
/// </summary>
internal sealed class StreamFlags
{
    /// <summary>Names of files, folders and <c>-</c>.</summary>
    [Value(0)]
    public IEnumerable<string> Files { get; set; } = [];

    [Option('f', "filename")]
    public IEnumerable<string> Filename
    {
        [Setting(
            OptionGroup.Input,
            IsCommon = true,
            Placeholder = "FILE|DIR|-",
            Help = "read this file, folder or standard input; repeatable",
            DefaultText = "standard input",
            IsPath = true,
            Verbs = Verbs.Transform | Verbs.Verify | Verbs.Diff
        )]
        get;
        set;
    } = [];

    [Option('R', "recursive")]
    public bool Recursive
    {
        [Setting(
            OptionGroup.Input,
            IsCommon = true,
            Help = "read the subfolders of a folder too",
            Verbs = Verbs.Transform | Verbs.Verify | Verbs.Diff
        )]
        get;
        set;
    }

    [Option('o', "output-file")]
    public string? OutputFile
    {
        [Setting(
            OptionGroup.Output,
            IsCommon = true,
            Placeholder = "FILE",
            Help = "write to this file; it is replaced as a whole, keeps its mode and can be an input",
            DefaultText = "standard output",
            IsPath = true,
            Verbs = Verbs.Transform | Verbs.Diff
        )]
        get;
        set;
    }

    [Option("report")]
    public string? Report
    {
        [Setting(
            OptionGroup.Output,
            IsCommon = true,
            Placeholder = "FILE",
            Help = "write the report, or the error, to this file",
            DefaultText = "standard error",
            IsPath = true
        )]
        get;
        set;
    }

    [Option("report-format")]
    public string? ReportFormat
    {
        [Setting(
            OptionGroup.Output,
            IsCommon = true,
            Placeholder = "FORMAT",
            Help = "text, json, sarif, junit, github (annotations), markdown or html",
            Choices = typeof(Reports.ReportFormat),
            Default = "text"
        )]
        get;
        set;
    }

    [Option('q', "quiet")]
    public bool Quiet
    {
        [Setting(OptionGroup.Output, IsCommon = true, Help = "print errors only")]
        get;
        set;
    }

    [Option('v', "verbose")]
    public bool Verbose
    {
        [Setting(
            OptionGroup.Output,
            IsCommon = true,
            Help = "report each changed field: old value, new value, line of the input, chart template"
        )]
        get;
        set;
    }
}
