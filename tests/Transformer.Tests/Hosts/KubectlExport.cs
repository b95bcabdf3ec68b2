using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Tests.Yaml;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>
/// Rendered streams as <c>kubectl get</c> prints them from a cluster: one List of objects with sorted keys and server-managed fields.
/// </summary>
internal static class KubectlExport
{
    /// <summary>The fields that the server adds to every object, as a merge patch.</summary>
    public const string ServerManagedFields = """
        {
          "metadata": {
            "uid": "0b7e5c1e-1111-4222-8333-944455556666",
            "resourceVersion": "4711",
            "generation": 3,
            "creationTimestamp": "2030-01-02T03:04:05Z",
            "selfLink": "/apis/x",
            "annotations": {
              "kubectl.kubernetes.io/last-applied-configuration":
                "{\"apiVersion\":\"v1\",\"args\":[\"http://zipkin:9411/api\",\"grafana\"]}\n"
            },
            "managedFields": [
              {
                "apiVersion": "v1",
                "fieldsType": "FieldsV1",
                "fieldsV1": {"f:data": {".": {}, "f:mesh": {}}},
                "manager": "helm",
                "operation": "Update"
              }
            ]
          },
          "status": {"observedGeneration": 3, "conditions": [{"type": "Available", "status": "True"}]}
        }
        """;

    private static readonly JsonSerializerOptions Printed = new() { WriteIndented = true, IndentSize = 4 };

    /// <summary><c>-o json</c>.</summary>
    /// <exception cref="YamlDotNet.Core.YamlException">A key is duplicated: a server would have kept one of the values.</exception>
    public static byte[] Json(byte[] stream)
    {
        var items = new JsonArray();
        foreach (
            var document in ManifestReader
                .Read(new SourceText([new InputFile("stream", stream)]))
                .Documents.Where(d => d.Resources.Count > 0)
        )
        {
            var item = Value(YamlModel.Read(Encoding.UTF8.GetString(stream, document.Content.Start, document.Content.Length)))!.AsObject();
            foreach (var one in document.Resources[0].IsListItem ? item["items"]!.AsArray().Select(i => i!.DeepClone().AsObject()) : [item])
            {
                Merge(one, JsonNode.Parse(ServerManagedFields)!.AsObject());
                items.Add(one);
            }
        }

        var list = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["items"] = items,
            ["kind"] = "List",
            ["metadata"] = new JsonObject { ["resourceVersion"] = "", ["selfLink"] = "" },
        };
        return JsonSerializer.SerializeToUtf8Bytes(list, Printed);
    }

    /// <summary>Converts a stream of objects that kubectl printed to the List that it prints for objects of a cluster.</summary>
    public static byte[] List(string printed)
    {
        var text = new StringBuilder("apiVersion: v1\nitems:\n");
        foreach (var document in printed.Split("\n---\n"))
        {
            text.Append("- ")
                .AppendJoin("\n", document.TrimEnd('\n').Split('\n').Select((line, i) => i == 0 || line.Length == 0 ? line : "  " + line))
                .Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.Append("kind: List\nmetadata:\n  resourceVersion: \"\"\n").ToString());
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is JsonObject inner && target[key] is JsonObject present)
            {
                Merge(present, inner);
            }
            else
            {
                target[key] = value?.DeepClone();
            }
        }
    }

    private static JsonNode? Value(object? model) =>
        model switch
        {
            List<(string Key, object? Value)> mapping => new JsonObject(
                mapping.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => KeyValuePair.Create(e.Key, Value(e.Value)))
            ),
            List<object?> list => new JsonArray([.. list.Select(Value)]),
            string scalar when scalar.StartsWith("plain ", StringComparison.Ordinal) => Plain(scalar["plain ".Length..]),
            string scalar => JsonValue.Create(scalar["text ".Length..]),
            _ => null,
        };

    private static JsonValue? Plain(string text) =>
        text switch
        {
            "" or "~" or "null" => null,
            "true" or "false" => JsonValue.Create(text == "true"),
            _ when text.Length > 1 && text[0] == '0' && text.All(c => c is >= '0' and <= '7') => JsonValue.Create(Convert.ToInt64(text, 8)),
            _ when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
}
