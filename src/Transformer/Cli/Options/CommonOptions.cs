using CommandLine;

namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// The flags of most runs exactly as typed. What they mean and whether they are right is decided by <see cref="OptionsBinder"/>. Under
/// native AOT the parser can fill only text, booleans and lists of text.
/// </summary>
internal class CommonOptions
{
    /// <summary>False when there are names of files alone. Not public: the parser reflects over what is.</summary>
    internal bool HasFlags { get; init; } = true;

    [Value(0)]
    public IEnumerable<string> Files { get; set; } = [];

    [Option('f', "filename")]
    public IEnumerable<string> Filenames { get; set; } = [];

    [Option('R', "recursive")]
    public bool Recursive { get; set; }

    [Option("diff")]
    public bool Diff { get; set; }

    [Option("config")]
    public string? Config { get; set; }

    [Option("only")]
    public string? Only { get; set; }

    [Option("skip")]
    public string? Skip { get; set; }

    [Option("strict")]
    public bool Strict { get; set; }

    [Option("validate")]
    public bool Validate { get; set; }

    [Option("profile")]
    public string? Profile { get; set; }

    [Option("allow-empty")]
    public bool AllowEmpty { get; set; }

    [Option("istio-namespace")]
    public string? IstioNamespace { get; set; }

    [Option("sidecar-memory-limit")]
    public string? SidecarMemoryLimit { get; set; }

    [Option("zipkin-address")]
    public string? ZipkinAddress { get; set; }

    [Option("domain")]
    public string? Domain { get; set; }

    [Option("tls-cert")]
    public string? TlsCert { get; set; }

    [Option("tls-key")]
    public string? TlsKey { get; set; }

    [Option("tls-mode")]
    public string? TlsMode { get; set; }

    [Option("tls-seed-file")]
    public string? TlsSeedFile { get; set; }

    [Option("now")]
    public string? Now { get; set; }

    [Option("addons")]
    public string? Addons { get; set; }

    [Option("clean")]
    public bool Clean { get; set; }

    [Option("output-dir")]
    public string? OutputDir { get; set; }

    [Option("delete")]
    public string? Delete { get; set; }

    [Option('o', "output-file")]
    public string? OutputFile { get; set; }

    [Option("report")]
    public string? Report { get; set; }

    [Option("report-format")]
    public string? ReportFormat { get; set; }

    [Option('q', "quiet")]
    public bool Quiet { get; set; }

    [Option('v', "verbose")]
    public bool Verbose { get; set; }

    [Option('h', "help")]
    public bool Help { get; set; }

    [Option("version")]
    public bool Version { get; set; }
}
