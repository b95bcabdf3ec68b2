using System.Globalization;
using System.Text;
using System.Text.Json;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli.Reports;

/// <summary>
/// Writes findings as a SARIF 2.1.0 log. The format's own library (Sarif.Sdk) needs reflection, which a native executable does not support.
/// Therefore, the JSON writer of .NET writes the properties that code scanning reads.
/// </summary>
internal static class SarifReport
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /// <summary>Where each patch is described.</summary>
    private const string Documentation = "https://github.com/kyma-project/kyma-istio-transform/blob/main/docs/patches.md";

    /// <summary>The file name for results without a file: code scanning rejects a log if a result has no physical location.</summary>
    private const string NamelessInput = "stdin";

    public static void Write(IEnumerable<Finding> findings, string inputName, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, JsonReport.Format);
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json);
        json.WriteStartArray("results");
        var occurrences = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var finding in findings)
        {
            Write(json, finding, inputName, occurrences);
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
        json.WriteString("name", ProgramInfo.Name);
        json.WriteString("semanticVersion", ProgramInfo.Version);
        json.WriteString("informationUri", Documentation);
        json.WriteStartArray("rules");
        foreach (
            var (name, summary) in PatchSet
                .All.Concat(PatchSet.User)
                .Select(p => (p.Name, p.Summary))
                .Append((Finding.InputRule, "problems of the input itself"))
        )
        {
            json.WriteStartObject();
            json.WriteString("id", name);
            WriteText(json, "shortDescription", summary);
            WriteText(json, "fullDescription", summary);
            WriteText(json, "help", $"{summary}. Run `{ProgramInfo.Name} explain {name}` or read {Documentation}#{name}.");
            json.WriteString("helpUri", $"{Documentation}#{name}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Finding finding, string inputName, Dictionary<string, int> occurrences)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule);
        json.WriteString(
            "level",
            finding.Level switch
            {
                FindingLevel.Error => "error",
                FindingLevel.Warning => "warning",
                _ => "note",
            }
        );
        WriteText(json, "message", finding.Message);
        WriteLocation(json, finding, inputName);
        json.WriteStartObject("partialFingerprints");
        json.WriteString("primaryLocationLineHash", Fingerprint(finding, occurrences));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>
    /// Lines move with every release of a chart, and days pass. Therefore, the fingerprint is of rule, object and message without digits,
    /// with a count for equal ones. FNV-1a is enough because the checksum is not used for security.
    /// </summary>
    private static string Fingerprint(Finding finding, Dictionary<string, int> occurrences)
    {
        var hash = 14695981039346656037;
        var message = string.Concat(finding.Message.Where(c => !char.IsAsciiDigit(c)));
        foreach (var value in Encoding.UTF8.GetBytes($"{finding.Rule}\n{finding.Resource}\n{message}"))
        {
            hash = (hash ^ value) * 1099511628211;
        }

        var text = hash.ToString("x16", CultureInfo.InvariantCulture);
        var occurrence = occurrences[text] = occurrences.GetValueOrDefault(text) + 1;
        return $"{text}:{occurrence}";
    }

    /// <summary>A place in one of the user's files. For standard input without a name, the chart template of the resource.</summary>
    private static void WriteLocation(Utf8JsonWriter json, Finding finding, string inputName)
    {
        var (file, line, column) =
            finding.At is { } at && at.File != InputReader.StandardInputName ? (at.File, at.Line, at.Column)
            : finding.Template is { } template ? (template, 1, 1)
            : (inputName != InputReader.StandardInputName ? inputName : NamelessInput, finding.At?.Line ?? 1, finding.At?.Column ?? 1);
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", UriOf(file));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", line);
        json.WriteNumber("startColumn", column);
        json.WriteEndObject();
        json.WriteEndObject();
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

    /// <summary>A relative URI for a relative path. The format requires the scheme <c>file</c> for an absolute one.</summary>
    private static string UriOf(string path) =>
        Path.IsPathFullyQualified(path)
            ? new Uri(path).AbsoluteUri
            : string.Join('/', path.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
