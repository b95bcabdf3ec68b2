namespace KymaIstioTransform.Cli.Reports;

/// <summary>
/// Writes the report for people: a line for each resource with the patches that changed it, then work that is not done and what to know. With
/// <c>-v</c> each field with its old and new value, the line of the input and the chart template, and what does not apply to the input.
/// </summary>
internal static class TextReport
{
    private const string Green = "\e[32m";
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Reset = "\e[0m";

    public static void Write(Report report, TextWriter writer, bool verbose, bool color)
    {
        writer.WriteLine();
        foreach (var failure in report.Failures)
        {
            writer.WriteLine($"{Painted("failed:", Red, color)} {Printable(failure.ToString())}");
        }

        foreach (var resource in report.Changes.GroupBy(c => (c.Resource, c.Outcome)))
        {
            var (id, outcome) = resource.Key;
            var patches = string.Join(", ", resource.Select(c => c.Patch).Distinct());
            writer.WriteLine($"{id.Kind.ToLowerInvariant()} \"{Printable(id.Name)}\" {Painted(Verb(report, outcome), outcome == Outcome.Removed ? Red : Green, color)} ({patches}){(resource.First().Reason is { } reason ? ": " + reason : "")}");
            foreach (var field in verbose ? resource.SelectMany(c => c.Fields) : [])
            {
                writer.WriteLine($"    {field.At}: {Printable($"{field.Path}: {field.Old ?? "(none)"} -> {field.New ?? "(none)"}")}");
            }

            if (verbose && resource.First().TemplatePath is { } template)
            {
                writer.WriteLine($"    template {template}");
            }
        }

        foreach (var skipped in verbose ? report.Skipped : report.NotDone)
        {
            var place = skipped is { Kind: SkipKind.NotDone, At: { } at } ? $"{at}: " : "";
            var (word, paint) = skipped.Kind == SkipKind.NotDone ? ("not done:", Red) : ("not applicable:", Yellow);
            writer.WriteLine($"{Painted(word, paint, color)} {Printable($"{place}{skipped.Patch}: {skipped.Target}: {skipped.Reason}")}");
        }

        foreach (var warning in report.Warnings)
        {
            writer.WriteLine($"{Painted("warning:", Yellow, color)} {Printable(warning.ToString())}");
        }

        if (report is { IsInspection: true, HasFindings: false })
        {
            writer.WriteLine($"{Painted("clean:", Green, color)} nothing would change");
        }

        writer.WriteLine();
    }

    /// <summary>What happened to a resource, or in an inspection what would.</summary>
    public static string Verb(Report report, Outcome outcome) => (report.IsInspection ? "would be " : "") + Word(outcome);

    public static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Patched => "patched",
        Outcome.Removed => "removed",
        _ => "added",
    };

    /// <summary>Text of the input without control characters: they could paint the terminal or forge lines.</summary>
    public static string Printable(string text) =>
        HasControl(text) ? string.Concat(text.Select(c => char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString())) : text;

    /// <summary>Looks for what <see cref="char.IsControl(char)"/> finds, in one sweep.</summary>
    private static bool HasControl(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\0', '\x1f') || text.ContainsAnyInRange('\x7f', '\x9f');

    private static string Painted(string text, string paint, bool color) => color ? paint + text + Reset : text;
}
