using KymaIstioTransform.Cli.Commands.Help;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>All commands, in the order of <c>--help</c>. Without a command, the arguments are for the first one.</summary>
internal static class CommandSet
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("transform", "[FILE|DIR|-]... [flags]", "apply Kyma's changes (the default command)", TransformCommand.Run, Verbs.Transform)
        {
            Examples = HelpText.Examples,
        },
        new(
            "verify",
            "verify [FILE|DIR|-]... [flags]",
            "report what would change and which preconditions fail; exit 1 for findings",
            VerifyCommand.Run,
            Verbs.Verify
        )
        {
            Examples =
            [
                $"{ProgramInfo.Name} verify -R gitops/istio",
                $"{ProgramInfo.Name} verify rendered.yaml --report report.html --report-format html",
            ],
        },
        new(
            "diff",
            "diff [FILE|DIR|-]... [flags]",
            "print a unified diff of what would change; exit 1 for differences",
            DiffCommand.Run,
            Verbs.Diff
        )
        {
            Examples = [$"helm template istiod istio/istiod | {ProgramInfo.Name} diff --profile kyma-module"],
        },
        new("explain", "explain [PATCH]", "explain a patch: what it does, why, and for which Istio", ExplainCommand.Run)
        {
            Choices = new("Patches", () => PatchSet.All.Select(p => (p.Name, p.Summary))),
            Examples = [$"{ProgramInfo.Name} explain zipkin"],
        },
        new("init", "init HOST [DIR]", "print the files that a host needs to run the program, or write them to a folder", InitCommand.Run)
        {
            Choices = new("Hosts and their files", () => InitCommand.Hosts.Select(h => (h, string.Join(", ", InitCommand.FilesOf(h))))),
            Examples = [$"{ProgramInfo.Name} init pipe demo", $"{ProgramInfo.Name} init kustomize | less"],
        },
        new("cmp", "cmp generate|parameters|init [flags]", "run as Argo CD's config management plugin", CmpCommand.Run, Verbs.Cmp)
        {
            Choices = new("Steps", () => CmpCommand.Steps),
        },
        new("completion", "completion bash|zsh|fish|pwsh", "print the completion script of a shell", CompletionCommand.Run)
        {
            Choices = new("Shells", () => CompletionCommand.Shells.Select(s => (s, ""))),
            Examples = [$"source <({ProgramInfo.Name} completion bash)"],
        },
        new("man", "man", "print the manual page", ManCommand.Run) { Examples = [$"{ProgramInfo.Name} man | man -l -"] },
        new(
            "version",
            "version [-o json]",
            "print the version; with -o json also the tested Istio releases and the patches",
            VersionCommand.Run
        )
        {
            Flags = VersionCommand.Flags,
        },
        new("help", "help [COMMAND]", "print this overview, or the usage and options of a command", HelpCommand.Run)
        {
            Choices = new("Commands", () => All!.Select(c => (c.Name, c.Summary))),
        },
    ];

    /// <summary>Called only by completion scripts.</summary>
    private static readonly Command Complete = new(
        CompleteCommand.Name,
        $"{CompleteCommand.Name} WORD...",
        "answer a shell's completion",
        CompleteCommand.Run
    );

    /// <summary>
    /// The command that the arguments name, and the remaining arguments. A file with a command's name must be written as ./NAME.
    /// </summary>
    /// <exception cref="UsageException">The first argument looks like a mistyped command.</exception>
    public static (Command Command, string[] Args) Select(string[] args)
    {
        if (args.Length == 0)
        {
            return (All[0], args);
        }

        var command = args[0] == Complete.Name ? Complete : Find(args[0]);
        if (command is null && IsMistyped(args[0]))
        {
            throw new UsageException($"unknown command or file \"{args[0]}\"{Suggestion.For(args[0], All.Select(c => c.Name))}");
        }

        if (command != Complete && HelpCommand.IsRequested(args))
        {
            // "--help verify" is the same as "verify --help".
            var about = command ?? Find(args[^1]);
            return (Find("help")!, about is null ? [] : [about.Name]);
        }

        if (command is { Verb: null } && command != Complete && UnknownFlagOf(command, args) is { } flag)
        {
            throw UnknownFlag.Error(flag, command.Flags);
        }

        return command is not null ? (command, args[1..])
            : args[0] == "--version" ? (Find("version")!, args[1..])
            : (All[0], args);
    }

    /// <summary>The first flag that a command without options does not have, or null.</summary>
    private static string? UnknownFlagOf(Command command, string[] args) =>
        args.FirstOrDefault(a => a is ['-', _, ..] && !command.Flags.Contains(a.Split('=')[0].TrimStart('-')));

    public static Command? Find(string name) => All.FirstOrDefault(c => c.Name == name);

    /// <summary>
    /// True for a word that is similar to a command's name and cannot be a file: most manifests have an extension or a folder.
    /// </summary>
    private static bool IsMistyped(string word) =>
        word.Length > 0
        && word.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") < 0
        && !Path.Exists(word)
        && Suggestion.For(word, All.Select(c => c.Name)).Length > 0;
}
