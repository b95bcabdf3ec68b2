using System.Text;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli.Commands.Help;

/// <summary>The output of <c>help</c> and <c>--help</c>.</summary>
internal static class HelpText
{
    /// <summary>The column where summaries start. A longer flag moves its own summary to the right.</summary>
    private const int Column = 42;

    /// <summary>Examples, the most common one first.</summary>
    public static IReadOnlyList<string> Examples { get; } =
    [
        $"set -o pipefail; helm template istio | {ProgramInfo.Name} | kubectl apply --server-side -f -",
        $"{ProgramInfo.Name} -f crds.yaml -f istio.yaml --domain example.com > patched.yaml",
        $"{ProgramInfo.Name} rendered/ --skip ingress-certificates --report report.json --report-format json",
    ];

    /// <summary>The overview, with <paramref name="program"/> as the command: commands, patches and the most common options.</summary>
    public static string Overview(string program)
    {
        var text = new StringBuilder();
        text.Append($"{ProgramInfo.Description}\n\nUsage:\n");
        foreach (var command in CommandSet.All)
        {
            text.Append($"  {Padded($"{ProgramInfo.Name} {command.Usage}", Column + 19)}{command.Summary}\n");
        }

        text.Append($"\nExamples:\n{Lines(Examples)}");
        text.Append(
            $"\nPatches, in the order they run:\n{string.Concat(PatchSet.All.Select(p => $"  {Padded(p.Name, Column)}{p.Summary}\n"))}"
        );
        text.Append("\nCommon options:\n");
        Append(text, OptionTable.All.Where(o => o.IsCommon));
        text.Append($"\n{ProgramInfo.Name} help COMMAND, or COMMAND --help, lists all options of a command.\n");
        text.Append($"{ProgramInfo.Name} --version prints the version.\n");
        return Finish(text, program);
    }

    /// <summary>The help of one command: its usage and all its options.</summary>
    public static string Of(Command command, string program)
    {
        var text = new StringBuilder();
        text.Append(
            $"{char.ToUpperInvariant(command.Summary[0])}{command.Summary[1..]}.\n\nUsage:\n  {ProgramInfo.Name} {command.Usage}\n"
        );
        if (command.Examples.Count > 0)
        {
            text.Append($"\nExamples:\n{Lines(command.Examples)}");
        }

        if (command.Choices is { } choices)
        {
            text.Append($"\n{choices.Title}:\n");
            foreach (var (name, summary) in choices.Names())
            {
                text.Append($"  {(summary.Length > 0 ? Padded(name, Column) + summary : name)}\n");
            }
        }

        if (command.Verb is not { } verb)
        {
            return text.Replace(ProgramInfo.Name, program).ToString();
        }

        foreach (var group in Enum.GetValues<OptionGroup>().Where(g => OptionTable.In(g, verb).Any()))
        {
            text.Append($"\n{OptionTable.Title(group)}:\n");
            Append(text, OptionTable.In(group, verb));
        }

        text.Append('\n');
        return Finish(text, program);
    }

    private static string Lines(IEnumerable<string> examples) => string.Concat(examples.Select(e => $"  {e}\n"));

    private static void Append(StringBuilder text, IEnumerable<OptionInfo> options)
    {
        foreach (var option in options)
        {
            text.Append($"  {Padded(option.Form, Column)}{option.Help}\n");
        }
    }

    private static string Finish(StringBuilder text, string program)
    {
        text.Append(
            $"Environment variables set options: {ProgramInfo.VariablePrefix} plus the name in capitals, with _ for -.\n"
            + $"Exit codes: {ProgramInfo.ExitCodes}.\n"
        );
        return text.Replace(ProgramInfo.Name, program).ToString();
    }

    private static string Padded(string text, int width) => text.Length < width ? text.PadRight(width) : text + "  ";
}
