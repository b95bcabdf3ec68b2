namespace KymaIstioTransform.Cli.Output;

/// <summary>
/// Makes file names from untrusted names in manifests. They stay inside the folder and have no special meaning on any system.
/// </summary>
internal static class FileName
{
    /// <summary>Less than the limit of file systems, with space for suffixes.</summary>
    private const int MaxLength = 200;

    /// <summary>One part of a path: letters, digits, dots, dashes and underscores, without a dot at its start or end.</summary>
    public static string Safe(string name)
    {
        var safe = string.Concat(name.Take(MaxLength).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
        return safe switch
        {
            "" => "_",
            ['.', .. var rest] => "_" + Safe(rest),
            [.. var start, '.'] => start + "_",
            _ => safe,
        };
    }

    /// <summary>A path of such parts, separated by slashes.</summary>
    public static string SafePath(string path) => string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Safe));
}
