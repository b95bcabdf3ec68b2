using System.Text.Json.Nodes;
using KymaIstioTransform.JsonPatch;
using Xunit;

namespace KymaIstioTransform.Tests.JsonPatch;

/// <summary>The rules of RFC 6902 and RFC 6901 one by one; the cases are those of the appendix of RFC 6902.</summary>
public class JsonPatchTests
{
    [Theory]
    [InlineData("a member is added", """{"a": 1}""", """[{"op": "add", "path": "/b", "value": "x"}]""", """{"a": 1, "b": "x"}""")]
    [InlineData(
        "an added member that is there is replaced",
        """{"a": 1}""",
        """[{"op": "add", "path": "/a", "value": [2]}]""",
        """{"a": [2]}"""
    )]
    [InlineData(
        "an item is put in between",
        """{"a": ["x", "z"]}""",
        """[{"op": "add", "path": "/a/1", "value": "y"}]""",
        """{"a": ["x", "y", "z"]}"""
    )]
    [InlineData(
        "an item at the length of a list goes to its end",
        """{"a": ["x"]}""",
        """[{"op": "add", "path": "/a/1", "value": "y"}]""",
        """{"a": ["x", "y"]}"""
    )]
    [InlineData(
        "a dash goes to the end of a list",
        """{"a": ["x"]}""",
        """[{"op": "add", "path": "/a/-", "value": ["y", "z"]}]""",
        """{"a": ["x", ["y", "z"]]}"""
    )]
    [InlineData("an item is put into an empty list", """{"a": []}""", """[{"op": "add", "path": "/a/0", "value": 1}]""", """{"a": [1]}""")]
    [InlineData("a member is removed", """{"a": 1, "b": 2}""", """[{"op": "remove", "path": "/b"}]""", """{"a": 1}""")]
    [InlineData("an item is removed", """{"a": ["x", "y", "z"]}""", """[{"op": "remove", "path": "/a/1"}]""", """{"a": ["x", "z"]}""")]
    [InlineData(
        "a value is replaced",
        """{"a": 1, "b": 2}""",
        """[{"op": "replace", "path": "/b", "value": {"c": null}}]""",
        """{"a": 1, "b": {"c": null}}"""
    )]
    [InlineData(
        "a member moves to another mapping",
        """{"a": {"x": 1, "y": 2}, "b": {}}""",
        """[{"op": "move", "from": "/a/x", "path": "/b/z"}]""",
        """{"a": {"y": 2}, "b": {"z": 1}}"""
    )]
    [InlineData(
        "an item moves within its list",
        """{"a": ["w", "x", "y", "z"]}""",
        """[{"op": "move", "from": "/a/1", "path": "/a/3"}]""",
        """{"a": ["w", "y", "z", "x"]}"""
    )]
    [InlineData(
        "a move to the same place does nothing",
        """{"a": 1}""",
        """[{"op": "move", "from": "/a", "path": "/a"}]""",
        """{"a": 1}"""
    )]
    [InlineData(
        "a copy leaves the original",
        """{"a": {"x": [1]}}""",
        """[{"op": "copy", "from": "/a/x", "path": "/b"}]""",
        """{"a": {"x": [1]}, "b": [1]}"""
    )]
    [InlineData(
        "a test that holds changes nothing",
        """{"a": ["x", 2, {"k": null}]}""",
        """[{"op": "test", "path": "/a/1", "value": 2}, {"op": "test", "path": "/a/2", "value": {"k": null}}]""",
        """{"a": ["x", 2, {"k": null}]}"""
    )]
    [InlineData("numbers are compared by value", """{"a": 10}""", """[{"op": "test", "path": "/a", "value": 1e1}]""", """{"a": 10}""")]
    [InlineData(
        "the order of keys does not count",
        """{"a": {"x": 1, "y": 2}}""",
        """[{"op": "test", "path": "/a", "value": {"y": 2, "x": 1}}]""",
        """{"a": {"x": 1, "y": 2}}"""
    )]
    [InlineData(
        "unknown members of an operation are ignored",
        """{"a": 1}""",
        """[{"op": "add", "path": "/b", "value": 2, "note": "why"}]""",
        """{"a": 1, "b": 2}"""
    )]
    [InlineData(
        "escapes of a pointer are undone in the right order",
        """{"/": 9, "~1": 10}""",
        """[{"op": "test", "path": "/~01", "value": 10}, {"op": "test", "path": "/~1", "value": 9}]""",
        """{"/": 9, "~1": 10}"""
    )]
    [InlineData(
        "a key may look like an index, or be empty",
        """{"0": {"": 1}}""",
        """[{"op": "replace", "path": "/0/", "value": 2}]""",
        """{"0": {"": 2}}"""
    )]
    [InlineData(
        "the whole document can be replaced",
        """{"a": 1}""",
        """[{"op": "replace", "path": "", "value": {"b": 2}}]""",
        """{"b": 2}"""
    )]
    [InlineData(
        "each operation sees what those before it left",
        """{"a": 1}""",
        """
        [
          {"op": "add", "path": "/b", "value": {}},
          {"op": "add", "path": "/b/c", "value": [1]},
          {"op": "add", "path": "/b/c/0", "value": 0},
          {"op": "test", "path": "/b/c/1", "value": 1},
          {"op": "remove", "path": "/a"}
        ]
        """,
        """{"b": {"c": [0, 1]}}"""
    )]
    public void An_operation_does_what_the_RFC_says(string rule, string document, string patch, string expected) =>
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(Patching.Apply(document, patch))),
            $"{rule}: {Patching.Apply(document, patch)}"
        );

    [Theory]
    [InlineData("x: {a, b: c}\n", "x: {a: 1, b: c}\n")]
    [InlineData("x: {a: , b: c}\n", "x: {a:  1, b: c}\n")]
    [InlineData("x: {a }\n", "x: {a: 1 }\n")]
    public void A_key_without_a_value_in_a_flow_mapping_gets_a_value(string document, string expected) =>
        Assert.Equal(expected, Patching.Apply(document, """[{"op": "replace", "path": "/x/a", "value": 1}]"""));

    [Theory]
    [InlineData("""{"a": 1}""", """[{"op": "test", "path": "/a", "value": 2}]""", "operation 1 (test /a): the value is different")]
    [InlineData("""{"/": 9, "~1": 10}""", """[{"op": "test", "path": "/~01", "value": "10"}]""", "the value is different")]
    [InlineData(
        """{"a": 1}""",
        """[{"op": "test", "path": "/a", "value": 1}, {"op": "add", "path": "/b/c", "value": 2}]""",
        "operation 2 (add /b/c): nothing exists at /b"
    )]
    [InlineData("""{"a": 1}""", """[{"op": "remove", "path": "/b"}]""", "nothing exists at /b")]
    [InlineData("""{"a": 1}""", """[{"op": "replace", "path": "/b", "value": 2}]""", "nothing exists at /b")]
    [InlineData("""{"a": [1]}""", """[{"op": "add", "path": "/a/2", "value": 2}]""", "nothing exists at /a/2")]
    [InlineData("""{"a": [1]}""", """[{"op": "replace", "path": "/a/-", "value": 2}]""", "nothing exists at /a/-")]
    [InlineData("""{"a": [1, 2]}""", """[{"op": "remove", "path": "/a/01"}]""", "nothing exists at /a/01")]
    [InlineData("""{"a": "text"}""", """[{"op": "add", "path": "/a/b", "value": 2}]""", "/a is neither a mapping nor a list")]
    [InlineData("""{"a": {}}""", """[{"op": "move", "from": "/a", "path": "/a/b"}]""", "/a cannot be moved into itself")]
    [InlineData("""{"a": 1}""", """[{"op": "remove", "path": ""}]""", "the whole document cannot be removed")]
    [InlineData(
        """{"a": 1}""",
        """[{"op": "merge", "path": "/a"}]""",
        "operation 1: op must be one of test, add, remove, replace, move, copy"
    )]
    [InlineData("""{"a": 1}""", """[{"op": "add", "path": "/a"}]""", "value is missing")]
    [InlineData("""{"a": 1}""", """[{"op": "copy", "path": "/a"}]""", "from must be a JSON Pointer")]
    [InlineData("""{"a": 1}""", """[{"op": "remove", "path": "a"}]""", "path must be a JSON Pointer")]
    [InlineData("""{"a": 1}""", """[{"op": "remove", "path": "/a~2"}]""", "path must be a JSON Pointer")]
    [InlineData("""{"a": 1}""", """{"op": "remove", "path": "/a"}""", "a JSON Patch must be a list of operations")]
    [InlineData("""{"a": 1}""", "", "the patch is empty")]
    [InlineData("""{"a": 1}""", """[{"op": "add", "op": "remove", "path": "/a"}]""", "duplicate key \"op\"")]
    [InlineData("""{"a": 1, "a": 2}""", """[{"op": "remove", "path": "/a"}]""", "duplicate key \"a\"")]
    public void An_invalid_operation_is_an_error_that_names_operation_and_path(string document, string patch, string message)
    {
        var error = Assert.Throws<PatchException>(() => Patching.Apply(document, patch));

        Assert.StartsWith("patch:1:", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_an_equal_value_makes_no_edit()
    {
        const string Document = "a:   'x' # kept\nb: {k: [1, 2]}\n";

        Assert.Equal(
            Document,
            Patching.Apply(
                Document,
                """[{"op": "replace", "path": "/a", "value": "x"}, {"op": "add", "path": "/b", "value": {"k": [1, 2.0]}}]"""
            )
        );
        Assert.Equal(Document, Patching.Apply(Document, """[{"op": "remove", "path": "/a"}, {"op": "add", "path": "/a", "value": "x"}]"""));
        Assert.Equal(
            Document,
            Patching.Apply(Document, """[{"op": "remove", "path": "/b/k/1"}, {"op": "replace", "path": "/b/k", "value": [1, 2]}]""")
        );
    }

    [Fact]
    public void Comments_stay_with_the_items_below_them()
    {
        const string Document = """
            list:
            # about the first
            - first # here
            # about the second
            - second
            after: x

            """;

        Assert.Equal(
            """
            list:
            # about the first
            - zero
            - first # here
            - between
            - k: v
              l:
              - 1
            # about the second
            - second
            - last
            after: x

            """,
            Patching.Apply(
                Document,
                """
                - {op: add, path: /list/0, value: zero}
                - {op: add, path: /list/2, value: between}
                - {op: add, path: /list/3, value: {k: v, l: [1]}}
                - {op: add, path: /list/-, value: last}
                """
            )
        );
    }

    [Fact]
    public void Added_items_take_the_place_of_removed_ones()
    {
        const string Document = "a:\n- - x\n  - y # kept\n- |\n  text\n- last\n";

        Assert.Equal(
            "a:\n- - new\n  - y # kept\n- |\n  text\n- 'n': 1\n".Replace("'n'", "\"n\"", StringComparison.Ordinal),
            Patching.Apply(
                Document,
                """
                [
                  {"op": "remove", "path": "/a/0/0"},
                  {"op": "add", "path": "/a/0/0", "value": "new"},
                  {"op": "remove", "path": "/a/2"},
                  {"op": "add", "path": "/a/-", "value": {"n": 1}}
                ]
                """
            )
        );
    }

    [Fact]
    public void A_single_pair_item_gets_braces_with_its_second_key() =>
        Assert.Equal("a: [x, {r: y, s: 1}, z]\n", Patching.Apply("a: [x, r: y, z]\n", """[{"op": "add", "path": "/a/1/s", "value": 1}]"""));

    [Fact]
    public void JSON_stays_JSON()
    {
        const string Document = "{\n  \"a\": [\n    1\n  ],\n  \"b\": \"x\",\n  \"c\": 5\n}\n";

        var result = Patching.Apply(
            Document,
            """
            [
              {"op": "add", "path": "/a/0", "value": {"k": "v"}},
              {"op": "replace", "path": "/b", "value": true},
              {"op": "replace", "path": "/c", "value": "five"},
              {"op": "add", "path": "/d", "value": ["e"]}
            ]
            """
        );

        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse("""{"a": [{"k": "v"}, 1], "b": true, "c": "five", "d": ["e"]}"""), JsonNode.Parse(result)),
            result
        );
    }
}
