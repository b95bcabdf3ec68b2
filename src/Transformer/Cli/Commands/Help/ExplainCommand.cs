using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli.Commands.Help;

/// <summary>
/// Explains what a patch does, why, which Kyma releases had it and which Istio releases it affects. The text is a section of
/// docs/patches.md, which is an embedded resource.
/// </summary>
internal static class ExplainCommand
{
    private const string Resource = "docs/patches.md";

    public static ExitCode Run(string[] args, RunContext context)
    {
        switch (args)
        {
            case []:
                context.Write(string.Concat(PatchSet.All.Select(p => $"{p.Name,-22}{p.Summary}\n")));
                return ExitCode.Written;
            case [var name] when PatchSet.All.Any(p => p.Name == name):
                context.Write(Section(name));
                return ExitCode.Written;
            default:
                var names = PatchSet.All.Select(p => p.Name).ToList();
                throw new UsageException(
                    $"explain needs the name of a patch{(args is [var wrong] ? Suggestion.For(wrong, names) : "")} (known: "
                    + $"{string.Join(", ", names)})"
                );
        }
    }

    /// <summary>The section as plain text, without Markdown's marks for bold text and code.</summary>
    private static string Section(string name)
    {
        using var reader = new StreamReader(typeof(ExplainCommand).Assembly.GetManifestResourceStream(Resource)!);
        var text = reader.ReadToEnd();
        var start = text.IndexOf($"\n## {name}\n", StringComparison.Ordinal) + "\n## ".Length;
        var end = text.IndexOf("\n## ", start, StringComparison.Ordinal);
        return text[start..(end < 0 ? text.Length : end)]
                .Replace("**", "", StringComparison.Ordinal)
                .Replace("`", "", StringComparison.Ordinal)
                .TrimEnd('\n') + "\n";
    }
}
