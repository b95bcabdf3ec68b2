namespace KymaIstioTransform.Cli;

/// <summary>The exit codes of the process.</summary>
internal enum ExitCode
{
    /// <summary>The output is written.</summary>
    Written = 0,

    /// <summary>There are findings: something would change, or a KRM function failed.</summary>
    Findings = 1,

    /// <summary>The command line or configuration is wrong.</summary>
    Usage = 2,

    /// <summary>The input is rejected: malformed, truncated, without Istio, or a precondition fails.</summary>
    InputRejected = 3,

    /// <summary>A file cannot be read or written.</summary>
    FileError = 4,

    /// <summary>A bug of this program: the self-check or another internal check failed.</summary>
    Internal = 5,
}
