using System.Text;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Cli.Output;

namespace KymaIstioTransform.Cli.Diff;

/// <summary>
/// Shows differences with a program of the user, as kubectl does with KUBECTL_EXTERNAL_DIFF. The program gets two folders with a file for
/// each resource, and its exit code is like that of diff(1).
/// </summary>
internal static class ExternalDiff
{
    /// <exception cref="UsageException">The program does not exist.</exception>
    public static ExitCode Run(string differ, IReadOnlyList<ResourcePair> pairs, RunContext context)
    {
        var folder = FileReader.ExplainFolder(
            $"{Path.GetTempPath()} (the folder for temporary files, see TMPDIR)",
            () => Directory.CreateTempSubdirectory(ProgramInfo.Name)
        );
        try
        {
            var (before, after) = (folder.CreateSubdirectory("input").FullName, folder.CreateSubdirectory("output").FullName);
            foreach (var pair in pairs)
            {
                var shown = pair.Shown;
                Write(before, pair.Name, pair.Before is null ? null : shown.Before);
                Write(after, pair.Name, pair.After is null ? null : shown.After);
            }

            string[] words = differ.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var result =
                context.Host.Run(new ChildCall(words[0], [.. words[1..], before, after], context.Host.Folder))
                ?? throw new UsageException($"{ProgramInfo.VariablePrefix}EXTERNAL_DIFF: {words[0]} is not on the PATH");
            context.Write(result.Output);
            context.Host.Error.Write(result.Error);
            return result.Exit switch
            {
                0 => ExitCode.Written,
                1 => ExitCode.Findings,
                _ => throw new FileException($"{words[0]} failed ({result.Exit})"),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(string folder, string name, string? text)
    {
        if (text is not null)
        {
            File.WriteAllText(Path.Combine(folder, FileName.Safe(name)), text + "\n", new UTF8Encoding(false));
        }
    }
}
