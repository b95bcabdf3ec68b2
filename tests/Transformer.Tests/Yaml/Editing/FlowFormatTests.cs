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

    private static string Apply(TreeEdits edits) =>
        System.Text.Encoding.UTF8.GetString(KymaIstioTransform.Text.ByteEdits.Apply(edits.Tree.Source, edits.ToSource()));
}
