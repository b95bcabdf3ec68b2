using System.Text;
using KymaIstioTransform.Cli.IO;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>Prints or writes the files that run this program in a host: those of examples/HOST, which are embedded resources.</summary>
internal static class InitCommand
{
    private const string Root = "examples/";

    private const UnixFileMode Executable =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    /// <summary>The hosts that have files.</summary>
    public static IEnumerable<string> Hosts => Files.Select(f => f[Root.Length..].Split('/')[0]).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The files of a host, relative to its folder.</summary>
    public static IEnumerable<string> FilesOf(string host) =>
        Files.Where(f => f.StartsWith($"{Root}{host}/", StringComparison.Ordinal)).Select(f => f[$"{Root}{host}/".Length..]);

    public static ExitCode Run(string[] args, RunContext context)
    {
        if (args is not ([_] or [_, { Length: > 0 }]))
        {
            throw new UsageException($"init takes a host and optionally a folder to write to (hosts: {string.Join(", ", Hosts)})");
        }

        if (!Hosts.Contains(args[0]))
        {
            throw new UsageException(
                $"init: unknown host \"{args[0]}\"{Suggestion.For(args[0], Hosts)} (known: {string.Join(", ", Hosts)})"
            );
        }

        var files = Files.Where(f => f.StartsWith($"{Root}{args[0]}/", StringComparison.Ordinal));
        if (args is [_, var folder])
        {
            Write(files.ToDictionary(f => Path.Combine(folder, f[$"{Root}{args[0]}/".Length..])), context);
        }
        else
        {
            context.Write(string.Concat(files.Select(f => $"##### {f[Root.Length..]}\n{Content(f).TrimEnd('\n')}\n\n")));
        }

        return ExitCode.Written;
    }

    private static IEnumerable<string> Files =>
        typeof(InitCommand)
            .Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Root, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    /// <summary>Writes all files, or none if one of them already exists.</summary>
    private static void Write(Dictionary<string, string> files, RunContext context)
    {
        if (files.Keys.FirstOrDefault(Path.Exists) is { } present)
        {
            throw new FileException(present, "already exists; nothing is written (use another folder)");
        }

        foreach (var (path, resource) in files)
        {
            var folder = Path.GetDirectoryName(path)!;
            FileReader.ExplainFolder(folder, () => Directory.CreateDirectory(folder));
            AtomicFile.Write(path, [Encoding.UTF8.GetBytes(Content(resource))]);
            if (path.EndsWith(".sh", StringComparison.Ordinal) && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, Executable);
            }

            context.Host.Error.WriteLine($"written {path}");
        }
    }

    private static string Content(string resource)
    {
        using var reader = new StreamReader(typeof(InitCommand).Assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
