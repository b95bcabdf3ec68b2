using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using Xunit;

namespace KymaIstioTransform.Tests.Yaml.Editing;

public class FlowFormatTests
{
    /// <summary>The style of a collection decides the style of a new entry.</summary>
    [Theory]
    [InlineData("{a: b}", "{a: b, key: value}")]
    [InlineData("{\"a\": \"b\"}", "{\"a\": \"b\", \"key\": \"value\"}")]
    [InlineData("{\"a\":\"b\"}", "{\"a\":\"b\",\"key\":\"value\"}")]
    [InlineData("{}", "{key: value}")]
    [InlineData("{\n  \"a\": 1\n}", "{\n  \"a\": 1,\n  \"key\": \"value\"\n}")]
    [InlineData("{\n    \"a\": 1}", "{\n    \"a\": 1,\n    \"key\": \"value\"}")]
    public void Entries_are_added_in_the_style_of_the_others(string text, string expected)
    {
        var edits = new TreeEdits(YamlText.Read(text));

        edits.Add(edits.Tree.Root, "key", YamlValue.Of("value"));

        Assert.Equal(expected, Apply(edits));
    }

    [Theory]
    [InlineData("[a, b]", "[a, b, value]")]
    [InlineData("[a,b]", "[a,b,value]")]
    [InlineData("[\"a\"]", "[\"a\", \"value\"]")]
    [InlineData("[]", "[value]")]
    public void Items_are_added_in_the_style_of_the_others(string text, string expected)
    {
        var edits = new TreeEdits(YamlText.Read(text));

        edits.Add(edits.Tree.Root, YamlValue.Of("value"));

        Assert.Equal(expected, Apply(edits));
    }

    [Theory]
    [InlineData("http://a?b", "[a, \"http://a?b\"]")]
    [InlineData(":a", "[a, \":a\"]")]
    [InlineData("a:", "[a, \"a:\"]")]
    [InlineData("a:b", "[a, a:b]")]
    public void Text_that_kubectl_reads_otherwise_in_a_flow_collection_is_quoted(string value, string expected)
    {
        var edits = new TreeEdits(YamlText.Read("[a]"));

        edits.Add(edits.Tree.Root, YamlValue.Of(value));

        Assert.Equal(expected, Apply(edits));
    }

    [Theory]
    [InlineData("{a\n}", "{a, key: value\n}")]
    [InlineData("{a # c: d\n}", "{a, key: value # c: d\n}")]
    [InlineData("{b: c, a\n  , }", "{b: c, a, key: value\n  , }")]
    public void A_key_without_a_colon_ends_before_blanks_and_comments(string text, string expected)
    {
        var edits = new TreeEdits(YamlText.Read(text));

        edits.Add(edits.Tree.Root, "key", YamlValue.Of("value"));

        Assert.Equal(expected, Apply(edits));
    }

    [Theory]
    [InlineData("[a, {}#c\n]", "[a #c\n]")]
    [InlineData("- a: b\n  c: {}#d\n- e", "- a: b\n- e")]
    public void A_comment_right_after_a_removed_value_does_not_become_text(string text, string expected)
    {
        var edits = new TreeEdits(YamlText.Read(text));
        var root = edits.Tree.Root;

        edits.Remove(root.Items.First().IsMapping ? root.Items.First().Find("c")!.Value : root.Items.Last());

        Assert.Equal(expected, Apply(edits));
    }

    private static string Apply(TreeEdits edits) =>
        System.Text.Encoding.UTF8.GetString(KymaIstioTransform.Text.ByteEdits.Apply(edits.Tree.Source, edits.ToSource()));
}
