using System.Text;
using KymaIstioTransform.Cli.Commands;
using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli.Options;

/// <summary>What <c>--help</c> prints.</summary>
internal static class HelpText
{
    /// <summary>The name of the executable.</summary>
    public const string Program = "kyma-istio-transform";

    /// <summary>The release, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(HelpText).Assembly.GetName().Version!.ToString(3);

    public const string Description = "Applies Kyma's changes to rendered Istio manifests.";

    public const string ExitCodes = "0 written, 1 findings, 2 usage, 3 input refused, 4 file error, 5 internal error";

    /// <summary>The column at which summaries start; a longer flag pushes its own to the right.</summary>
    private const int Column = 42;

    /// <summary>Examples, the most common one first.</summary>
    public static IReadOnlyList<string> Examples { get; } =
    [
        $"set -o pipefail; helm template istio | {Program} | kubectl apply -f -",
        $"{Program} -f crds.yaml -f istio.yaml --domain example.com > patched.yaml",
        $"{Program} rendered/ --skip ingress-certificates --report report.json --report-format json",
    ];

    /// <summary>The text for those who run it as <paramref name="program"/>.</summary>
    public static string Usage(string program)
    {
        var text = new StringBuilder();
        text.Append($"{Description}\n\nUsage:\n");
        foreach (var command in CommandSet.All)
        {
            text.Append($"  {Padded($"{Program} {command.Usage}", Column + 19)}{command.Summary}\n");
        }

        text.Append($"\nExamples:\n{string.Concat(Examples.Select(e => $"  {e}\n"))}");
        text.Append($"\nThe patches, in their order:\n{string.Concat(PatchSet.All.Select(p => $"  {Padded(p.Name, Column)}{p.Summary}\n"))}");
        foreach (var group in FlagTable.Groups)
        {
            text.Append($"\n{group.Title}:\n{string.Concat(group.Flags.Select(f => $"  {Padded(Form(f), Column)}{f.Summary}\n"))}");
        }

        text.Append($"\n  {Padded("-h, --help", Column)}this text\n  {Padded("    --version", Column)}the version\n");
        text.Append($"\nEach flag can be an environment variable: {Flag.VariablePrefix} and its name in capitals, with _ for -.\nExit codes: {ExitCodes}.\n");
        return text.Replace(Program, program).ToString();
    }

    /// <summary>A flag with its letter and argument.</summary>
    public static string Form(Flag flag) => $"{(flag.Letter is { } letter ? $"-{letter}, " : "    ")}--{flag.Name}{(flag.Argument is { } argument ? " " + argument : "")}";

    private static string Padded(string text, int width) => text.Length < width ? text.PadRight(width) : text + "  ";
}
