namespace KymaIstioTransform.Cli.Reports;

/// <summary>How the report is written.</summary>
internal enum ReportFormat
{
    /// <summary>Lines for people.</summary>
    Text,

    /// <summary>One object with all there is to tell.</summary>
    Json,

    /// <summary>SARIF 2.1.0, for code scanning.</summary>
    Sarif,

    /// <summary>JUnit's XML, for test reports of CI systems.</summary>
    Junit,

    /// <summary>Workflow commands that GitHub shows as annotations.</summary>
    Github,

    /// <summary>Markdown for comments on pull requests and job summaries.</summary>
    Markdown,

    /// <summary>One self-contained HTML file.</summary>
    Html,
}

/// <summary>When the report is coloured.</summary>
internal enum ColorMode
{
    /// <summary>On a terminal, unless the environment says no.</summary>
    Auto,
    Always,
    Never,
}

/// <summary>Where the report goes and how much it tells.</summary>
/// <param name="File">The file it goes to; null for standard error.</param>
/// <param name="Format">Its format.</param>
/// <param name="Quiet">No report on standard error.</param>
/// <param name="Verbose">Each field that changed.</param>
/// <param name="Color">Colour text on standard error.</param>
/// <param name="OutputColor">Colour a diff on standard output.</param>
internal sealed record ReportOptions(string? File, ReportFormat Format, bool Quiet, bool Verbose, bool Color, bool OutputColor);
