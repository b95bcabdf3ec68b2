
namespace KymaIstioTransform.Cli.Callers;

/// <summary>
/// kubectl runs an executable kubectl-NAME for <c>kubectl NAME</c>, with underscores in the file's name for dashes in the command's.
/// </summary>
internal static class KubectlPlugin
{
    private const string Prefix = "kubectl-";

    /// <summary>What the user typed to run the executable of this path.</summary>
    public static string Program(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? $"kubectl {name[Prefix.Length..].Replace('_', '-')}" : ProgramInfo.Name;
    }
}
