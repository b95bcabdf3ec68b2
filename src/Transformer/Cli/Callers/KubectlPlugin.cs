namespace KymaIstioTransform.Cli.Callers;

/// <summary>
/// kubectl runs an executable kubectl-NAME for <c>kubectl NAME</c>. Underscores in the file's name are dashes in the command's name.
/// </summary>
internal static class KubectlPlugin
{
    private const string Prefix = "kubectl-";

    /// <summary>The command that the user typed to run the executable at this path.</summary>
    public static string Program(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? $"kubectl {name[Prefix.Length..].Replace('_', '-')}" : ProgramInfo.Name;
    }
}
