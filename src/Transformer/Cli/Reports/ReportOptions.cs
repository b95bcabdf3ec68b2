namespace KymaIstioTransform.Cli.Reports;

/// <summary>The format of the report.</summary>
internal enum ReportFormat
{
    /// <summary>Lines for people.</summary>
    Text,

    /// <summary>One JSON object with the complete report.</summary>
    Json,

    /// <summary>SARIF 2.1.0, for code scanning.</summary>
    Sarif,

    /// <summary>JUnit XML, for test reports of CI systems.</summary>
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
    /// <summary>On a terminal, unless the environment disables colour.</summary>
    Auto,
    Always,
    Never,
}

/// <summary>The destination and the level of detail of the report.</summary>
/// <param name="File">The file to write; null for standard error.</param>
/// <param name="Format">Its format.</param>
/// <param name="Quiet">Write no report to standard error.</param>
/// <param name="Verbose">List each changed field.</param>
/// <param name="Color">Colour text on standard error.</param>
/// <param name="OutputColor">Colour a diff on standard output.</param>
internal sealed record ReportOptions(string? File, ReportFormat Format, bool Quiet, bool Verbose, bool Color, bool OutputColor);
