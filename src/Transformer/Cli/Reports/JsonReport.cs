using System.Text.Encodings.Web;
using System.Text.Json;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Patches.Tracing;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Reports;

/// <summary>Writes the report as one JSON object, for programs.</summary>
internal static class JsonReport
{
    /// <summary>Indented, with unescaped text: programs and people read the reports, and they are not embedded in HTML pages.</summary>
    public static JsonWriterOptions Format { get; } =
        new()
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };

    /// <summary>The report of a run that wrote its output, or of an inspection.</summary>
    public static void Write(ReportedRun run, Stream stream)
    {
        var report = run.Report;
        using var json = new Utf8JsonWriter(stream, Format);
        json.WriteStartObject();
        json.WriteString("result", run.Result);
        if (report.IsInspection)
        {
            WriteNotices(json, "failures", [.. report.Failures.Select(f => f.OrAt(run.InputName))]);
        }

        json.WriteStartArray("changes");
        foreach (var change in report.Changes)
        {
            Write(json, change);
        }

        json.WriteEndArray();
        WriteSkipped(json, report.Skipped);
        WriteNotices(json, "warnings", report.Warnings);
        WriteTraces(json, run.Traces);
        if (report.Files is { } files)
        {
            json.WriteStartObject("files");
            WriteTexts(json, "written", files.Written);
            WriteTexts(json, "unchanged", files.Unchanged);
            WriteTexts(json, "removed", files.Removed);
            json.WriteEndObject();
        }

        End(json, stream);
    }

    /// <summary>The report of a run that failed.</summary>
    public static void WriteError(ErrorResult failure, string inputName, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, Format);
        json.WriteStartObject();
        json.WriteString("result", "error");
        json.WriteNumber("exitCode", (int)failure.Code);
        json.WriteString("message", failure.Message);
        WriteNotices(json, "problems", [.. failure.Problems.Select(p => p.OrAt(inputName))]);
        End(json, stream);
    }

    private static void WriteNotices(Utf8JsonWriter json, string name, IReadOnlyList<Notice> notices)
    {
        json.WriteStartArray(name);
        foreach (var notice in notices)
        {
            json.WriteStartObject();
            WriteOptional(json, "patch", notice.Patch);
            json.WriteString("message", notice.Message);
            WritePlace(json, notice.Resource, notice.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSkipped(Utf8JsonWriter json, IReadOnlyList<Skipped> all)
    {
        json.WriteStartArray("skipped");
        foreach (var skipped in all)
        {
            json.WriteStartObject();
            json.WriteString("kind", skipped.Kind == SkipKind.NotDone ? "not-done" : "not-applicable");
            json.WriteString("patch", skipped.Patch);
            json.WriteString("target", skipped.Target);
            json.WriteString("reason", skipped.Reason);
            WritePlace(json, skipped.Resource, skipped.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The object that an entry is about and its place, as far as they are known.</summary>
    private static void WritePlace(Utf8JsonWriter json, ResourceId? resource, Location? at)
    {
        if (resource is not null)
        {
            Write(json, resource);
        }

        if (at is { } place)
        {
            Write(json, place);
        }
    }

    private static void WriteTraces(Utf8JsonWriter json, IReadOnlyList<TraceRoute> traces)
    {
        json.WriteStartArray("traces");
        foreach (var route in traces)
        {
            json.WriteStartObject();
            if (route.Workload is { } workload)
            {
                Write(json, workload);
            }

            WriteOptional(json, "target", route.Target);
            json.WriteString("reason", route.Reason);
            WriteOptional(json, "missing", route.Missing);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void End(Utf8JsonWriter json, Stream stream)
    {
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, ResourceChange change)
    {
        json.WriteStartObject();
        json.WriteString("patch", change.Patch);
        json.WriteString("outcome", TextReport.Word(change.Outcome));
        Write(json, change.Resource);
        WriteOptional(json, "template", change.TemplatePath);
        WriteOptional(json, "reason", change.Reason);
        json.WriteStartArray("fields");
        foreach (var field in change.Fields)
        {
            json.WriteStartObject();
            json.WriteString("path", field.Path);
            WriteOptional(json, "old", field.Old);
            WriteOptional(json, "new", field.New);
            Write(json, field.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Location at)
    {
        json.WriteString("file", at.File);
        json.WriteNumber("line", at.Line);
        json.WriteNumber("column", at.Column);
    }

    private static void Write(Utf8JsonWriter json, ResourceId id)
    {
        json.WriteStartObject("resource");
        json.WriteString("apiVersion", id.ApiVersion);
        json.WriteString("kind", id.Kind);
        json.WriteString("name", id.Name);
        WriteOptional(json, "namespace", id.Namespace.Length == 0 ? null : id.Namespace);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
