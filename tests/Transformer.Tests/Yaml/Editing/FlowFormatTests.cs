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

    /// <summary>YamlDotNet accepts no plain text up to the column of the block collection around a flow collection.</summary>
    [Theory]
    [InlineData("  - [\n  {}, b]", 0, "  - [\n   value, b]")]
    [InlineData("  - [\n  {}]", 0, "  - [\n   value]")]
    [InlineData("  - [a,\n {},\n   c: d]", 1, "  - [a,\n   value,\n   c: d]")]
    [InlineData("  - [a,\n[[]], b]", 1, "  - [a,\n   value, b]")]
    [InlineData("  - [\"a\",\n{}, b]", 1, "  - [\"a\",\n\"value\", b]")]
    public void New_values_start_behind_the_column_of_the_block_around_them(string text, int item, string expected)
    {
        var edits = new TreeEdits(YamlText.Read(text));

        edits.Set(edits.Tree.Root.Items.First().Items.ElementAt(item), YamlValue.Of("value"));

        AssertRead(expected, edits);
    }

    [Theory]
    [InlineData("a: b\n&k !t k: v\nc: d", "a: b\nc: d")]
    [InlineData("&k k: v\nc: d", "c: d")]
    [InlineData("{a: b, !!str k: v, c: d}", "{a: b, c: d}")]
    [InlineData("{&k k: v, c: d}", "{c: d}")]
    [InlineData("k: v\n!t c: d", "!t c: d")]
    public void A_removed_key_takes_its_anchor_and_tag_along(string text, string expected)
    {
        var edits = new TreeEdits(YamlText.Read(text));

        edits.Remove(edits.Tree.Root.Find("k")!.Value);

        AssertRead(expected, edits);
    }

    [Theory]
    [InlineData("- &a\n  &b   c: d", "- &a\n  &b   c: d\n  key: value")]
    [InlineData("- !t\n  !!str c: d", "- !t\n  !!str c: d\n  key: value")]
    [InlineData("- !t &a # e\n  &b c: d", "- !t &a # e\n  &b c: d\n  key: value")]
    [InlineData("- &a c: d", "- &a c: d\n  key: value")]
    public void A_mapping_starts_at_the_anchor_or_tag_of_its_first_key(string text, string expected)
    {
        var edits = new TreeEdits(YamlText.Read(text));

        edits.Add(edits.Tree.Root.Items.First(), "key", YamlValue.Of("value"));

        AssertRead(expected, edits);
    }

    [Theory]
    [InlineData("- &a ! b", "- &a ! value")]
    [InlineData("- !!str &a b", "- !!str &a value")]
    [InlineData("- ! b", "- ! value")]
    public void Anchor_and_tag_of_a_changed_value_stay(string text, string expected)
    {
        var edits = new TreeEdits(YamlText.Read(text));

        edits.Set(edits.Tree.Root.Items.First(), YamlValue.Of("value"));

        AssertRead(expected, edits);
    }

    [Theory]
    [InlineData("[&a b]", "[value, &a b]")]
    [InlineData("[a, # c\n !t b]", "[value, a, # c\n !t b]")]
    [InlineData("[!t a, b]", "[value, !t a, b]")]
    public void Items_are_inserted_before_anchor_and_tag(string text, string expected)
    {
        var edits = new TreeEdits(YamlText.Read(text));

        edits.Insert(edits.Tree.Root.Items.First(), YamlValue.Of("value"));

        AssertRead(expected, edits);
    }

    [Theory]
    [InlineData("  - [\n[], b]", 0, "  - [\n   b]")]
    [InlineData("  - [\n[],\n   b]", 0, "  - [\n   b]")]
    [InlineData("  - [a,\n[], [[b]], c]", 1, "  - [a,\n   [[b]], c]")]
    [InlineData("  - [a,\n[]]", 1, "  - [a]")]
    public void Text_after_a_removed_item_stays_behind_the_column_of_the_block_around_it(string text, int item, string expected)
    {
        var edits = new TreeEdits(YamlText.Read(text));

        edits.Remove(edits.Tree.Root.Items.First().Items.ElementAt(item));

        AssertRead(expected, edits);
    }

    [Theory]
    [InlineData("  - [\n{}\n]", "  - [\n{} ,\n   value\n]")]
    [InlineData("  - [a,\n{}]", "  - [a,\n{} , value]")]
    [InlineData("  - [\"a\",\n\"b\"]", "  - [\"a\",\n\"b\", \"value\"]")]
    [InlineData("  - [a, [\n]]", "  - [a, [\n]  , value]")]
    public void New_items_start_behind_the_column_of_the_block_around_them(string text, string expected)
    {
        var edits = new TreeEdits(YamlText.Read(text));

        edits.Add(edits.Tree.Root.Items.First(), YamlValue.Of("value"));

        AssertRead(expected, edits);
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

    /// <summary>The edited text is the expected one, and reads as the edits request.</summary>
    private static void AssertRead(string expected, TreeEdits edits)
    {
        var text = Apply(edits);
        Assert.Equal(expected, text);
        Assert.Null(TreeVerifier.Verify(edits, YamlText.Read(text)));
    }

    private static string Apply(TreeEdits edits) =>
        System.Text.Encoding.UTF8.GetString(KymaIstioTransform.Text.ByteEdits.Apply(edits.Tree.Source, edits.ToSource()));
}
