using System.Text.Json;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli.Reports;

/// <summary>
/// Writes findings as a SARIF 2.1.0 log. The format's own library (Sarif.Sdk) needs reflection, which a native executable has not, so the few
/// properties that code scanning reads are written with the JSON writer of .NET.
/// </summary>
internal static class SarifReport
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    public static void Write(IEnumerable<Finding> findings, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, JsonReport.Format);
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json);
        json.WriteStartArray("results");
        foreach (var finding in findings)
        {
            Write(json, finding);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static void WriteTool(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", HelpText.Program);
        json.WriteString("semanticVersion", HelpText.Version);
        json.WriteStartArray("rules");
        foreach (var (name, summary) in PatchSet.All.Select(p => (p.Name, p.Summary)).Append((Finding.InputRule, "what concerns the input as such")))
        {
            json.WriteStartObject();
            json.WriteString("id", name);
            WriteText(json, "shortDescription", summary);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule);
        json.WriteString("level", finding.Level switch { FindingLevel.Error => "error", FindingLevel.Warning => "warning", _ => "note" });
        WriteText(json, "message", finding.Message);
        if (finding.At is not null || finding.Resource is not null)
        {
            WriteLocation(json, finding);
        }

        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartArray("locations");
        json.WriteStartObject();
        if (finding.At is { } at)
        {
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", Uri.EscapeDataString(at.File).Replace("%2F", "/", StringComparison.Ordinal));
            json.WriteEndObject();
            json.WriteStartObject("region");
            json.WriteNumber("startLine", at.Line);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        if (finding.Resource is { } resource)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", resource.ToString());
            json.WriteString("kind", "resource");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
