namespace KymaIstioTransform.Cli.Output;

/// <summary>
/// Names of files made of names in manifests, which nobody has checked: they lead nowhere else, and no system gives them a meaning.
/// </summary>
internal static class FileName
{
    /// <summary>Below what file systems allow, with room for what is added.</summary>
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

    /// <summary>A path of such parts.</summary>
    public static string SafePath(string path) => string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Safe));
}
