using System.Globalization;
using System.Text;

namespace KymaIstioTransform.Cli.Reports;

/// <summary>Writes the report as GitHub-flavoured Markdown, for comments on pull requests and for $GITHUB_STEP_SUMMARY.</summary>
internal static class MarkdownReport
{
    /// <summary>
    /// The maximum number of characters in the table of resources. Further resources are only counted: GitHub accepts at most 65,536
    /// characters in a comment.
    /// </summary>
    private const int MaxTable = 40_000;

    /// <summary>The maximum number of fields that are listed for a resource.</summary>
    private const int MaxFields = 30;

    private const int MaxNotices = 50;

    public static void Write(ReportedRun run, TextWriter writer)
    {
        var report = run.Report;
        writer.WriteLine($"### {(run.Result is "error" or "findings" ? "❌" : "✅")} {run.Verdict}");
        writer.WriteLine();
        var about = run.Error is null ? $"{TextReport.Counts(report)} · Istio {Escaped(report.IstioVersion ?? "version unknown")} · " : "";
        writer.WriteLine(about + Escaped(run.InputNames));
        WriteList(writer, "Problems", [.. (run.Error?.Problems ?? []).Concat(report.Failures).Select(n => n.ToString())], isFolded: false);
        WriteList(writer, "Not done", [.. report.NotDone.Select(s => $"{s.Patch}: {s.Target}: {s.Reason}")], isFolded: false);
        WriteList(writer, "Warnings", [.. report.Warnings.Select(n => n.ToString())], isFolded: false);
        WriteResources(writer, report);
        WriteCertificates(writer, run);
        WriteList(writer, "Traces", [.. run.Traces.Select(t => t.ToString())], isFolded: true);
        WriteList(
            writer,
            "Not applicable",
            [.. report.Skipped.Where(s => s.Kind == SkipKind.NotApplicable).Select(s => $"{s.Patch}: {s.Target}: {s.Reason}")],
            isFolded: true
        );
    }

    private static void WriteResources(TextWriter writer, Report report)
    {
        var resources = report.Changes.GroupBy(c => (c.Resource, c.Outcome)).ToList();
        if (resources.Count == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine("| resource | change | patch | fields |");
        writer.WriteLine("|---|---|---|---|");
        var left = MaxTable;
        var shown = 0;
        foreach (var resource in resources)
        {
            var all = resource.SelectMany(c => c.Fields).ToList();
            var fields = all.Take(MaxFields).Select(f => $"{Code(f.Path)}: {Value(f.Old)} → {Value(f.New)}").ToList();
            if (all.Count > MaxFields)
            {
                fields.Add($"… and {all.Count - MaxFields} more");
            }

            var reason = resource.First().Reason is { } why ? Escaped(why) : "";
            var patches = string.Join(", ", resource.Select(c => c.Patch).Distinct());
            var row =
                $"| {Escaped(resource.Key.Resource.ToString())} | {TextReport.Verb(report, resource.Key.Outcome)} | {patches} | "
                + $"{reason}{string.Join("<br>", fields)} |";
            left -= row.Length;
            if (left < 0)
            {
                break;
            }

            writer.WriteLine(row);
            shown++;
        }

        if (shown < resources.Count)
        {
            writer.WriteLine();
            writer.WriteLine($"… and {resources.Count - shown} more resources.");
        }
    }

    private static void WriteCertificates(TextWriter writer, ReportedRun run)
    {
        var certificates = ReportedCertificate.In(run.After).ToList();
        if (certificates.Count == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine("| certificate | names | issuer | expires |");
        writer.WriteLine("|---|---|---|---|");
        foreach (var c in certificates)
        {
            var expires = c.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            writer.WriteLine($"| {Safe(c.Secret.ToString())} | {Safe(string.Join(", ", c.Names))} | {Safe(c.Issuer)} | {expires} |");
        }
    }

    private static void WriteList(TextWriter writer, string title, List<string> items, bool isFolded)
    {
        if (items.Count == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine(isFolded ? $"<details><summary>{title} ({items.Count})</summary>" : $"**{title}**");
        writer.WriteLine();
        foreach (var item in items.Take(MaxNotices))
        {
            writer.WriteLine($"- {Escaped(item)}");
        }

        if (items.Count > MaxNotices)
        {
            writer.WriteLine($"- … and {items.Count - MaxNotices} more");
        }

        if (isFolded)
        {
            writer.WriteLine();
            writer.WriteLine("</details>");
        }
    }

    private static string Value(string? text) => text is null ? "(none)" : Code(text);

    /// <summary>Text in HTML's code element, which backticks in the text cannot end.</summary>
    private static string Code(string text) => $"<code>{Escaped(text)}</code>";

    private static string Safe(string text) => Escaped(PlainText.Of(text));

    /// <summary>Escapes text so that it creates no markup, link, mention or end of a table cell.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            _ = text[i] switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                ':' when text.AsSpan(i).StartsWith("://") => escaped.Append("&#58;"),
                '|' or '`' or '*' or '_' or '[' or ']' or '\\' or '~' or '#' or '@' => escaped.Append(
                    CultureInfo.InvariantCulture,
                    $"&#{(int)text[i]};"
                ),
                _ => escaped.Append(text[i]),
            };
        }

        return escaped.ToString();
    }
}
