using System.Globalization;
using System.Text;
using System.Text.Json;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli.Reports.Html;

/// <summary>
/// Writes the report as one self-contained HTML file. The page (report.html) renders itself from embedded JSON data. Text from the input
/// never becomes markup, because the JSON writer escapes text that could end the script element.
/// </summary>
internal static class HtmlReport
{
    private const string Page = "reports/report.html";
    private const string DataMark = "/*DATA*/";

    public static void Write(ReportedRun run, Stream stream)
    {
        using var resource = typeof(HtmlReport).Assembly.GetManifestResourceStream(Page)!;
        using var reader = new StreamReader(resource);
        var parts = reader.ReadToEnd().Split(DataMark);
        stream.Write(Encoding.UTF8.GetBytes(parts[0]));
        using (var json = new Utf8JsonWriter(stream))
        {
            WriteData(json, run);
        }

        stream.Write(Encoding.UTF8.GetBytes(parts[1]));
    }

    private static void WriteData(Utf8JsonWriter json, ReportedRun run)
    {
        var report = run.Report;
        json.WriteStartObject();
        json.WriteString("result", run.Result);
        json.WriteString("verdict", run.Verdict);
        json.WriteString("mood", TextReport.Mood(report));
        json.WriteString("version", ProgramInfo.Version);
        json.WriteString("istio", report.IstioVersion);
        json.WriteString("input", run.InputNames);
        json.WriteStartArray("counts");
        foreach (var (count, what) in TextReport.CountsOf(report))
        {
            json.WriteStartArray();
            json.WriteNumberValue(count);
            json.WriteStringValue(what);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartObject("patches");
        foreach (var patch in PatchSet.All.Concat(PatchSet.User))
        {
            json.WriteString(patch.Name, patch.Summary);
        }

        json.WriteEndObject();
        WriteNotices(json, run);
        WriteSkipped(json, report);
        WriteTraces(json, run);
        WriteCertificates(json, run);
        WriteCards(json, run);
        json.WriteEndObject();
    }

    private static void WriteNotices(Utf8JsonWriter json, ReportedRun run)
    {
        json.WriteStartArray("notices");
        foreach (
            var (level, notices) in new[]
            {
                ("error", run.Error?.Problems ?? []),
                ("error", run.Report.Failures),
                ("warning", run.Report.Warnings),
            }
        )
        {
            foreach (var notice in notices)
            {
                WriteNotice(json, level, notice.Patch, notice.Message, notice.At?.ToString());
            }
        }

        json.WriteEndArray();
    }

    private static void WriteSkipped(Utf8JsonWriter json, Report report)
    {
        json.WriteStartArray("skipped");
        foreach (var skipped in report.Skipped)
        {
            var (level, word) = skipped.Kind == SkipKind.NotDone ? ("warning", "not done") : ("note", "not applicable");
            WriteNotice(json, level, skipped.Patch, $"{word}: {skipped.Target}: {skipped.Reason}", skipped.At?.ToString());
        }

        json.WriteEndArray();
    }

    private static void WriteTraces(Utf8JsonWriter json, ReportedRun run)
    {
        json.WriteStartArray("traces");
        foreach (var route in run.Traces)
        {
            WriteNotice(json, route.Missing is null ? "note" : "warning", null, route.ToString(), null);
        }

        json.WriteEndArray();
    }

    private static void WriteNotice(Utf8JsonWriter json, string level, string? patch, string message, string? at)
    {
        json.WriteStartObject();
        json.WriteString("level", level);
        json.WriteString("patch", patch);
        json.WriteString("message", message);
        json.WriteString("at", at);
        json.WriteEndObject();
    }

    private static void WriteCertificates(Utf8JsonWriter json, ReportedRun run)
    {
        json.WriteStartArray("certificates");
        foreach (var certificate in ReportedCertificate.In(run.After))
        {
            json.WriteStartObject();
            json.WriteString("secret", PlainText.Of(certificate.Secret.ToString()));
            json.WriteString("names", PlainText.Of(string.Join(", ", certificate.Names)));
            json.WriteString("issuer", PlainText.Of(certificate.Issuer));
            json.WriteString("expires", certificate.NotAfter.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCards(Utf8JsonWriter json, ReportedRun run)
    {
        var diffs = run.Diff.ToLookup(p => PlainText.Of(p.Name));
        json.WriteStartArray("cards");
        foreach (var resource in run.Report.Changes.GroupBy(c => (c.Resource, c.Outcome)))
        {
            WriteCard(json, resource.Key.Resource, resource.Key.Outcome, [.. resource]);
            json.WriteStartArray("diff");
            foreach (var pair in diffs[Diff.DiffText.NameOf(resource.Key.Resource)].Take(1))
            {
                var (before, after) = pair.Shown;
                SideBySideRows.Write(json, before, after);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a card except its diff. The JSON object stays open.</summary>
    private static void WriteCard(Utf8JsonWriter json, ResourceId id, Outcome outcome, IReadOnlyList<ResourceChange> changes)
    {
        json.WriteStartObject();
        json.WriteString("kind", id.Kind);
        json.WriteString("namespace", id.Namespace);
        json.WriteString("name", id.Name);
        json.WriteString("outcome", TextReport.Word(outcome));
        json.WriteStartArray("patches");
        foreach (var patch in changes.Select(c => c.Patch).Distinct())
        {
            json.WriteStringValue(patch);
        }

        json.WriteEndArray();
        json.WriteString("reason", changes[0].Reason);
        json.WriteString("template", changes[0].TemplatePath);
        json.WriteStartArray("fields");
        foreach (var field in changes.SelectMany(c => c.Fields))
        {
            json.WriteStartObject();
            json.WriteString("path", field.Path);
            json.WriteString("old", field.Old);
            json.WriteString("new", field.New);
            json.WriteString("at", field.At.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
