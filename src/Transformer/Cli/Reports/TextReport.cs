using System.Globalization;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Cli.Reports;

/// <summary>
/// Writes the report for people: a line for each resource with the patches that changed it, then undone work, warnings and a summary. With
/// <c>-v</c>, also lists each field with its old and new value, the input's line and the chart template, and changes that do not apply.
/// </summary>
internal static class TextReport
{
    /// <summary>The number of further warnings from which a group is folded into the line of its first warning.</summary>
    private const int FewestFolded = 2;

    /// <param name="run">The run, with sanitised text.</param>
    /// <param name="writer">The writer for the report.</param>
    /// <param name="verbose">List each changed field, and where traces go.</param>
    /// <param name="color">Use ANSI colours.</param>
    /// <param name="elapsed">The duration of the run; null to leave it out, as in files that must not differ between runs.</param>
    public static void Write(ReportedRun run, TextWriter writer, bool verbose, bool color, TimeSpan? elapsed)
    {
        var report = run.Report;
        foreach (var failure in report.Failures)
        {
            writer.WriteLine($"{AnsiColor.Red("failed:", color)} {failure}");
        }

        foreach (var resource in report.Changes.GroupBy(c => (c.Resource, c.Outcome)))
        {
            WriteResource(report, resource.Key.Outcome, [.. resource], writer, verbose, color);
        }

        foreach (var skipped in verbose ? report.Skipped : report.NotDone)
        {
            var place = skipped is { Kind: SkipKind.NotDone, At: { } at } ? $"{at}: " : "";
            var word = skipped.Kind == SkipKind.NotDone ? AnsiColor.Red("not done:", color) : AnsiColor.Yellow("not applicable:", color);
            writer.WriteLine($"{word} {place}{skipped.Patch}: {skipped.Target}: {skipped.Reason}");
        }

        var listed = WriteWarnings(report.Warnings, writer, verbose, color);
        foreach (var route in verbose ? run.Traces : [])
        {
            writer.WriteLine($"traces: {route}");
        }

        if (report.Files is { } files)
        {
            WriteFiles(files, writer, verbose);
        }

        writer.WriteLine(
            Summary(report, color)
                + (listed < report.Warnings.Count ? $" ({listed} listed)" : "")
                + (elapsed is { } time ? string.Create(CultureInfo.InvariantCulture, $" in {time.TotalMilliseconds:0} ms") : "")
        );
    }

    /// <summary>
    /// Writes one line for all warnings of a group, unless <paramref name="verbose"/>: the first one and their number. Returns the number
    /// of lines.
    /// </summary>
    private static int WriteWarnings(IReadOnlyList<Notice> warnings, TextWriter writer, bool verbose, bool color)
    {
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var warning in warnings)
        {
            if (warning.Group is { } group)
            {
                sizes[group] = sizes.GetValueOrDefault(group) + 1;
            }
        }

        var (written, lines) = (new HashSet<string>(StringComparer.Ordinal), 0);
        foreach (var warning in warnings)
        {
            var others = warning.Group is null || verbose ? 0 : sizes[warning.Group] - 1;
            if (others < FewestFolded || written.Add(warning.Group!))
            {
                var rest = others < FewestFolded ? "" : $" (and {others} more like this: -v lists them)";
                writer.WriteLine($"{AnsiColor.Yellow("warning:", color)} {warning}{rest}");
                lines++;
            }
        }

        return lines;
    }

    /// <summary>What happened to a resource, or what would happen in an inspection.</summary>
    public static string Verb(Report report, Outcome outcome) => Mood(report) + Word(outcome);

    /// <summary>What precedes the word for an outcome.</summary>
    public static string Mood(Report report) => report.IsInspection ? "would be " : "";

    public static string Word(Outcome outcome) =>
        outcome switch
        {
            Outcome.Patched => "patched",
            Outcome.Removed => "removed",
            _ => "added",
        };

    /// <summary>
    /// The counts of a report: <c>12 patched, 1 added, 16 removed, 2 warnings</c>. Resources are counted, not their fields.
    /// </summary>
    public static string Counts(Report report)
    {
        var parts = CountsOf(report).Select(c => $"{c.Count} {c.What}").ToList();
        return parts.Count > 0 ? string.Join(", ", parts) : "nothing changed";
    }

    /// <summary>The counts that are not zero, each with its description.</summary>
    public static IReadOnlyList<(int Count, string What)> CountsOf(Report report)
    {
        var parts = new List<(int, string)>();
        foreach (var outcome in (ReadOnlySpan<Outcome>)[Outcome.Patched, Outcome.Added, Outcome.Removed])
        {
            var count = report.Changes.Where(c => c.Outcome == outcome).DistinctBy(c => c.Resource).Count();
            if (count > 0)
            {
                parts.Add((count, Word(outcome)));
            }
        }

        AddCount(parts, report.Failures.Count, "failure");
        var notDone = report.NotDone.Count();
        if (notDone > 0)
        {
            parts.Add((notDone, "not done"));
        }

        AddCount(parts, report.Warnings.Count, "warning");
        return parts;
    }

    private static void AddCount(List<(int, string)> parts, int count, string what)
    {
        if (count > 0)
        {
            parts.Add((count, what + (count == 1 ? "" : "s")));
        }
    }

    private static string Summary(Report report, bool color) =>
        report switch
        {
            { IsInspection: false } => Counts(report),
            { HasFindings: true } => $"{AnsiColor.Red("findings:", color)} {Counts(report)}",
            _ => $"{AnsiColor.Green("clean:", color)} nothing would change{(report.Warnings.Count > 0 ? $", {Counts(report)}" : "")}",
        };

    /// <summary>
    /// Unchanged files are only counted unless <paramref name="verbose"/>: in a folder under version control, most files are unchanged.
    /// </summary>
    private static void WriteFiles(FileChanges files, TextWriter writer, bool verbose)
    {
        WritePaths("written", files.Written);
        WritePaths("removed", files.Removed);
        if (verbose)
        {
            WritePaths("unchanged", files.Unchanged);
        }

        writer.WriteLine($"files: {files.Written.Count} written, {files.Unchanged.Count} unchanged, {files.Removed.Count} removed");

        void WritePaths(string what, IReadOnlyList<string> paths)
        {
            foreach (var path in paths)
            {
                writer.WriteLine($"{what} {PlainText.Of(path)}");
            }
        }
    }

    private static void WriteResource(
        Report report,
        Outcome outcome,
        IReadOnlyList<ResourceChange> changes,
        TextWriter writer,
        bool verbose,
        bool color
    )
    {
        var id = changes[0].Resource;
        var verb = Verb(report, outcome);
        var patches = changes.Count == 1 ? changes[0].Patch : string.Join(", ", changes.Select(c => c.Patch).Distinct());
        var reason = changes[0].Reason is { } why ? ": " + why : "";
        writer.WriteLine(
            $"{id.Kind.ToLowerInvariant()} \"{id.Name}\" "
            + $"{(outcome == Outcome.Removed ? AnsiColor.Red(verb, color) : AnsiColor.Green(verb, color))} ({patches}){reason}"
        );
        if (!verbose)
        {
            return;
        }

        foreach (var field in changes.SelectMany(c => c.Fields))
        {
            writer.WriteLine($"    {field.At}: {field.Path}: {field.Old ?? "(none)"} -> {field.New ?? "(none)"}");
        }

        if (changes[0].TemplatePath is { } template)
        {
            writer.WriteLine($"    template {template}");
        }
    }
}
