namespace KymaIstioTransform.Cli;

/// <summary>How the report is written.</summary>
internal enum ReportFormat
{
    Text,
    Json,
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
/// <param name="Format">Text or JSON.</param>
/// <param name="Quiet">No report on standard error.</param>
/// <param name="Verbose">Each field that changed.</param>
/// <param name="Color">Colour text on standard error.</param>
internal sealed record ReportOptions(string? File, ReportFormat Format, bool Quiet, bool Verbose, bool Color);

/// <summary>Everything a run needs, validated.</summary>
/// <param name="Inputs">Names of files and directories; none for standard input.</param>
/// <param name="Recursive">Look into the folders of directories.</param>
/// <param name="Transform">The transformation.</param>
internal sealed record RunOptions(IReadOnlyList<string> Inputs, bool Recursive, TransformOptions Transform)
{
    /// <summary>The same for a host that renders again and again: what would differ each time is refused.</summary>
    public RunOptions Reproducible() => this with { Transform = Transform with { IngressGateway = Transform.IngressGateway with { RefuseRandom = true } } };
}
