using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using KymaIstioTransform.JsonPatch;
using KymaIstioTransform.Tests.Yaml;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson.Exceptions;
using Xunit;

namespace KymaIstioTransform.Tests.JsonPatch;

/// <summary>
/// Compares random patches of random documents with ASP.NET's JSON Patch. The library deviates from RFC 6902 for the list end <c>-</c>, for
/// indexes with leading zeros, and for the path of the whole document: those are not generated. It cannot copy a string, so it gets an add
/// operation. It moves an item into itself, which the RFC forbids.
/// </summary>
public class JsonPatchOracle
{
    private const int Patches = 4000;

    /// <summary>Values in a patch; the model of a document describes them with tags.</summary>
    private static readonly string[] Values =
    [
        "\"new\"",
        "10",
        "true",
        "null",
        "\"10\"",
        "\"a: b\"",
        "\"it's\"",
        "\"two\\nlines\"",
        "\"end\\n\\n\"",
        "\"\"",
        "{}",
        "[]",
        """{"a": "new", "b": [1, {"c": "two\nlines"}]}""",
        """["a", ["new"], {"k": {}}]""",
    ];

    private sealed record Step(int Verb, int Path, int From, int Value, int Twist);

    [Fact]
    public void The_result_matches_that_of_a_library() =>
        Gen.Select(
                GeneratedYaml.Documents,
                Gen.Select(
                    Gen.Int[0, 5],
                    Gen.Int[0, 999],
                    Gen.Int[0, 999],
                    Gen.Int[0, 999],
                    Gen.Int[0, 11],
                    (v, p, f, i, t) => new Step(v, p, f, i, t)
                ).Array[1, 5]
            )
            .Sample(
                (text, steps) =>
                {
                    var expected = Tagged(YamlModel.Read(text));
                    var ours = new JsonArray();
                    foreach (var step in steps.TakeWhile(_ => Places(expected, "").Any()))
                    {
                        var (operation, tagged) = Operation(expected, step);
                        ours.Add(operation);
                        if (IsIntoItself(operation) || !TryApply(expected, tagged))
                        {
                            Assert.Throws<PatchException>(() => Patching.Apply(text, ours.ToJsonString()));
                            return;
                        }
                    }

                    var result = Patching.Apply(text, ours.ToJsonString());

                    Assert.True(JsonNode.DeepEquals(expected, Tagged(YamlModel.Read(result))), $"{text}\n{ours.ToJsonString()}\n{result}");
                },
                iter: Patches
            );

    private static bool IsIntoItself(JsonObject operation) =>
        (string?)operation["op"] == "move"
        && ((string)operation["path"]!).StartsWith((string)operation["from"]! + "/", StringComparison.Ordinal);

    private static bool TryApply(JsonNode document, JsonObject operation)
    {
        try
        {
            JsonSerializer.Deserialize<JsonPatchDocument>(new JsonArray(operation).ToJsonString())!.ApplyTo(document);
            return true;
        }
        catch (JsonPatchException)
        {
            return false;
        }
    }

    /// <summary>The operation for this program, and the same operation with scalars as the model prints them.</summary>
    private static (JsonObject Ours, JsonObject Tagged) Operation(JsonNode document, Step step)
    {
        var places = Places(document, "").ToList();
        var (place, node) = places[step.Path % places.Count];
        var (from, source) = places[step.From % places.Count];
        var verb = new[] { "test", "add", "remove", "replace", "move", "copy" }[step.Verb];
        var path = step.Twist switch
        {
            0 => place + "/nothing/there",
            1 => place + "/new~1key~0",
            2 or 3 when verb is "add" or "move" or "copy" && node is JsonArray => place + "/-",
            4 when node is JsonArray items => $"{place}/{items.Count}",
            5 => place + "/newKey",
            _ => place,
        };
        var value = verb == "test" && step.Twist > 6 ? Untagged(node)! : JsonNode.Parse(Values[step.Value % Values.Length]);
        return (Build(verb, value), verb == "copy" && source is JsonValue ? Build("add", source) : Build(verb, Tagged(value)));

        JsonObject Build(string op, JsonNode? with)
        {
            var operation = new JsonObject { ["op"] = op, ["path"] = path };
            if (op is "move" or "copy")
            {
                operation["from"] = from;
            }
            else if (op is not "remove")
            {
                operation["value"] = with?.DeepClone();
            }

            return operation;
        }
    }

    private static IEnumerable<(string Path, JsonNode Node)> Places(JsonNode node, string path)
    {
        var children = node switch
        {
            JsonObject mapping => mapping.Select(m =>
                ($"{path}/{m.Key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", m.Value!)
            ),
            JsonArray list => list.Select((item, i) => ($"{path}/{i}", item!)),
            _ => [],
        };
        return children.SelectMany(c => Places(c.Item2, c.Item1).Prepend(c));
    }

    /// <summary>A document as YamlModel reads it, as JSON with tagged scalars.</summary>
    private static JsonNode Tagged(object? model) =>
        model switch
        {
            List<(string Key, object? Value)> mapping => new JsonObject(
                mapping.Select(e => KeyValuePair.Create<string, JsonNode?>(e.Key, Tagged(e.Value)))
            ),
            List<object?> list => new JsonArray([.. list.Select(Tagged)]),
            "plain " or "plain ~" or "plain null" => JsonValue.Create("null"),
            "plain 12" or "plain 10" or "plain 1" or "plain true" => JsonValue.Create((string)model),
            _ => JsonValue.Create("text " + ((string)model!).Split(' ', 2)[1]),
        };

    /// <summary>A value of a patch with the same tags.</summary>
    private static JsonNode Tagged(JsonNode? value) =>
        value switch
        {
            null => JsonValue.Create("null"),
            JsonObject mapping => new JsonObject(mapping.Select(e => KeyValuePair.Create<string, JsonNode?>(e.Key, Tagged(e.Value)))),
            JsonArray list => new JsonArray([.. list.Select(Tagged)]),
            _ when value.GetValueKind() == JsonValueKind.String => JsonValue.Create($"text {value.GetValue<string>()}"),
            _ => JsonValue.Create($"plain {value.ToJsonString()}"),
        };

    private static JsonNode? Untagged(JsonNode node) =>
        node switch
        {
            JsonObject mapping => new JsonObject(mapping.Select(e => KeyValuePair.Create(e.Key, Untagged(e.Value!)))),
            JsonArray list => new JsonArray([.. list.Select(i => Untagged(i!))]),
            _ => node.GetValue<string>() switch
            {
                "null" => null,
                ['p', 'l', 'a', 'i', 'n', ' ', .. var word] => JsonNode.Parse(word),
                var text => JsonValue.Create(text["text ".Length..]),
            },
        };
}
