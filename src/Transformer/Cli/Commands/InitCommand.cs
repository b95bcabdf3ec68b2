using System.Text;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>Prints the files that run this program in a host: those of examples/HOST, which are built in.</summary>
internal sealed class InitCommand : ICommand
{
    private const string Root = "examples/";

    /// <summary>The hosts there are files for.</summary>
    public static IEnumerable<string> Hosts => Files.Select(f => f[Root.Length..].Split('/')[0]).Distinct();

    public string Name => "init";

    public string Usage => "init HOST";

    public string Summary => "print the files that run it in a host";

    public ExitCode Run(string[] args, Session session)
    {
        if (args is not [var host] || !Hosts.Contains(host))
        {
            throw new UsageException($"init needs one of {string.Join(", ", Hosts)}");
        }

        var text = new StringBuilder();
        foreach (var file in Files.Where(f => f.StartsWith($"{Root}{host}/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(typeof(InitCommand).Assembly.GetManifestResourceStream(file)!);
            text.Append($"##### {file[Root.Length..]}\n").Append(reader.ReadToEnd().TrimEnd('\n')).Append("\n\n");
        }

        session.Write(text.ToString());
        return ExitCode.Written;
    }

    private static IEnumerable<string> Files =>
        typeof(InitCommand).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Root, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
